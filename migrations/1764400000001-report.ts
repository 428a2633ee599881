import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reports with their schedules, and one run for each time that one is due. */
export class Report1764400000001 implements MigrationInterface {
  name = 'Report1764400000001';

  async up(query: QueryRunner) {
    await query.query(`
      CREATE TABLE report (
        workspace_id  text NOT NULL,
        id            uuid NOT NULL,
        name          text NOT NULL,
        schedule      text NOT NULL,
        cron          text NOT NULL,
        zone          text NOT NULL,
        covers        text NOT NULL CHECK (covers IN ('day', 'week')),
        destination   text NOT NULL,
        next_run_at   timestamptz,
        created_by    text NOT NULL,
        created_at    timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, id)
      );
      CREATE INDEX report_due ON report (next_run_at) WHERE next_run_at IS NOT NULL;

      CREATE TABLE report_run (
        workspace_id   text NOT NULL,
        report_id      uuid NOT NULL,
        slot           timestamptz NOT NULL,
        id             uuid NOT NULL,
        reason         text NOT NULL CHECK (reason IN ('schedule', 'asked', 'preview')),
        destination    text NOT NULL,
        state          text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'owed', 'failed')),
        claim          uuid,
        not_before     timestamptz NOT NULL DEFAULT clock_now(),
        attempts       integer NOT NULL DEFAULT 0,
        error          text,
        delivery_id    uuid,
        created_at     timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, report_id, slot),
        FOREIGN KEY (workspace_id, report_id) REFERENCES report (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX report_run_waiting ON report_run (not_before) WHERE state = 'waiting';
      CREATE INDEX report_run_created ON report_run (created_at);

      CREATE INDEX alert_fired ON alert (workspace_id, fired_at);
    `);
  }

  async down(query: QueryRunner) {
    await query.query('DROP INDEX alert_fired; DROP TABLE report_run, report');
  }
}
