// One PostgreSQL for the whole run, in SWITCHBOARD_TEST_POSTGRES: TEST_DATABASE_URL if set, else an embedded
// one in .data/. Under --watch jest calls this and global-teardown.mjs around every run.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import globalTeardown from './global-teardown.mjs';
import { startContractCoverage } from './contract-coverage.mjs';
import { newRunId, sweepDatabases } from './sweep-databases.mjs';

const DAY_MS = 24 * 60 * 60 * 1000;
const keeperFile = fileURLToPath(new URL('./postgres-keeper.mjs', import.meta.url));

/** jest wants a default export here. */
export default async function globalSetup() {
  // A run that --watch interrupted may not have been torn down.
  await globalTeardown();
  process.env.SWITCHBOARD_TEST_RUN = newRunId();
  startContractCoverage();
  const external = process.env.TEST_DATABASE_URL;
  if (external) {
    await useExternal(external);
    process.env.SWITCHBOARD_TEST_POSTGRES = external;
    return;
  }
  const slow = setTimeout(() => process.stderr.write('Starting PostgreSQL for the tests …\n'), 1000);
  try {
    process.env.SWITCHBOARD_TEST_POSTGRES = await startKeeper();
  } finally {
    clearTimeout(slow);
  }
}

async function useExternal(url) {
  try {
    // Runs of other people may be going on there.
    await sweepDatabases(url, (run) => !run.inUse && Date.now() - run.startedAt > DAY_MS);
  } catch (error) {
    throw new Error(`TEST_DATABASE_URL can't be used: ${error.message || error.code}`, { cause: error });
  }
}

async function startKeeper() {
  const keeper = spawn(process.execPath, [keeperFile], {
    // Ctrl-C must not reach it: it ends, and stops the server, when our end of its standard input closes.
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // A keeper that has ended is reported by the missing line below, or by global-teardown.mjs.
  keeper.stdin.on('error', () => undefined);
  const ended = new Promise((resolve) => keeper.once('close', resolve));
  const answer = await new Promise((resolve) => {
    createInterface({ input: keeper.stdout }).once('line', resolve);
    ended.then(() => resolve('{"error":"it ended without a word"}'));
    keeper.once('error', (error) => resolve(JSON.stringify({ error: error.message })));
  });
  const { url, error } = JSON.parse(answer);
  if (error) throw new Error(`PostgreSQL for the tests could not be started: ${error}`);
  globalThis.switchboardPostgresKeeper = { keeper, ended };
  // jest may end without teardown; the keeper must not hold it.
  keeper.unref();
  keeper.stdin.unref();
  keeper.stdout.unref();
  return url;
}
