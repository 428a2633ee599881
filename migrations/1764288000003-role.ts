import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may do what in a workspace: one document, whose changes the audit trail tells. */
export class Role1764288000003 implements MigrationInterface {
  name = 'Role1764288000003';

  async up(query: QueryRunner) {
    await query.query(`
      CREATE TABLE role_policy (
        workspace_id  text PRIMARY KEY,
        policy        jsonb NOT NULL,
        applied_at    timestamptz NOT NULL DEFAULT clock_now(),
        applied_by    text NOT NULL
      );
    `);
  }

  async down(query: QueryRunner) {
    await query.query('DROP TABLE role_policy');
  }
}
