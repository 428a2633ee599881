import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why a message stands where it stands is found by the message; which routing document decided stays with what it decided. */
export class MessageOrigin1764600000001 implements MigrationInterface {
  name = 'MessageOrigin1764600000001';

  async up(query: QueryRunner) {
    await query.query(`
      ALTER TABLE notification ADD COLUMN routes_version integer;
      CREATE INDEX delivery_message ON delivery (workspace_id, ts) WHERE ts IS NOT NULL;
      CREATE INDEX delivery_merged_into ON delivery (workspace_id, merged_into) WHERE merged_into IS NOT NULL;
      CREATE INDEX card_message ON card (workspace_id, ts) WHERE ts IS NOT NULL;
    `);
  }

  async down(query: QueryRunner) {
    await query.query(`
      DROP INDEX card_message, delivery_merged_into, delivery_message;
      ALTER TABLE notification DROP COLUMN routes_version;
    `);
  }
}
