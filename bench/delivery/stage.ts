import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Installations } from '../../src/installation/index.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { BenchPostgres } from '../harness/postgres.js';
import { type Served, inService, served, serviceEnv, startService } from '../harness/service.js';
import { BenchSlack, type BenchWorkspace, SCOPES } from '../harness/slack.js';
import { Producer } from './owe.js';
import { SinkWorker } from './sink-worker.js';

const LOG = 'log.ndjson';

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
    const slack = await BenchSlack.start(join(folder, LOG));
    return new Stage(postgres, slack, folder, serviceEnv(postgres.url, slack.apiUrl));
  }

  /** Where the sandbox's log has all of it. */
  get logFile(): string {
    return join(this.folder, LOG);
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

  /** Workspaces that only the service knows, for what never reaches the sandbox. */
  async tenants(name: string, count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, (_, number) => `T0${name.toUpperCase()}${1_000 + number}`);
    await inService(this.env, async (app) => {
      for (const id of ids) {
        const bot = { token: `xoxb-${id}`, id: 'B0BENCH', userId: 'U0BENCH', scopes: SCOPES };
        await app.get(Installations).install({ team: { id, name: id }, bot });
      }
    });
    return ids;
  }

  /** A worker as `npm start` has it. */
  worker(more: Record<string, string> = {}): Promise<Served> {
    return served(startService('bench/delivery/service.js', 'worker', { ...this.env, ...more }));
  }

  /** A worker that sends into a sink of its own. */
  sinkWorker(nodeArgs: string[] = []): Promise<SinkWorker> {
    return SinkWorker.start(this.env, nodeArgs);
  }

  producer(more: Record<string, string> = {}): Promise<Producer> {
    return Producer.start({ ...this.env, ...more });
  }

  async strike(): Promise<void> {
    await this.slack.stop();
    await this.postgres.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
