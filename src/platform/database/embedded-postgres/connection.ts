import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { readOwnFile, writeOwnFile } from './server-home.js';

/** The role (it owns the cluster) and the database. */
export const NAME = 'switchboard';

const POLL_MS = 20;
/**
 * Recovery after a crash reads what was written since the last checkpoint; minutes mean that something is
 * wrong.
 */
const READY_WITHIN_MS = 60_000;

/** The URL the application connects with; the file holds the password and is readable by its owner only. */
export function readUrl(dataDir: string): URL | undefined {
  const text = readOwnFile(dataDir, 'url');
  return text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
}

/**
 * Makes up a password and a port for a cluster that is about to be made, or keeps those of an attempt that
 * failed.
 */
export async function readOrMakeUrl(dataDir: string): Promise<URL> {
  const known = readUrl(dataDir);
  if (known !== undefined) return known;
  const password = randomBytes(24).toString('hex');
  const url = new URL(`postgresql://${NAME}:${password}@127.0.0.1:${await freePort()}/${NAME}`);
  writeOwnFile(dataDir, 'url', url.href);
  return url;
}

/** The same URL on another port, remembered. */
export function moveToPort(dataDir: string, url: URL, port: number): URL {
  if (url.port === String(port)) return url;
  const moved = new URL(url);
  moved.port = String(port);
  writeOwnFile(dataDir, 'url', moved.href);
  return moved;
}

/** The wanted port of 127.0.0.1 if nobody listens there, else a random one. */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  try {
    return await new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
  } catch (error) {
    if (wanted === 0) throw error;
    return await freePort();
  } finally {
    server.close();
  }
}

/**
 * Waits until the server answers, and makes the application's database if it isn't there yet.
 *
 * @param isRunning Asked between attempts: a server that ended won't answer any more.
 * @throws EmbeddedPostgresError CREDENTIALS_LOST, START_FAILED
 */
export async function waitUntilReady(url: URL, isRunning: () => boolean): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      return await query(url, 'SELECT 1');
    } catch (error) {
      const state = error instanceof DatabaseError ? error.code : undefined;
      if (state === '28P01' || state === '28000') throw credentialsLost('is refused by the server');
      if (state === '3D000') await makeDatabase(url);
      else if (!isRunning() || Date.now() > deadline) throw notAnswering(error);
      else await pause(POLL_MS);
    }
  }
}

export function credentialsLost(what: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'CREDENTIALS_LOST',
    `The password of the embedded PostgreSQL, in the file \`url\` of its data directory, ${what}. Restore that file, or ` +
      'delete the whole data directory to start with an empty database.',
  );
}

function notAnswering(error: unknown): EmbeddedPostgresError {
  const message = error instanceof Error ? error.message : String(error);
  return new EmbeddedPostgresError(
    'START_FAILED',
    'The embedded PostgreSQL runs but does not answer.',
    message,
  );
}

async function makeDatabase(url: URL): Promise<void> {
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  try {
    await query(maintenance, `CREATE DATABASE ${NAME}`);
  } catch (error) {
    // Another starter was faster.
    if (!(error instanceof DatabaseError && (error.code === '42P04' || error.code === '23505'))) throw error;
  }
}

async function query(url: URL, text: string): Promise<void> {
  const client = new Client({ connectionString: url.href, connectionTimeoutMillis: 10_000 });
  // A connection that the server ends while we close it is not news.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
