import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What /status looks at. */
export class Service1764500000001 implements MigrationInterface {
  name = 'Service1764500000001';

  async up(query: QueryRunner) {
    await query.query(`
      CREATE TABLE service (
        workspace_id  text NOT NULL,
        id            uuid NOT NULL,
        name          text NOT NULL,
        name_key      text NOT NULL,
        url           text NOT NULL,
        method        text NOT NULL CHECK (method IN ('GET', 'HEAD')),
        expect_from   integer NOT NULL,
        expect_to     integer NOT NULL CHECK (expect_to >= expect_from),
        timeout_ms    integer NOT NULL CHECK (timeout_ms > 0),
        alerts        text[] NOT NULL,
        created_by    text NOT NULL,
        created_at    timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, id),
        UNIQUE (workspace_id, name_key)
      );
    `);
  }

  async down(query: QueryRunner) {
    await query.query('DROP TABLE service');
  }
}
