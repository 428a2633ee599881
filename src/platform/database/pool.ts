import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { DeadlineError, within } from '../deadline.js';
import { sqlStateOf } from './sql-state.js';

/** Of a statement that takes longer than its `statement_timeout`. */
const QUERY_CANCELED = '57014';

/** TypeORM's pool: what runs hundreds of times a second is spared its query runners. */
const poolOf = (dataSource: DataSource) => (dataSource.driver as unknown as { master: Pool }).master;

/**
 * Lends a connection to `work`. When `work` throws, or takes longer than `ms`, the connection is closed and not used
 * again: nobody knows what state it is in, and PostgreSQL may never answer on it.
 * @throws DeadlineError, and what `work` throws
 */
export async function withConnection<T>(
  dataSource: DataSource,
  ms: number,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const until = performance.now() + ms;
  const client = await connect(poolOf(dataSource), ms);
  // Its end is told to whoever waits for an answer; without a listener it would end the process as well.
  client.on('error', ignore);
  let broken: Error | undefined;
  try {
    return await within(until - performance.now(), work(client));
  } catch (error) {
    broken = error as Error;
    // It keeps the same time, and may be the first to look at it.
    if (sqlStateOf(error) === QUERY_CANCELED)
      throw new DeadlineError(`PostgreSQL gave it up: ${broken.message}`, { cause: error });
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}

const ignore = () => undefined;

/** A connection that comes too late goes back unused. */
function connect(pool: Pool, ms: number): Promise<PoolClient> {
  const coming = pool.connect();
  return within(ms, coming).catch((error: unknown) => {
    if (error instanceof DeadlineError) coming.then((client) => client.release(), ignore);
    throw error;
  });
}
