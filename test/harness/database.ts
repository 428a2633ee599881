import { createHash, randomBytes } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';

export interface TestDatabase {
  /** Of a database that nobody else uses. */
  url: string;
  /** Deletes it, cutting connections that are still open. May be called again. */
  drop(): Promise<void>;
}

type Migrate = (url: string) => Promise<void>;

/** "swbd": any number will do, so long as all workers of a run use the same. */
const TEMPLATE_LOCK = 0x73776264;

/**
 * A fresh database on the PostgreSQL of this test run (see global-setup.mjs).
 *
 * `migrate` runs once per jest run, on a template that every caller then gets a copy of, in some ten
 * milliseconds. It must close its connections. Functions count as the same when their text is: one that
 * captures variables needs a template per value, and so must not be used here.
 *
 * @param migrate Without it the database is blank.
 * @example
 * let database: TestDatabase;
 * beforeAll(async () => (database = await createTestDatabase(migrateDatabase)));
 * afterAll(() => database.drop());
 */
export async function createTestDatabase(migrate?: Migrate): Promise<TestDatabase> {
  const name = `${prefix()}_${randomBytes(6).toString('hex')}`;
  await withServer(async (server) => {
    const template = migrate ? await migratedTemplate(server, migrate) : 'template0';
    await server.query(`CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(template)}`);
  });
  const drop = () =>
    withServer(async (server) => {
      await server.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
    });
  return { url: urlOf(name), drop };
}

/** The server's own URL, for tests that need no database of their own. */
export function testServerUrl(): string {
  return setting('SWITCHBOARD_TEST_POSTGRES');
}

/** Two jest workers may want it at once: the second waits on the lock and then finds it done. */
async function migratedTemplate(server: Client, migrate: Migrate): Promise<string> {
  const name = `${prefix()}_template_${createHash('sha256').update(migrate.toString()).digest('hex').slice(0, 8)}`;
  await server.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const { rowCount } = await server.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) {
      // It gets its name when it is whole: a worker killed in between leaves one that nobody copies.
      const unfinished = `${name}_new`;
      await server.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(unfinished)} WITH (FORCE)`);
      await server.query(`CREATE DATABASE ${escapeIdentifier(unfinished)} TEMPLATE template0`);
      await migrate(urlOf(unfinished));
      await server.query(
        `ALTER DATABASE ${escapeIdentifier(unfinished)} RENAME TO ${escapeIdentifier(name)}`,
      );
    }
  } finally {
    await server.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
  return name;
}

async function withServer<T>(work: (server: Client) => Promise<T>): Promise<T> {
  const server = new Client({ connectionString: testServerUrl() });
  await server.connect();
  try {
    return await work(server);
  } finally {
    await server.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(testServerUrl());
  url.pathname = `/${database}`;
  return url.href;
}

function prefix(): string {
  return `switchboard_test_${setting('SWITCHBOARD_TEST_RUN')}`;
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is not set: run jest with our configuration, as npm test does`);
  return value;
}
