import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Storms: what may merge, and a lane in which too much of it waits. A storm's row stands while the storm lasts; what it
 * became is told by its summary's delivery, and by each merged one (ADR 0018).
 */
export class Storms1763880000011 implements MigrationInterface {
  name = 'Storms1763880000011';

  async up(query: QueryRunner) {
    await query.query(`
      ALTER TABLE delivery ADD COLUMN merge_at smallint;
      CREATE INDEX delivery_mergeable ON delivery (workspace_id, channel, seq)
        WHERE mergeable AND state IN ('queued', 'held');

      ALTER TABLE lane ADD COLUMN crowded boolean NOT NULL DEFAULT false;
      CREATE INDEX lane_crowded ON lane (shard) WHERE crowded;

      CREATE TABLE storm (
        workspace_id     text NOT NULL,
        channel          text NOT NULL,
        id               uuid NOT NULL,
        card_id          uuid NOT NULL,
        delivery_id      uuid NOT NULL,
        state            jsonb NOT NULL,
        PRIMARY KEY (workspace_id, channel)
      );
    `);
  }

  async down(query: QueryRunner) {
    await query.query(`
      DROP TABLE storm;
      DROP INDEX lane_crowded, delivery_mergeable;
      ALTER TABLE lane DROP COLUMN crowded;
      ALTER TABLE delivery DROP COLUMN merge_at;
    `);
  }
}
