import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What became of deliveries can be read, and leaves after a time. What was refused on the way stands in the row's history;
 * the rows that are looked for by state have an index in the order in which they are listed.
 *
 * A card is deleted when nobody has touched it for long, and checking a foreign key from `delivery` would read that whole
 * table for each: there is no index by card over what is finished, and only deletion would use one. An edit that comes in
 * the moment in which its card leaves is posted afresh.
 */
export class DeliveryRecord1763880000014 implements MigrationInterface {
  name = 'DeliveryRecord1763880000014';

  async up(query: QueryRunner) {
    await query.query(`
      DROP INDEX delivery_failed;
      ALTER TABLE delivery
        DROP CONSTRAINT delivery_workspace_id_card_id_fkey,
        ADD COLUMN history jsonb;
      CREATE INDEX delivery_aside ON delivery (shard, state, workspace_id, id)
        WHERE state IN ('failed', 'superseded', 'merged');

      ALTER TABLE card ADD COLUMN shown_at timestamptz;
      CREATE INDEX card_created ON card (created_at);
    `);
  }

  async down(query: QueryRunner) {
    await query.query(`
      DROP INDEX card_created;
      ALTER TABLE card DROP COLUMN shown_at;

      DROP INDEX delivery_aside;
      UPDATE delivery d SET card_id = NULL WHERE card_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM card c WHERE c.workspace_id = d.workspace_id AND c.id = d.card_id);
      ALTER TABLE delivery
        DROP COLUMN history,
        ADD FOREIGN KEY (workspace_id, card_id) REFERENCES card (workspace_id, id);
      CREATE INDEX delivery_failed ON delivery (workspace_id, seq) WHERE state = 'failed';
    `);
  }
}
