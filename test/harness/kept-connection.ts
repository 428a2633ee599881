import { Pool } from 'pg';

/**
 * One connection to a test's database, made when it is first asked and kept while it is: tests ask again and again what has
 * become of a thing, and each new connection costs the server some 25 ms of a processor. It holds up no process,
 * and whoever drops the database or stops the server may cut it.
 */
export function keptConnection(url: string): Pool {
  const pool = new Pool({ connectionString: url, max: 1, idleTimeoutMillis: 5_000, allowExitOnIdle: true });
  pool.on('error', () => undefined);
  return pool;
}
