// The process that owns the PostgreSQL of a test run. global-setup.mjs holds its standard input open; when
// that closes, because the run is over or because jest was killed, it stops the server and ends. It prints
// one line of JSON: {url} or {error}.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sweepDatabases } from './sweep-databases.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const built = new URL(
  '../../dist/src/platform/database/embedded-postgres/embedded-postgres.js',
  import.meta.url,
);

async function main() {
  // jest may be gone before we have started; then nobody reads this, and standard input closes as well.
  process.stdout.on('error', () => undefined);
  if (!existsSync(fileURLToPath(built)))
    throw new Error('dist/ is not built: use npm test, or npm run build first');
  const embedded = await import(built.href);
  const over = new Promise((resolve) => {
    process.stdin.on('close', resolve).on('error', resolve).resume();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, resolve);
  });
  const postgres = await startOwned(embedded);
  try {
    await sweepDatabases(postgres.url, () => true);
    process.stdout.write(`${JSON.stringify({ url: postgres.url })}\n`);
    await Promise.all([over, sweepScratch(embedded)]);
  } finally {
    await postgres.stop();
  }
}

/** Another run in the same checkout owns the first one: take the next. */
async function startOwned(embedded) {
  for (let number = 1; ; number += 1) {
    const dataDir = join(root, '.data', number === 1 ? 'test-postgres' : `test-postgres-${number}`);
    const postgres = await startOrRemake(embedded, dataDir);
    if (postgres.owned) return postgres;
  }
}

async function startOrRemake(embedded, dataDir) {
  const options = { dataDir, durable: false, maxConnections: 200 };
  try {
    return await embedded.startEmbeddedPostgres(options);
  } catch {
    // It isn't durable, so a power cut may have broken it, and an update of the binaries outdates it; it
    // holds nothing of worth. What is wrong with more than the data will show again.
    await embedded.removeEmbeddedPostgres(dataDir);
    return await embedded.startEmbeddedPostgres(options);
  }
}

/** Servers of specs that were killed. A scratch directory is called <pid of the test process>-<random>. */
async function sweepScratch(embedded) {
  const scratch = join(root, '.data', 'test-scratch');
  const names = existsSync(scratch) ? readdirSync(scratch) : [];
  for (const name of names) {
    if (isAlive(Number.parseInt(name, 10))) continue;
    // One that can't be removed now stands in nobody's way.
    await embedded.removeEmbeddedPostgres(join(scratch, name)).catch(() => undefined);
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

main().then(
  () => process.exit(0),
  (error) => process.stdout.write(`${JSON.stringify({ error: error.message })}\n`, () => process.exit(1)),
);
