import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people do in Slack and wait for: commands, buttons, forms. `request_once` is the door against double clicks. */
export class SlackRequest1763880000007 implements MigrationInterface {
  name = 'SlackRequest1763880000007';

  async up(query: QueryRunner) {
    await query.query(`
      CREATE TABLE slack_request (
        workspace_id     text NOT NULL,
        id               uuid NOT NULL,
        enterprise_id    text,
        kind             text NOT NULL,
        name             text NOT NULL,
        user_id          text NOT NULL,
        payload          text NOT NULL,
        state            text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'failed')),
        attempts         smallint NOT NULL DEFAULT 1,
        claim            uuid NOT NULL,
        lease_until      timestamptz NOT NULL,
        error            text,
        received_at      timestamptz NOT NULL DEFAULT clock_now(),
        finished_at      timestamptz,
        PRIMARY KEY (workspace_id, id)
      );
      CREATE INDEX slack_request_running ON slack_request (lease_until) WHERE state = 'running';
      CREATE INDEX slack_request_received ON slack_request (received_at);

      CREATE TABLE request_once (
        workspace_id     text NOT NULL,
        key              text NOT NULL,
        request_id       uuid NOT NULL,
        free_at          timestamptz NOT NULL,
        PRIMARY KEY (workspace_id, key)
      );
      CREATE INDEX request_once_request ON request_once (workspace_id, request_id);
      CREATE INDEX request_once_free ON request_once (free_at);
    `);
  }

  async down(query: QueryRunner) {
    await query.query('DROP TABLE request_once, slack_request');
  }
}
