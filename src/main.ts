import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigurationError, loadConfig } from './platform/config/config.js';
import { prepareGround } from './platform/database/database-from-config.js';
import { migrate } from './platform/database/migrate.js';
import { type Log, createLog } from './platform/logging/log.js';
import { createService } from './service.js';

/** Longer than a delivery on its way may take. */
const SHUTDOWN_MS = 20_000;

async function main() {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const asked = loadConfig(process.env);
  const log = createLog(asked.logLevel);
  const stopping = firstSignal();
  const ground = await prepareGround(asked, {
    dataDir: resolve('.data'),
    onProgress: (line) => log.info({}, line),
  });
  try {
    const { config } = ground;
    const ran = await migrate(config.databaseUrl);
    if (ran.length > 0) log.info({ migrations: ran }, 'Database migrated');
    const app = await createService(config);
    await app.listen(config.port, '0.0.0.0');
    log.info(
      { role: config.role, url: await app.getUrl(), publicUrl: config.publicUrl, pid: process.pid },
      'Switchboard is ready',
    );
    const signal = await stopping;
    log.info({ signal }, 'Stopping: no new work is taken; what is on its way to Slack is finished');
    giveUpAfter(SHUTDOWN_MS, log);
    await app.close().catch((err: unknown) => {
      // A queue that is away can't be told good-bye; what matters is on disk.
      log.warn({ err }, 'Not every connection was closed in order');
    });
  } finally {
    await ground.stop();
  }
}

function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });
}

function giveUpAfter(ms: number, log: Log) {
  setTimeout(() => {
    log.error(
      { afterMs: ms },
      'The shutdown hangs; ending the process. Rows that were being sent are taken up again',
    );
    process.exit(1);
  }, ms).unref();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    if (error instanceof ConfigurationError) process.stderr.write(`${error.message}\n`);
    else createLog('info').error({ err: error }, 'Switchboard could not start');
    process.exit(1);
  },
);
