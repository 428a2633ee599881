import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Installations } from '../../src/installation/index.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { BenchPostgres } from '../harness/postgres.js';
import { type Served, inService, served, serviceEnv, startService } from '../harness/service.js';
import { BenchSlack, type BenchWorkspace } from '../harness/slack.js';
import { Producer } from './owe.js';

/** What delivery is measured on: a database and a Slack of its own. */
export class Stage {
  private constructor(
    readonly postgres: BenchPostgres,
    readonly slack: BenchSlack,
    private readonly folder: string,
    readonly env: Record<string, string>,
  ) {}

  static async setUp(): Promise<Stage> {
    const folder = await mkdtemp(join(tmpdir(), 'switchboard-delivery-'));
    const postgres = await BenchPostgres.start();
    await migrate(postgres.url);
    const slack = await BenchSlack.start(join(folder, 'log.ndjson'));
    return new Stage(postgres, slack, folder, serviceEnv(postgres.url, slack.apiUrl));
  }

  /** Each is installed in the service too. */
  async workspaces(
    names: string[],
    channels: number,
    scopesOf?: (name: string) => string[],
  ): Promise<BenchWorkspace[]> {
    const made: BenchWorkspace[] = [];
    for (const name of names) made.push(await this.slack.workspace(name, channels, scopesOf?.(name)));
    await inService(this.env, async (app) => {
      for (const { grant } of made) await app.get(Installations).install(grant);
    });
    return made;
  }

  /** A worker as `npm start` has it. */
  worker(more: Record<string, string> = {}): Promise<Served> {
    return served(startService('bench/delivery/service.js', 'worker', { ...this.env, ...more }));
  }

  producer(): Promise<Producer> {
    return Producer.start(this.env);
  }

  async strike(): Promise<void> {
    await this.slack.stop();
    await this.postgres.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
