import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { withConnection } from './pool.js';

/** Longer than any of these takes. A connection on which nothing comes back by then is given up. */
const LONGEST_MS = 30_000;

/**
 * Runs a statement that the server parses and plans once per connection. For statements that run hundreds of times a
 * second, outside of any transaction.
 * @throws DeadlineError when nothing has come back for `ms`
 */
export function prepared<Row extends object>(
  dataSource: DataSource,
  name: string,
  text: string,
  values: unknown[],
  ms = LONGEST_MS,
): Promise<Row[]> {
  return withConnection(dataSource, ms, (client) => run<Row>(client, name, text, values));
}

/** A table that fills and empties within seconds has statistics of another time, or none yet: the planner guesses. */
const BY_INDEX =
  'SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off';

/** The same in a transaction of its own, in which rows are found through indexes alone, and in an index's order. */
export const preparedByIndex = <Row extends object>(
  dataSource: DataSource,
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> =>
  withConnection(dataSource, LONGEST_MS, (client) => runWith<Row>(client, BY_INDEX, name, text, values));

/** The same in a transaction of its own, which PostgreSQL gives up as well when it takes longer than `ms`. */
export const preparedWithin = <Row extends object>(
  dataSource: DataSource,
  ms: number,
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> =>
  withConnection(dataSource, ms, (client) => runWith<Row>(client, timeout(ms), name, text, values));

/** What waits for a lock learns nothing of the end of its connection. */
export const timeout = (ms: number) => `SET LOCAL statement_timeout = ${Math.ceil(ms)}`;

async function run<Row extends object>(client: PoolClient, name: string, text: string, values: unknown[]) {
  return (await client.query<Row>({ name, text, values })).rows;
}

/** What fails here is rare, and its connection goes with its transaction. */
async function runWith<Row extends object>(
  client: PoolClient,
  settings: string,
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  await client.query(`BEGIN; ${settings}`);
  const rows = await run<Row>(client, name, text, values);
  await client.query('COMMIT');
  return rows;
}
