import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An installation's whole life: organisations whose workspaces come and go, tokens that expire, people's tokens, webhooks,
 * and when and why it ended.
 */
export class InstallationLife1764288000002 implements MigrationInterface {
  name = 'InstallationLife1764288000002';

  async up(query: QueryRunner) {
    await query.query(`
      ALTER TABLE installation
        ADD COLUMN name                  text,
        ADD COLUMN bot_refresh_token     text,
        ADD COLUMN bot_token_expires_at  timestamptz,
        ADD COLUMN refresh_claim         uuid,
        ADD COLUMN refresh_after         timestamptz,
        ADD COLUMN refresh_error         text,
        ADD COLUMN ended_at              timestamptz,
        DROP CONSTRAINT installation_state_check,
        ADD CONSTRAINT installation_state_check
          CHECK (state IN ('active', 'uninstalled', 'revoked', 'disabled'));
      UPDATE installation SET ended_at = updated_at WHERE state <> 'active';
      CREATE INDEX installation_expiring ON installation (bot_token_expires_at)
        WHERE state = 'active' AND bot_token_expires_at IS NOT NULL;
      CREATE INDEX installation_ended ON installation (ended_at) WHERE ended_at IS NOT NULL;

      ALTER TABLE workspace
        ADD COLUMN ended_at    timestamptz,
        ADD COLUMN end_reason  text;
      CREATE INDEX workspace_ended ON workspace (ended_at) WHERE ended_at IS NOT NULL;

      ALTER TABLE oauth_state ADD COLUMN browser_sha256 bytea;

      CREATE TABLE user_token (
        installation_id  uuid NOT NULL REFERENCES installation (id) ON DELETE CASCADE,
        user_id          text NOT NULL,
        scopes           text[] NOT NULL,
        token            text NOT NULL,
        refresh_token    text,
        expires_at       timestamptz,
        refresh_claim    uuid,
        refresh_after    timestamptz,
        refresh_error    text,
        granted_at       timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (installation_id, user_id)
      );
      CREATE INDEX user_token_expiring ON user_token (expires_at) WHERE expires_at IS NOT NULL;

      CREATE TABLE incoming_webhook (
        workspace_id       text NOT NULL REFERENCES workspace (id),
        channel_id         text NOT NULL,
        channel_name       text NOT NULL,
        installation_id    uuid NOT NULL REFERENCES installation (id) ON DELETE CASCADE,
        url                text NOT NULL,
        configuration_url  text NOT NULL,
        granted_by         text,
        granted_at         timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, channel_id)
      );

      CREATE TABLE setup_session (
        token_sha256     bytea PRIMARY KEY,
        installation_id  uuid NOT NULL REFERENCES installation (id) ON DELETE CASCADE,
        user_id          text NOT NULL,
        keys_made        smallint NOT NULL DEFAULT 0,
        test_card        text,
        expires_at       timestamptz NOT NULL
      );
      CREATE INDEX setup_session_expiry ON setup_session (expires_at);
    `);
  }

  async down(query: QueryRunner) {
    await query.query(`
      DROP TABLE setup_session, incoming_webhook, user_token;
      ALTER TABLE oauth_state DROP COLUMN browser_sha256;
      ALTER TABLE workspace DROP COLUMN ended_at, DROP COLUMN end_reason;
      ALTER TABLE installation
        DROP COLUMN name, DROP COLUMN bot_refresh_token, DROP COLUMN bot_token_expires_at, DROP COLUMN refresh_claim,
        DROP COLUMN refresh_after, DROP COLUMN refresh_error, DROP COLUMN ended_at;
    `);
  }
}
