import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who did what: a chain of hashes for each workspace, that nobody changes. Only a lost workspace's goes, as a whole. */
export class Audit1764288000001 implements MigrationInterface {
  name = 'Audit1764288000001';

  async up(query: QueryRunner) {
    await query.query(`
      CREATE TABLE audit_entry (
        workspace_id     text NOT NULL,
        seq              bigint NOT NULL,
        at               timestamptz(3) NOT NULL,
        actor            text NOT NULL,
        action           text NOT NULL,
        subject          text NOT NULL,
        details          jsonb NOT NULL,
        previous         bytea NOT NULL,
        hash             bytea NOT NULL,
        PRIMARY KEY (workspace_id, seq)
      );

      CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' THEN
          IF current_setting('switchboard.forget_workspace', true) = OLD.workspace_id THEN
            RETURN OLD;
          END IF;
        END IF;
        RAISE EXCEPTION 'audit entries are neither changed nor deleted';
      END $$;
      CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit_entry
        FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
      CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
    `);
  }

  async down(query: QueryRunner) {
    await query.query('DROP TABLE audit_entry; DROP FUNCTION audit_is_append_only');
  }
}
