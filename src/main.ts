import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Config, ConfigurationError, loadConfig } from './platform/config/config.js';
import { prepareGround } from './platform/database/database-from-config.js';
import { migrate } from './platform/database/migrate.js';
import { type Log, createLog } from './platform/logging/log.js';
import { createService, listen } from './service.js';

/** Longer than a delivery on its way may take. */
const SHUTDOWN_MS = 15_000;

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
    const app = await Promise.race([start(ground.config, log), stopping.then(() => undefined)]);
    if (app === undefined) return log.info({}, 'Stopped during the start');
    const signal = await stopping;
    log.info({ signal }, 'Stopping: no new work is taken; what is on its way to Slack is finished');
    await closeWithin(SHUTDOWN_MS, () => app.close(), log);
  } finally {
    await ground.stop();
  }
}

async function start(config: Config, log: Log) {
  const ran = await migrate(config.databaseUrl);
  if (ran.length > 0) log.info({ migrations: ran }, 'Database migrated');
  const app = await createService(config);
  await listen(app, config.port, '0.0.0.0');
  const { role, publicUrl } = config;
  log.info({ role, url: await app.getUrl(), publicUrl, pid: process.pid }, 'Switchboard is ready');
  return app;
}

function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });
}

/** A queue that is away can't be told good-bye, and its client waits for ever; what matters is on disk by then. */
function closeWithin(ms: number, close: () => Promise<void>, log: Log): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => {
      log.warn(
        { afterMs: ms },
        'Not everything could be closed in time; rows that were being sent are taken up again',
      );
      resolve();
    }, ms);
    close()
      .catch((err: unknown) => log.warn({ err }, 'Not every connection was closed in order'))
      .finally(() => {
        clearTimeout(deadline);
        resolve();
      });
  });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    if (error instanceof ConfigurationError) process.stderr.write(`${error.message}\n`);
    else createLog('info').error({ err: error }, 'Switchboard could not start');
    process.exit(1);
  },
);
