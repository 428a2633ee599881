import { Client, type Pool } from 'pg';
import { Clock } from '../../src/platform/clock.js';
import { keptConnection } from './kept-connection.js';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Time that a test moves: the process's own, and the database's, together. */
export class MovableClock extends Clock {
  aheadMs = 0;

  private readonly database: Pool;

  constructor(databaseUrl: string) {
    super();
    this.database = keptConnection(databaseUrl);
  }

  now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }

  async advance(ms: number): Promise<void> {
    this.aheadMs += ms;
    await this.database.query('UPDATE test_clock SET ahead = $1', [`${this.aheadMs} milliseconds`]);
  }

  /** To tomorrow’s, UTC: for what counts days, whatever the hour at which it runs. */
  advanceToNoon(): Promise<void> {
    return this.advance(1.5 * DAY_MS - (this.now().getTime() % DAY_MS));
  }
}

/** Replaces `clock_now()`, which production inlines, by one that a table can move. */
export async function makeClockMovable(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`
      CREATE TABLE test_clock (ahead interval NOT NULL);
      INSERT INTO test_clock VALUES ('0');
      CREATE OR REPLACE FUNCTION clock_now() RETURNS timestamptz LANGUAGE sql STABLE
        AS 'SELECT statement_timestamp() + (SELECT ahead FROM test_clock)';
    `);
  } finally {
    await client.end();
  }
}
