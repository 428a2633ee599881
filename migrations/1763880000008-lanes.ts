import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lanes with owners: a workspace's lanes belong to a shard, a shard to one process (ADR 0016). What is being sent stands
 * on its lane, so that a delivery's row is written when its message is owed and when that is over, and not in between.
 */
export class Lanes1763880000008 implements MigrationInterface {
  name = 'Lanes1763880000008';

  async up(query: QueryRunner) {
    await query.query(`
      DROP INDEX delivery_sending, delivery_state, delivery_card, lane_due;

      ALTER TABLE delivery DROP CONSTRAINT delivery_state_check;
      UPDATE delivery SET state = 'queued' WHERE state = 'sending';
      ALTER TABLE delivery
        ADD CONSTRAINT delivery_state_check
          CHECK (state IN ('queued', 'held', 'unknown', 'sent', 'failed', 'superseded', 'merged')),
        ADD COLUMN shard smallint NOT NULL
          GENERATED ALWAYS AS (get_byte(decode(md5(workspace_id), 'hex'), 0) & 63) STORED,
        ADD COLUMN op text NOT NULL DEFAULT 'post' CHECK (op IN ('post', 'ephemeral', 'delete')),
        ADD COLUMN user_id text,
        ADD COLUMN thread_card_id uuid,
        ADD COLUMN held_until timestamptz,
        ADD COLUMN begun_at timestamptz,
        ADD COLUMN rung text NOT NULL DEFAULT 'full' CHECK (rung IN ('full', 'plain')),
        ADD COLUMN if_unsure text NOT NULL DEFAULT 'resend' CHECK (if_unsure IN ('resend', 'leave')),
        ADD COLUMN repeated boolean NOT NULL DEFAULT false,
        ADD COLUMN mergeable boolean NOT NULL DEFAULT false,
        ADD COLUMN source text,
        ADD COLUMN title text,
        ADD COLUMN merged_into uuid,
        ADD COLUMN failed_over_from text,
        ADD COLUMN failed_over_code text,
        ADD COLUMN finished_at timestamptz,
        DROP COLUMN claim,
        DROP COLUMN claimed_until,
        SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
      UPDATE delivery SET finished_at = coalesce(sent_at, created_at) WHERE state IN ('sent', 'failed', 'superseded');
      CREATE INDEX delivery_card ON delivery (workspace_id, card_id)
        WHERE card_id IS NOT NULL AND state IN ('queued', 'held', 'unknown');
      CREATE INDEX delivery_thread ON delivery (workspace_id, thread_card_id, seq)
        WHERE thread_card_id IS NOT NULL AND state IN ('queued', 'held', 'unknown');
      CREATE INDEX delivery_held ON delivery (shard, held_until) WHERE state IN ('held', 'unknown');
      CREATE INDEX delivery_failed ON delivery (workspace_id, seq) WHERE state = 'failed';
      CREATE INDEX delivery_finished ON delivery (workspace_id, finished_at) WHERE finished_at IS NOT NULL;

      ALTER TABLE lane
        ADD COLUMN shard smallint NOT NULL
          GENERATED ALWAYS AS (get_byte(decode(md5(workspace_id), 'hex'), 0) & 63) STORED,
        ADD COLUMN woken boolean NOT NULL DEFAULT true,
        ADD COLUMN top smallint NOT NULL DEFAULT 9,
        ADD COLUMN sending uuid,
        ADD COLUMN claimed_at timestamptz,
        SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
      CREATE INDEX lane_awake ON lane (shard) WHERE awake;
      CREATE INDEX lane_woken ON lane (shard) WHERE woken;

      ALTER TABLE card
        ADD COLUMN has_replies boolean NOT NULL DEFAULT false,
        ADD COLUMN reply_hold uuid,
        ADD COLUMN lost boolean NOT NULL DEFAULT false,
        ADD COLUMN deleted boolean NOT NULL DEFAULT false;

      CREATE TABLE workspace_pace (
        workspace_id     text PRIMARY KEY,
        per_minute       integer NOT NULL,
        burst            smallint NOT NULL,
        learned_at       timestamptz NOT NULL DEFAULT clock_now()
      );

      CREATE TABLE pace_hold (
        workspace_id     text NOT NULL,
        method           text NOT NULL,
        channel          text NOT NULL,
        until            timestamptz NOT NULL,
        PRIMARY KEY (workspace_id, method, channel)
      );
    `);
  }

  async down(query: QueryRunner) {
    await query.query(`
      DROP TABLE pace_hold, workspace_pace;
      DROP INDEX delivery_card, delivery_thread, delivery_held, delivery_failed, delivery_finished, lane_awake, lane_woken;
      ALTER TABLE card DROP COLUMN has_replies, DROP COLUMN reply_hold, DROP COLUMN lost,
        DROP COLUMN deleted;
      ALTER TABLE lane DROP COLUMN shard, DROP COLUMN woken, DROP COLUMN top, DROP COLUMN sending,
        DROP COLUMN claimed_at;
      ALTER TABLE delivery DROP CONSTRAINT delivery_state_check;
      UPDATE delivery SET state = 'queued' WHERE state IN ('held', 'unknown');
      UPDATE delivery SET state = 'superseded' WHERE state = 'merged';
      ALTER TABLE delivery
        ADD CONSTRAINT delivery_state_check CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'superseded')),
        DROP COLUMN shard, DROP COLUMN op, DROP COLUMN user_id, DROP COLUMN thread_card_id, DROP COLUMN held_until,
        DROP COLUMN begun_at, DROP COLUMN rung, DROP COLUMN if_unsure, DROP COLUMN repeated, DROP COLUMN mergeable, DROP COLUMN source,
        DROP COLUMN title, DROP COLUMN merged_into, DROP COLUMN failed_over_from, DROP COLUMN failed_over_code, DROP COLUMN finished_at,
        ADD COLUMN claim uuid, ADD COLUMN claimed_until timestamptz;
      CREATE INDEX delivery_sending ON delivery (claimed_until) WHERE state = 'sending';
      CREATE INDEX delivery_state ON delivery (workspace_id, state, seq);
      CREATE INDEX delivery_card ON delivery (workspace_id, card_id) WHERE card_id IS NOT NULL;
      CREATE INDEX lane_due ON lane (next_at) WHERE awake;
    `);
  }
}
