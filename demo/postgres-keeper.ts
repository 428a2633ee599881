// The process that owns the demo's PostgreSQL, started with the data directory in DATA_DIR. It begins with an empty
// database, tells {url} or {error} over IPC, and removes it when the demo lets go of it or is gone.
import {
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../src/platform/database/embedded-postgres/embedded-postgres.js';
import { EmbeddedPostgresError } from '../src/platform/database/embedded-postgres/embedded-postgres-error.js';
import { until } from './until.js';

/** The keeper of a demo that was killed a moment ago still stops its server. */
const PREDECESSOR_MS = 15_000;

async function keep(dataDir: string) {
  const released = new Promise<void>((resolve) => process.once('disconnect', resolve));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  let postgres: EmbeddedPostgres;
  try {
    await until(() => emptied(dataDir), { timeoutMs: PREDECESSOR_MS });
    // A demo's data may be lost with the power.
    postgres = await startEmbeddedPostgres({ dataDir, durable: false, onProgress: console.log });
  } catch (error) {
    console.error(error);
    tell({ error: error instanceof Error ? error.message : String(error) });
    return released;
  }
  tell({ url: postgres.url });
  await released;
  await postgres.stop();
  // Nobody can go on with it: the Slack that it is about has forgotten all. As root it may lie outside the checkout.
  await removeEmbeddedPostgres(dataDir);
}

/** @throws EmbeddedPostgresError for any reason but that somebody still uses it */
async function emptied(dataDir: string): Promise<true | undefined> {
  try {
    await removeEmbeddedPostgres(dataDir);
    return true;
  } catch (error) {
    if (error instanceof EmbeddedPostgresError && error.code === 'IN_USE') {
      console.log(error.message);
      return undefined;
    }
    throw error;
  }
}

/** The demo may be gone by now; then there is nobody to tell. */
function tell(message: { url: string } | { error: string }) {
  if (process.connected) process.send?.(message, () => undefined);
}

keep(process.env.DATA_DIR ?? '').then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
