import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom a message mentions is found when it is posted; a card goes on showing whom it has mentioned. */
export class Mention1764600000003 implements MigrationInterface {
  name = 'Mention1764600000003';

  async up(query: QueryRunner) {
    await query.query(`
      ALTER TABLE delivery ADD COLUMN mention text;
      ALTER TABLE card ADD COLUMN mention text, ADD COLUMN mentioned text;
    `);
  }

  async down(query: QueryRunner) {
    await query.query(`
      ALTER TABLE card DROP COLUMN mention, DROP COLUMN mentioned;
      ALTER TABLE delivery DROP COLUMN mention;
    `);
  }
}
