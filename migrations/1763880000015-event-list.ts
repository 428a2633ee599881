import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A workspace's events are listed newest first, a page at a time, without going through all of everybody's. */
export class EventList1763880000015 implements MigrationInterface {
  name = 'EventList1763880000015';

  async up(query: QueryRunner) {
    await query.query('CREATE INDEX event_listed ON event (workspace_id, received_at)');
  }

  async down(query: QueryRunner) {
    await query.query('DROP INDEX event_listed');
  }
}
