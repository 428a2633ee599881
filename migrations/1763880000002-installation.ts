import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Installation1763880000002 implements MigrationInterface {
  name = 'Installation1763880000002';

  async up(query: QueryRunner) {
    await query.query(`
      CREATE TABLE installation (
        id               uuid PRIMARY KEY,
        team_id          text,
        enterprise_id    text,
        app_id           text,
        bot_id           text NOT NULL,
        bot_user_id      text NOT NULL,
        scopes           text[] NOT NULL,
        data_key         text NOT NULL,
        bot_token        text,
        installer_id     text,
        state            text NOT NULL CHECK (state IN ('active', 'uninstalled', 'revoked')),
        state_reason     text,
        installed_at     timestamptz NOT NULL DEFAULT clock_now(),
        updated_at       timestamptz NOT NULL DEFAULT clock_now(),
        CHECK (team_id IS NOT NULL OR enterprise_id IS NOT NULL),
        CHECK (state <> 'active' OR bot_token IS NOT NULL)
      );
      CREATE UNIQUE INDEX installation_team ON installation (team_id) WHERE team_id IS NOT NULL;
      CREATE UNIQUE INDEX installation_enterprise ON installation (enterprise_id) WHERE team_id IS NULL;

      CREATE TABLE workspace (
        id               text PRIMARY KEY,
        name             text NOT NULL,
        installation_id  uuid NOT NULL REFERENCES installation (id),
        created_at       timestamptz NOT NULL DEFAULT clock_now()
      );
      CREATE INDEX workspace_installation ON workspace (installation_id);

      CREATE TABLE api_key (
        workspace_id     text NOT NULL REFERENCES workspace (id),
        id               text NOT NULL,
        name             text NOT NULL,
        scopes           text[] NOT NULL,
        secret_sha256    bytea NOT NULL,
        created_at       timestamptz NOT NULL DEFAULT clock_now(),
        last_used_at     timestamptz,
        revoked_at       timestamptz,
        PRIMARY KEY (workspace_id, id)
      );
      CREATE UNIQUE INDEX api_key_id ON api_key (id);

      CREATE TABLE oauth_state (
        state_sha256     bytea PRIMARY KEY,
        install_options  jsonb NOT NULL,
        expires_at       timestamptz NOT NULL,
        used_at          timestamptz
      );
      CREATE INDEX oauth_state_expiry ON oauth_state (expires_at);
    `);
  }

  async down(query: QueryRunner) {
    await query.query('DROP TABLE oauth_state, api_key, workspace, installation');
  }
}
