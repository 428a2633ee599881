import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Alerts are found by when they ended, failed deliveries by their card; cards of what has not ended yet are known as such. */
export class Retention1764600000005 implements MigrationInterface {
  name = 'Retention1764600000005';

  async up(query: QueryRunner) {
    await query.query(`
      CREATE INDEX alert_resolved ON alert (workspace_id, resolved_at) WHERE resolved_at IS NOT NULL;
      CREATE INDEX delivery_failed_card ON delivery (workspace_id, card_id, card_version)
        WHERE state = 'failed' AND card_id IS NOT NULL;
      ALTER TABLE card ADD COLUMN lasts boolean NOT NULL DEFAULT false;
      UPDATE card k SET lasts = true FROM alert a
        WHERE a.state <> 'resolved' AND k.workspace_id = a.workspace_id AND k.subject = 'alert:' || a.id;
    `);
  }

  async down(query: QueryRunner) {
    await query.query('DROP INDEX alert_resolved, delivery_failed_card; ALTER TABLE card DROP COLUMN lasts');
  }
}
