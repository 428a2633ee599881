import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';

const poolOf = (dataSource: DataSource) => (dataSource.driver as unknown as { master: Pool }).master;

/**
 * Runs a statement that the server parses and plans once per connection. For statements that run hundreds of times a
 * second, outside of any transaction.
 */
export async function prepared<Row extends object>(
  dataSource: DataSource,
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  return (await poolOf(dataSource).query<Row>({ name, text, values })).rows;
}

/** A table that fills and empties within seconds has statistics of another time, or none yet: the planner guesses. */
const BY_INDEX =
  'SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off';

/** The same in a transaction of its own, in which rows are found through indexes alone, and in an index's order. */
export async function preparedByIndex<Row extends object>(
  dataSource: DataSource,
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const client = await poolOf(dataSource).connect();
  let failed: Error | undefined;
  try {
    await client.query(`BEGIN; ${BY_INDEX}`);
    const { rows } = await client.query<Row>({ name, text, values });
    await client.query('COMMIT');
    return rows;
  } catch (error) {
    failed = error as Error;
    throw error;
  } finally {
    // What failed here is rare, and its connection goes with its transaction.
    client.release(failed);
  }
}
