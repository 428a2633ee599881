import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_SIGNING_SECRET, DEMO_WORKSPACE_ID } from '../../sandbox/demo.js';
import { Installations } from '../../src/installation/index.js';
import { loadConfig } from '../../src/platform/config/config.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { createService } from '../../src/service.js';
import { BenchPostgres } from '../harness/postgres.js';
import { Program } from '../harness/program.js';
import { EFFECTS } from './handlers.js';
import { FreshRequests } from './payloads.js';

/** What the inbox is measured on: a database of its own, with one workspace installed, and requests of that workspace. */
export class Stage {
  private constructor(
    readonly postgres: BenchPostgres,
    readonly requests: FreshRequests,
    readonly folder: string,
    private readonly env: Record<string, string>,
  ) {}

  static async setUp(): Promise<Stage> {
    const postgres = await BenchPostgres.start();
    const env = {
      PORT: '0',
      DATABASE_URL: postgres.url,
      SLACK_CLIENT_ID: '1.1',
      SLACK_CLIENT_SECRET: 'bench',
      SLACK_SIGNING_SECRET: DEMO_SIGNING_SECRET,
      // Nobody listens there: nothing here asks Slack anything.
      SLACK_API_URL: 'http://127.0.0.1:9/api/',
      ENCRYPTION_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
      LOG_LEVEL: 'warn',
    };
    await migrate(postgres.url);
    await postgres.one(EFFECTS);
    await install(env);
    const folder = await mkdtemp(join(tmpdir(), 'switchboard-bench-'));
    return new Stage(postgres, new FreshRequests(folder), folder, env);
  }

  /** A process of the service, with the benchmarks' handlers. */
  service(
    role: 'web' | 'worker' | 'all',
    more: Record<string, string> = {},
    nodeArgs: string[] = [],
  ): Promise<Served> {
    return served(this.program(role, more, nodeArgs));
  }

  /** The same before it listens. */
  program(
    role: 'web' | 'worker' | 'all',
    more: Record<string, string> = {},
    nodeArgs: string[] = [],
  ): Program {
    // As `npm start` does.
    const args = ['--max-semi-space-size=32', ...nodeArgs];
    return Program.start('bench/inbox/service.js', { ...this.env, ROLE: role, ...more }, args);
  }

  bolt(): Promise<Served> {
    return served(Program.start('bench/inbox/bolt.js'));
  }

  bare(): Promise<Served> {
    return served(Program.start('bench/inbox/checked-server.js'));
  }

  async strike(): Promise<void> {
    await this.postgres.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export interface Served {
  program: Program;
  url: string;
}

async function served(program: Program): Promise<Served> {
  const [, url] = await program.waitForLine(/: listening on (\S+)$/);
  return { program, url };
}

async function install(env: Record<string, string>): Promise<void> {
  const app = await createService(loadConfig({ ...env, ROLE: 'worker' }));
  // A worker's start makes the days' partitions.
  await app.init();
  await app.get(Installations).install({
    team: { id: DEMO_WORKSPACE_ID, name: 'Acme' },
    bot: { token: 'xoxb-bench', id: 'B0SWITCHBD', userId: 'U0SWITCHBD', scopes: ['channels:history'] },
  });
  await app.close();
}
