import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who opened the app's home tab when, and what is shown in it. */
export class Home1764600000004 implements MigrationInterface {
  name = 'Home1764600000004';

  async up(query: QueryRunner) {
    await query.query(`
      CREATE TABLE home_opening (
        workspace_id  text NOT NULL,
        user_id       text NOT NULL,
        opened_at     timestamptz NOT NULL DEFAULT clock_now(),
        look_at       timestamptz NOT NULL DEFAULT clock_now(),
        published_at  timestamptz,
        view_hash     text,
        shown_sha256  bytea,
        PRIMARY KEY (workspace_id, user_id)
      );
      CREATE INDEX home_opening_opened ON home_opening (opened_at);
    `);
  }

  async down(query: QueryRunner) {
    await query.query('DROP TABLE home_opening');
  }
}
