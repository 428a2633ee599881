import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { resolve } from 'node:path';
import { AppModule } from '../app.module.js';
import { type Config, loadConfig } from '../platform/config/config.js';
import { prepareGround } from '../platform/database/database-from-config.js';
import { pendingMigrations } from '../platform/database/migrate.js';
import { NestLog, createLog } from '../platform/logging/log.js';

/** Something the operator can put right; printed without a stack. */
export class CliError extends Error {}

/** What was looked at isn't well, and everything about it has been printed. */
export class UnwellError extends Error {}

/** Runs with the configured database there, started or adopted if it is the embedded one. */
export async function withDatabase<T>(work: (config: Config) => Promise<T>): Promise<T> {
  const ground = await prepareGround(loadConfig(process.env), {
    dataDir: resolve('.data'),
    onProgress: () => undefined,
  });
  try {
    return await work(ground.config);
  } finally {
    await ground.stop();
  }
}

/** Runs with the application's services, without serving or working. */
export function withServices<T>(work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  return withDatabase(async (config) => {
    const pending = await pendingMigrations(config.databaseUrl);
    if (pending.length > 0) {
      throw new CliError(`The database lacks ${pending.length} migration(s). Run: npx switchboard migrate`);
    }
    const quiet = Object.assign(Object.create(Object.getPrototypeOf(config) as object) as Config, config, {
      role: 'web',
      logLevel: 'silent',
    });
    const app = await NestFactory.createApplicationContext(AppModule.register(quiet), {
      logger: new NestLog(createLog('silent')),
      abortOnError: false,
    });
    try {
      return await work(app);
    } finally {
      await app.close();
    }
  });
}
