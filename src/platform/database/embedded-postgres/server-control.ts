import { readFileSync, renameSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './connection.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { isServerOn } from './process-identity.js';
import { clearStalePidFile, findRunningServer } from './postmaster-pid-file.js';
import type { ReadyHome, ServerHome } from './server-home.js';
import { runAs } from './server-user.js';

const POLL_MS = 100;
const STOP_POLL_MS = 10;
/** For each of the two ways to stop. */
const STOP_WITHIN_MS = 30_000;
/** How long children of a killed server may take to notice that it is gone. */
const LEFTOVERS_WITHIN_MS = 15_000;

/** What a server is started with, apart from its port. Compared as a whole when a running one is adopted. */
export function serverSettings(options: { durable: boolean; maxConnections: number }): string[] {
  const settings = [
    'listen_addresses=127.0.0.1',
    // Unix sockets are off: their paths may hold about 100 characters, and checkouts can lie deeper.
    'unix_socket_directories=',
    `max_connections=${options.maxConnections}`,
    'shared_buffers=32MB',
    // Spares the three input-output processes that PostgreSQL 18 starts otherwise.
    'io_method=sync',
    // Compiling costs more than it saves on queries as short as ours.
    'jit=off',
    'timezone=UTC',
    'log_timezone=UTC',
  ];
  if (!options.durable) {
    settings.push(
      'fsync=off',
      'synchronous_commit=off',
      'full_page_writes=off',
      'wal_level=minimal',
      'max_wal_senders=0',
    );
  }
  return settings;
}

/**
 * Starts the server and returns its port, the wanted one if it is free. Returns also when another process has
 * started it at the same time.
 *
 * @throws EmbeddedPostgresError START_FAILED with the end of the server's log.
 */
export async function startServer(home: ReadyHome, settings: string[], wantedPort: number): Promise<number> {
  const deadline = Date.now() + LEFTOVERS_WITHIN_MS;
  let port = await freePort(wantedPort);
  for (let attempt = 1; ; attempt += 1) {
    clearStalePidFile(home.data);
    keepPreviousLog(home.log);
    const flags = [...settings, `port=${port}`].map((setting) => `-c ${setting}`).join(' ');
    const args = ['-w', '-t', '60', '-s', '-D', home.data, '-l', home.log, '-o', flags, 'start'];
    const { code, output } = await runAs(home.user, home.binaries.pgCtl, args);
    const running = findRunningServer(home.data);
    if (running?.port !== undefined) return running.port;
    if (code === 0) return port;
    const log = readLog(home.log);
    if (/still in use/.test(log) && Date.now() < deadline) await pause(POLL_MS);
    else if (/could not bind|could not create any TCP/.test(log) && attempt < 4) port = await freePort();
    else {
      throw new EmbeddedPostgresError(
        'START_FAILED',
        `The embedded PostgreSQL did not start. The end of its log, ${home.log}:`,
        log || output,
      );
    }
  }
}

/**
 * Ends the server: connections are cut, running transactions rolled back. A server that isn't there is
 * stopped already. These are the signals that `pg_ctl stop` sends; without it we need no binaries and no
 * change of user.
 *
 * @throws EmbeddedPostgresError STOP_FAILED
 */
export async function stopServer(home: ServerHome): Promise<void> {
  const running = findRunningServer(home.data);
  if (running === undefined) return;
  // Fast, then immediate (which makes the next start recover as after a crash).
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    sendSignal(running.pid, signal);
    const deadline = Date.now() + STOP_WITHIN_MS;
    while (Date.now() < deadline) {
      if (!isServerOn(running.pid, home.data)) return;
      await pause(STOP_POLL_MS);
    }
  }
  throw new EmbeddedPostgresError(
    'STOP_FAILED',
    `The embedded PostgreSQL (process ${running.pid}) does not stop. The end of its log, ${home.log}:`,
    readLog(home.log),
  );
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended.
  }
}

/**
 * The log is of one start, so that an error shows lines of this attempt; the one before is kept for the
 * curious.
 */
function keepPreviousLog(log: string): void {
  try {
    renameSync(log, `${log}.previous`);
  } catch {
    // There is none yet.
  }
}

function readLog(log: string): string {
  try {
    return readFileSync(log, 'utf8');
  } catch {
    return '';
  }
}
