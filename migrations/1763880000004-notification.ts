import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Notification1763880000004 implements MigrationInterface {
  name = 'Notification1763880000004';

  async up(query: QueryRunner) {
    await query.query(`
      CREATE TABLE routing_document (
        workspace_id     text NOT NULL,
        version          integer NOT NULL,
        document         jsonb NOT NULL,
        applied_at       timestamptz NOT NULL DEFAULT clock_now(),
        applied_by       text NOT NULL,
        PRIMARY KEY (workspace_id, version)
      );

      CREATE TABLE notification (
        workspace_id     text NOT NULL,
        id               uuid NOT NULL,
        type             text NOT NULL,
        severity         text NOT NULL,
        source           text,
        title            text NOT NULL,
        fingerprint      text,
        status           text,
        body             jsonb NOT NULL,
        routes           jsonb NOT NULL,
        occurred_at      timestamptz NOT NULL,
        received_at      timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, id)
      );
      CREATE INDEX notification_received ON notification (workspace_id, received_at);

      CREATE TABLE notification_delivery (
        workspace_id     text NOT NULL,
        notification_id  uuid NOT NULL,
        delivery_id      uuid NOT NULL,
        PRIMARY KEY (workspace_id, notification_id, delivery_id),
        FOREIGN KEY (workspace_id, notification_id) REFERENCES notification (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, delivery_id) REFERENCES delivery (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX notification_delivery_delivery ON notification_delivery (workspace_id, delivery_id);

      CREATE TABLE idempotency_key (
        workspace_id     text NOT NULL,
        key              text NOT NULL,
        body_sha256      bytea NOT NULL,
        answer           json,
        created_at       timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, key)
      );
      CREATE INDEX idempotency_key_age ON idempotency_key (created_at);
    `);
  }

  async down(query: QueryRunner) {
    await query.query('DROP TABLE idempotency_key, notification_delivery, notification, routing_document');
  }
}
