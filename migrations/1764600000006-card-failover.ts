import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a card was meant to stand, as long as it stands in the fallback: its deliveries leave long before it does. */
export class CardFailover1764600000006 implements MigrationInterface {
  name = 'CardFailover1764600000006';

  async up(query: QueryRunner) {
    await query.query('ALTER TABLE card ADD COLUMN failed_over_from text, ADD COLUMN failed_over_code text');
  }

  async down(query: QueryRunner) {
    await query.query('ALTER TABLE card DROP COLUMN failed_over_from, DROP COLUMN failed_over_code');
  }
}
