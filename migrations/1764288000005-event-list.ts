import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A workspace's events are listed newest first, a page at a time, without going through all of everybody's. */
export class EventList1764288000005 implements MigrationInterface {
  name = 'EventList1764288000005';

  async up(query: QueryRunner) {
    await query.query('CREATE INDEX event_listed ON event (workspace_id, received_at)');
  }

  async down(query: QueryRunner) {
    await query.query('DROP INDEX event_listed');
  }
}
