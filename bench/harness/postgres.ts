import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** A PostgreSQL of this run's own, with the settings that the service's embedded one has by default: durable. */
export class BenchPostgres {
  private readonly pool: pg.Pool;

  private constructor(
    private readonly keeper: ChildProcess,
    private readonly folder: string,
    readonly url: string,
  ) {
    this.pool = new pg.Pool({ connectionString: url, max: 2 });
    this.pool.on('error', () => undefined);
  }

  static async start(): Promise<BenchPostgres> {
    const folder = await mkdtemp(join(tmpdir(), 'switchboard-bench-postgres-'));
    const keeper = fork(fileURLToPath(new URL('./postgres-keeper.js', import.meta.url)), {
      env: { PATH: process.env.PATH, DATA_DIR: join(folder, 'postgres') },
      // What this process was started with is not the keeper's.
      execArgv: [],
      // Ctrl-C is for the benchmark, which then lets go of it.
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const { url } = await heard<{ url: string }>(keeper);
    return new BenchPostgres(keeper, folder, url);
  }

  /** One row. */
  async one<Row extends object>(sql: string, values: unknown[] = []): Promise<Row> {
    return (await this.pool.query<Row>(sql, values)).rows[0];
  }

  async all<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row>(sql, values)).rows;
  }

  /** Every connection breaks, what is not committed is lost; then nobody is there. */
  async crash(): Promise<void> {
    const done = heard(this.keeper);
    this.keeper.send('crash');
    await done;
  }

  /** After a crash, where it was. */
  async startAgain(): Promise<void> {
    const done = heard(this.keeper);
    this.keeper.send('start');
    await done;
  }

  async stop(): Promise<void> {
    await this.pool.end();
    const ended = once(this.keeper, 'exit');
    this.keeper.disconnect();
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function heard<Message extends object>(keeper: ChildProcess): Promise<Message> {
  const gone = once(keeper, 'exit').then(() => {
    throw new Error('The keeper of PostgreSQL has ended');
  });
  gone.catch(() => undefined);
  const [message] = (await Promise.race([once(keeper, 'message'), gone])) as [Message & { error?: string }];
  if (message.error !== undefined) throw new Error(`PostgreSQL: ${message.error}`);
  return message;
}
