// Test databases are called switchboard_test_<run>_…, and a run <milliseconds since 1970 in base
// 36>x<random>.
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

// PostgreSQL cuts names off at 63 bytes; the longest of ours has 55.
const PREFIX = 'switchboard_test_';

export function newRunId() {
  return `${Date.now().toString(36)}x${randomBytes(3).toString('hex')}`;
}

/**
 * Drops what earlier runs left behind.
 *
 * @param {string} url of the server
 * @param {(run: { id: string, startedAt: number, inUse: boolean }) => boolean} isOver whose databases may go;
 *   `startedAt` in milliseconds since 1970, `inUse` when the database has connections
 */
export async function sweepDatabases(url, isOver) {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT datname AS name, EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = d.datname) AS "inUse"
         FROM pg_database d WHERE starts_with(datname, $1)`,
      [PREFIX],
    );
    for (const { name, inUse } of rows) {
      const id = name.slice(PREFIX.length).split('_')[0];
      const startedAt = Number.parseInt(id.split('x')[0], 36);
      if (isOver({ id, startedAt, inUse }))
        await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    }
  } finally {
    await client.end();
  }
}
