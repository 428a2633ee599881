import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The database's clock decides what is due. It is a function of ours so that tests can move it:
 * they replace it, and production pays nothing, since PostgreSQL inlines it.
 */
export class Clock1763880000001 implements MigrationInterface {
  name = 'Clock1763880000001';

  async up(query: QueryRunner) {
    await query.query(
      `CREATE FUNCTION clock_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT statement_timestamp()'`,
    );
  }

  async down(query: QueryRunner) {
    await query.query('DROP FUNCTION clock_now()');
  }
}
