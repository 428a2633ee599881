import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The inbox: what Slack told us, one row of work for each handler that wants it. Partitions by the day of the event,
 * made and dropped by the service; the default one takes odd times.
 */
export class Event1763880000006 implements MigrationInterface {
  name = 'Event1763880000006';

  async up(query: QueryRunner) {
    await query.query(`
      CREATE TABLE event (
        day              date NOT NULL,
        app_id           text NOT NULL,
        event_id         text NOT NULL,
        workspace_id     text NOT NULL,
        enterprise_id    text,
        type             text NOT NULL,
        payload          text NOT NULL,
        transport        text NOT NULL,
        retry_num        smallint,
        received_at      timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (day, app_id, event_id)
      ) PARTITION BY RANGE (day);
      CREATE TABLE event_default PARTITION OF event DEFAULT;

      CREATE SEQUENCE event_work_seq;
      CREATE TABLE event_work (
        day              date NOT NULL,
        app_id           text NOT NULL,
        event_id         text NOT NULL,
        handler          text NOT NULL,
        workspace_id     text NOT NULL,
        seq              bigint NOT NULL DEFAULT nextval('event_work_seq'),
        lane             text,
        state            text NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'running', 'done', 'parked')),
        attempts         smallint NOT NULL DEFAULT 0,
        due_at           timestamptz NOT NULL DEFAULT clock_now(),
        claim            uuid,
        claimed_at       timestamptz,
        error            text,
        finished_at      timestamptz,
        PRIMARY KEY (day, app_id, event_id, handler)
      ) PARTITION BY RANGE (day);
      CREATE TABLE event_work_default PARTITION OF event_work DEFAULT;
      CREATE INDEX event_work_ready ON event_work (due_at, seq) WHERE state = 'ready';
      CREATE INDEX event_work_running ON event_work (claimed_at) WHERE state = 'running';
      CREATE INDEX event_work_lane ON event_work (handler, lane, seq)
        WHERE lane IS NOT NULL AND state IN ('ready', 'running');
      CREATE INDEX event_work_parked ON event_work (workspace_id, seq) WHERE state = 'parked';
    `);
  }

  async down(query: QueryRunner) {
    await query.query('DROP TABLE event, event_work; DROP SEQUENCE event_work_seq');
  }
}
