import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Channels that are quiet for a time, and what was not shown in them. */
export class Mute1764600000002 implements MigrationInterface {
  name = 'Mute1764600000002';

  async up(query: QueryRunner) {
    await query.query(`
      CREATE TABLE mute (
        workspace_id  text NOT NULL,
        id            uuid NOT NULL,
        channel_id    text NOT NULL,
        channel_name  text,
        service       text,
        all_of_it     boolean NOT NULL,
        version       integer NOT NULL DEFAULT 1,
        begun_by      text NOT NULL,
        begun_at      timestamptz NOT NULL DEFAULT clock_now(),
        until         timestamptz NOT NULL,
        ended_by      text,
        ended_at      timestamptz,
        PRIMARY KEY (workspace_id, id)
      );
      CREATE UNIQUE INDEX mute_lasting ON mute (workspace_id, channel_id, lower(coalesce(service, ''))) WHERE ended_at IS NULL;
      CREATE INDEX mute_until ON mute (until) WHERE ended_at IS NULL;

      CREATE TABLE silenced_notification (
        workspace_id     text NOT NULL,
        notification_id  uuid NOT NULL,
        destination      text NOT NULL,
        silenced_by      text NOT NULL,
        why              text NOT NULL,
        PRIMARY KEY (workspace_id, notification_id, destination),
        FOREIGN KEY (workspace_id, notification_id) REFERENCES notification (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX silenced_notification_by ON silenced_notification (workspace_id, silenced_by);
    `);
  }

  async down(query: QueryRunner) {
    await query.query('DROP TABLE silenced_notification, mute');
  }
}
