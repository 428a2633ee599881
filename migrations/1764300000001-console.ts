import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who has signed in to the console, and who is on their way to Slack and back. */
export class Console1764300000001 implements MigrationInterface {
  name = 'Console1764300000001';

  async up(query: QueryRunner) {
    await query.query(`
      CREATE TABLE console_sign_in (
        state_sha256    bytea PRIMARY KEY,
        browser_sha256  bytea NOT NULL,
        nonce_sha256    bytea NOT NULL,
        expires_at      timestamptz NOT NULL
      );
      CREATE INDEX console_sign_in_expiry ON console_sign_in (expires_at);

      CREATE TABLE console_session (
        token_sha256  bytea PRIMARY KEY,
        workspace_id  text NOT NULL REFERENCES workspace (id),
        user_id       text NOT NULL,
        user_name     text NOT NULL,
        begun_at      timestamptz NOT NULL DEFAULT clock_now(),
        expires_at    timestamptz NOT NULL
      );
      CREATE INDEX console_session_workspace ON console_session (workspace_id);
      CREATE INDEX console_session_expiry ON console_session (expires_at);
    `);
  }

  async down(query: QueryRunner) {
    await query.query('DROP TABLE console_session, console_sign_in');
  }
}
