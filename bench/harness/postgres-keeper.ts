// The process that owns a benchmark's PostgreSQL, in the directory DATA_DIR, durable as in production. Tells {url} or
// {error} over IPC, crashes and restarts the server when it is asked to, and removes all when its parent is gone.
import { setTimeout as pause } from 'node:timers/promises';
import {
  type EmbeddedPostgres,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/platform/database/embedded-postgres/embedded-postgres.js';
import { findRunningServer } from '../../src/platform/database/embedded-postgres/postmaster-pid-file.js';
import { locateHome } from '../../src/platform/database/embedded-postgres/server-home.js';

const POLL_MS = 10;
const dataDir = process.env.DATA_DIR ?? '';
let postgres: EmbeddedPostgres;

const start = async () => {
  postgres = await startEmbeddedPostgres({ dataDir, onProgress: console.error });
  return { url: postgres.url };
};

/** An immediate shutdown: as a crash, no checkpoint is made, and the next start recovers from the log. */
async function crash() {
  const { data } = locateHome(dataDir);
  const server = findRunningServer(data);
  if (server) process.kill(server.pid, 'SIGQUIT');
  while (findRunningServer(data)) await pause(POLL_MS);
  return {};
}

/** The parent may be gone by now; then there is nobody to tell. */
function tell(work: Promise<object>) {
  work
    .catch((error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }))
    .then((message) => process.connected && process.send?.(message, () => undefined))
    .catch(() => undefined);
}

async function end() {
  await postgres.stop();
  await removeEmbeddedPostgres(dataDir);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('message', (order: 'crash' | 'start') => tell(order === 'crash' ? crash() : start()));
process.once('disconnect', () => {
  end().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
tell(start());
