import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a workspace may use, where it is not the default, and what it has used in the window that runs. */
export class Quota1764288000004 implements MigrationInterface {
  name = 'Quota1764288000004';

  async up(query: QueryRunner) {
    await query.query(`
      CREATE TABLE workspace_quota (
        workspace_id              text PRIMARY KEY,
        notifications_per_minute  integer CHECK (notifications_per_minute > 0),
        bytes_per_day             bigint CHECK (bytes_per_day > 0),
        keys                      integer CHECK (keys > 0)
      );

      -- Counts of a minute or a day: a crash may forget them.
      CREATE UNLOGGED TABLE quota_use (
        workspace_id  text NOT NULL,
        what          text NOT NULL,
        since         timestamptz NOT NULL,
        used          bigint NOT NULL,
        PRIMARY KEY (workspace_id, what)
      ) WITH (fillfactor = 50);
    `);
  }

  async down(query: QueryRunner) {
    await query.query('DROP TABLE quota_use, workspace_quota');
  }
}
