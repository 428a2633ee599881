import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_WORKSPACE_ID } from '../../sandbox/demo.js';
import { Installations } from '../../src/installation/index.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { BenchPostgres } from '../harness/postgres.js';
import { Program, stopPrograms } from '../harness/program.js';
import { type Role, type Served, inService, served, serviceEnv, startService } from '../harness/service.js';
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
    const env = serviceEnv(postgres.url);
    await migrate(postgres.url);
    await postgres.one(EFFECTS);
    await install(env);
    const folder = await mkdtemp(join(tmpdir(), 'switchboard-bench-'));
    return new Stage(postgres, new FreshRequests(folder), folder, env);
  }

  /** A process of the service, with the benchmarks' handlers. */
  service(role: Role, more: Record<string, string> = {}, nodeArgs: string[] = []): Promise<Served> {
    return served(this.program(role, more, nodeArgs));
  }

  /** The same before it listens. */
  program(role: Role, more: Record<string, string> = {}, nodeArgs: string[] = []): Program {
    return startService('bench/inbox/service.js', role, { ...this.env, ...more }, nodeArgs);
  }

  bolt(): Promise<Served> {
    return served(Program.start('bench/inbox/bolt.js'));
  }

  bare(): Promise<Served> {
    return served(Program.start('bench/inbox/checked-server.js'));
  }

  async strike(): Promise<void> {
    await stopPrograms();
    await this.postgres.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function install(env: Record<string, string>): Promise<void> {
  return inService(env, async (app) => {
    await app.get(Installations).install({
      team: { id: DEMO_WORKSPACE_ID, name: 'Acme' },
      bot: { token: 'xoxb-bench', id: 'B0SWITCHBD', userId: 'U0SWITCHBD', scopes: ['channels:history'] },
    });
  });
}
