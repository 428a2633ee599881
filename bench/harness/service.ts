import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DEMO_SIGNING_SECRET } from '../../sandbox/demo.js';
import { loadConfig } from '../../src/platform/config/config.js';
import { createService } from '../../src/service.js';
import { Program } from './program.js';

export type Role = 'web' | 'worker' | 'all';

export interface Served {
  program: Program;
  url: string;
}

/** Nobody listens there: for what asks Slack nothing. */
const NO_SLACK = 'http://127.0.0.1:9/api/';

/** What a benchmark's service is configured with. */
export function serviceEnv(databaseUrl: string, slackApiUrl = NO_SLACK): Record<string, string> {
  return {
    PORT: '0',
    DATABASE_URL: databaseUrl,
    SLACK_CLIENT_ID: '1.1',
    SLACK_CLIENT_SECRET: 'bench',
    SLACK_SIGNING_SECRET: DEMO_SIGNING_SECRET,
    SLACK_API_URL: slackApiUrl,
    ENCRYPTION_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
    LOG_LEVEL: 'warn',
  };
}

/** A program made of the service, `bench/inbox/service.js` for instance, with node's settings of `npm start`. */
export function startService(
  file: string,
  role: Role,
  env: Record<string, string>,
  nodeArgs: string[] = [],
): Program {
  return Program.start(file, { ...env, ROLE: role }, ['--max-semi-space-size=64', ...nodeArgs]);
}

/** Once it listens. */
export async function served(program: Program): Promise<Served> {
  const [, url] = await program.waitForLine(/: listening on (\S+)$/);
  return { program, url };
}

/** A worker in this process, for as long as `work` takes: to prepare what others are then measured on. */
export async function inService<T>(
  env: Record<string, string>,
  work: (app: NestFastifyApplication) => Promise<T>,
): Promise<T> {
  const app = await createService(loadConfig({ ...env, ROLE: 'worker' }));
  // A worker's start makes the days' partitions.
  await app.init();
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
