import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Destinations beside channels: people's direct messages, opened once, and Slack's incoming webhooks. Of a card in a
 * thread its root is known, and of a root the key that its thread is found by; cards that are removed give theirs back.
 */
export class Destinations1763880000009 implements MigrationInterface {
  name = 'Destinations1763880000009';

  async up(query: QueryRunner) {
    await query.query(`
      CREATE TABLE direct_message (
        workspace_id     text NOT NULL,
        user_id          text NOT NULL,
        channel_id       text NOT NULL,
        opened_at        timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, user_id)
      );

      CREATE TABLE webhook (
        workspace_id     text NOT NULL,
        name             text NOT NULL,
        id               uuid NOT NULL UNIQUE,
        data_key         text NOT NULL,
        url              text NOT NULL,
        url_sha256       bytea NOT NULL,
        created_by       text NOT NULL,
        created_at       timestamptz NOT NULL DEFAULT clock_now(),
        changed_at       timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, name),
        UNIQUE (workspace_id, url_sha256)
      );

      CREATE TABLE channel_listing (
        workspace_id     text PRIMARY KEY,
        listed_at        timestamptz NOT NULL
      );

      CREATE TABLE channel_successor (
        workspace_id     text NOT NULL,
        id               text NOT NULL,
        successor_id     text NOT NULL,
        PRIMARY KEY (workspace_id, id)
      );

      ALTER TABLE card
        ADD COLUMN if_unsure text NOT NULL DEFAULT 'resend' CHECK (if_unsure IN ('resend', 'leave')),
        ADD COLUMN thread_key text,
        ADD COLUMN thread_card_id uuid;
      CREATE UNIQUE INDEX card_thread_key ON card (workspace_id, destination, thread_key) WHERE thread_key IS NOT NULL;

      ALTER TABLE delivery ADD COLUMN ends boolean NOT NULL DEFAULT false;
    `);
  }

  async down(query: QueryRunner) {
    await query.query(`
      ALTER TABLE delivery DROP COLUMN ends;
      DROP INDEX card_thread_key;
      ALTER TABLE card DROP COLUMN if_unsure, DROP COLUMN thread_key, DROP COLUMN thread_card_id;
      DROP TABLE channel_successor, channel_listing, webhook, direct_message;
    `);
  }
}
