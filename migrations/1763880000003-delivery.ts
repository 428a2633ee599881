import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Delivery1763880000003 implements MigrationInterface {
  name = 'Delivery1763880000003';

  async up(query: QueryRunner) {
    await query.query(`
      CREATE TABLE channel (
        workspace_id     text NOT NULL,
        id               text NOT NULL,
        name             text NOT NULL,
        is_private       boolean NOT NULL,
        is_archived      boolean NOT NULL,
        seen_at          timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, id)
      );
      CREATE INDEX channel_name ON channel (workspace_id, name);

      CREATE TABLE card (
        workspace_id     text NOT NULL,
        id               uuid NOT NULL,
        subject          text NOT NULL,
        destination      text NOT NULL,
        channel_id       text,
        ts               text,
        shown_version    integer,
        created_at       timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, id),
        UNIQUE (workspace_id, subject, destination)
      );

      CREATE TABLE delivery (
        workspace_id     text NOT NULL,
        id               uuid NOT NULL,
        seq              bigint GENERATED ALWAYS AS IDENTITY,
        channel          text NOT NULL,
        priority         smallint NOT NULL,
        state            text NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'superseded')),
        message          jsonb NOT NULL,
        card_id          uuid,
        card_version     integer,
        attempts         integer NOT NULL DEFAULT 0,
        claim            uuid,
        claimed_until    timestamptz,
        error            text,
        ts               text,
        created_at       timestamptz NOT NULL DEFAULT clock_now(),
        sent_at          timestamptz,
        PRIMARY KEY (workspace_id, id),
        FOREIGN KEY (workspace_id, card_id) REFERENCES card (workspace_id, id)
      );
      CREATE INDEX delivery_queued ON delivery (workspace_id, channel, priority, seq) WHERE state = 'queued';
      CREATE INDEX delivery_sending ON delivery (claimed_until) WHERE state = 'sending';
      CREATE INDEX delivery_state ON delivery (workspace_id, state, seq);
      CREATE INDEX delivery_card ON delivery (workspace_id, card_id) WHERE card_id IS NOT NULL;

      CREATE TABLE lane (
        workspace_id     text NOT NULL,
        channel          text NOT NULL,
        next_at          timestamptz NOT NULL DEFAULT clock_now(),
        awake            boolean NOT NULL DEFAULT true,
        PRIMARY KEY (workspace_id, channel)
      );
      CREATE INDEX lane_due ON lane (next_at) WHERE awake;
    `);
  }

  async down(query: QueryRunner) {
    await query.query('DROP TABLE lane, delivery, card, channel');
  }
}
