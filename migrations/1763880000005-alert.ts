import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Alert1763880000005 implements MigrationInterface {
  name = 'Alert1763880000005';

  async up(query: QueryRunner) {
    await query.query(`
      CREATE TABLE alert (
        workspace_id     text NOT NULL,
        id               uuid NOT NULL,
        fingerprint      text NOT NULL,
        state            text NOT NULL CHECK (state IN ('firing', 'acknowledged', 'resolved')),
        version          integer NOT NULL DEFAULT 1,
        severity         text NOT NULL,
        source           text,
        title            text NOT NULL,
        body             jsonb NOT NULL,
        fired_at         timestamptz,
        acknowledged_at  timestamptz,
        acknowledged_by  text,
        resolved_at      timestamptz,
        resolved_by      text,
        created_at       timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, id)
      );
      CREATE UNIQUE INDEX alert_open ON alert (workspace_id, fingerprint) WHERE state <> 'resolved';
      CREATE INDEX alert_fingerprint ON alert (workspace_id, fingerprint, created_at DESC);
      CREATE INDEX alert_state ON alert (workspace_id, state, created_at DESC);
    `);
  }

  async down(query: QueryRunner) {
    await query.query('DROP TABLE alert');
  }
}
