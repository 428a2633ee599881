import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Pool, QueryResultRow } from 'pg';
import {
  DEMO_CLIENT_ID,
  DEMO_CLIENT_SECRET,
  DEMO_SIGNING_SECRET,
  DEMO_WORKSPACE_ID,
} from '../../sandbox/demo.js';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { HomeRefresher } from '../../src/chatops/index.js';
import { LaneRunner } from '../../src/delivery/index.js';
import { EventRunner } from '../../src/events/index.js';
import { LeftBehindRequests } from '../../src/requests/index.js';
import { MuteEnds } from '../../src/mutes/index.js';
import { ReportRunner } from '../../src/scheduling/index.js';
import { ApiKeys, type Scope } from '../../src/installation/index.js';
import { loadConfig } from '../../src/platform/config/config.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { createService } from '../../src/service.js';
import { Api } from './api.js';
import { type TestDatabase, createTestDatabase } from './database.js';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { keptConnection } from './kept-connection.js';
import { MovableClock, makeClockMovable } from './movable-clock.js';

export const WORKSPACE = { workspaceId: DEMO_WORKSPACE_ID };
const HOUR_MS = 60 * 60 * 1_000;
/** Of tests alone. */
export const TEST_ENCRYPTION_KEYS = `test:${Buffer.alloc(32, 7).toString('base64')}`;

export interface SwitchboardOptions {
  /** More of the environment, REDIS_URL for instance. */
  env?: Record<string, string>;
  /** Walks Add to Slack before it answers; true unless said otherwise. */
  installed?: boolean;
  /** Modules with Slack handlers of their own. */
  modules?: Type[];
}

/**
 * The service and its Slack, both real, in this process: the product speaks to the sandbox over HTTP,
 * and keeps its rows in a database of its own.
 *
 * @example
 * const board = await startSwitchboard();
 * const api = await board.apiWith('send');
 * await api.post('/v1/notifications', { title: 'Hello' });
 * await board.slack.expectMessage('#general', { text: 'Hello' });
 * await board.stop();
 */
export class Switchboard {
  private readonly connection: Pool;

  constructor(
    readonly url: string,
    /** What it was configured with: enough to start another process beside it. */
    readonly env: Record<string, string>,
    public app: NestFastifyApplication,
    readonly slack: SandboxClient,
    readonly clock: MovableClock,
    private readonly sandbox: Sandbox,
    private readonly database: TestDatabase,
    private readonly modules: Type[],
  ) {
    this.connection = keptConnection(database.url);
  }

  /** Somebody without a key. */
  get stranger(): Api {
    return new Api(this.url);
  }

  async apiWith(...scopes: Scope[]): Promise<Api> {
    const { key } = await this.app.get(ApiKeys).create(WORKSPACE, 'test', scopes);
    return new Api(this.url, key);
  }

  /** Moves time, and lets the lanes, the inbox and the reports look at what is due now. */
  async advance(ms: number): Promise<void> {
    await this.clock.advance(ms);
    await this.app.get(LaneRunner).sweep();
    await this.app.get(EventRunner).sweep();
    await this.app.get(LeftBehindRequests).takeOver();
    await this.app.get(ReportRunner, { strict: false }).tick();
    await this.app.get(MuteEnds).tick();
    await this.app.get(HomeRefresher, { strict: false }).tick();
  }

  /** Closes all lanes once they are empty, so that what is sent next waits together. `releaseLanes` opens them. */
  async holdLanes(): Promise<void> {
    await eventually(async () => {
      expect(
        await this.query(`SELECT id FROM delivery WHERE state IN ('queued', 'held', 'unknown')`),
      ).toEqual([]);
    });
    await this.query(`UPDATE lane SET next_at = clock_now() + interval '1 hour'`);
  }

  releaseLanes(): Promise<void> {
    return this.advance(HOUR_MS);
  }

  async query<Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.connection.query<Row & QueryResultRow>(sql, parameters)).rows;
  }

  /** The service ends, `meanwhile` happens, and it is there again, at the same address and on the same database. */
  async restart(meanwhile: () => Promise<unknown>): Promise<void> {
    await this.app.close();
    await meanwhile();
    this.app = await listen(this.env, this.clock, this.modules);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.sandbox.close();
    await this.connection.end();
    await this.database.drop();
  }
}

export async function startSwitchboard({
  env = {},
  installed = true,
  modules = [],
}: SwitchboardOptions = {}): Promise<Switchboard> {
  const { sandbox, database, settings } = await startSurroundings();
  const environment = { ...settings, ...env };
  const clock = new MovableClock(database.url);
  const app = await listen(environment, clock, modules);
  const slack = new SandboxClient(sandbox.url);
  const board = new Switchboard(
    ...([settings.PUBLIC_URL, environment, app, slack, clock, sandbox, database, modules] as const),
  );
  if (installed) {
    const { status, html } = await slack.install(board.url);
    if (status !== 200) throw new Error(`The installation ended with HTTP ${status}:\n${html}`);
  }
  return board;
}

async function listen(
  env: Record<string, string>,
  clock: MovableClock,
  modules: Type[],
): Promise<NestFastifyApplication> {
  const app = await createService(loadConfig(env), { clock, modules });
  await app.listen(Number(env.PORT), '127.0.0.1').catch(async (error: unknown) => {
    // Left running, it would be found in the tests that come after.
    await app.close();
    throw error;
  });
  return app;
}

/** A sandbox, a migrated database, and the environment of a service between them. */
export async function startSurroundings() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const sandbox = await startSandbox({ appUrl: url, appFollowsTime: true });
  const database = await createTestDatabase(migrateForTests);
  const settings = {
    PORT: String(port),
    PUBLIC_URL: url,
    DATABASE_URL: database.url,
    SLACK_CLIENT_ID: DEMO_CLIENT_ID,
    SLACK_CLIENT_SECRET: DEMO_CLIENT_SECRET,
    SLACK_SIGNING_SECRET: DEMO_SIGNING_SECRET,
    SLACK_API_URL: `${sandbox.url}/api/`,
    SLACK_AUTHORIZE_URL: `${sandbox.url}/oauth/v2/authorize`,
    ENCRYPTION_KEYS: TEST_ENCRYPTION_KEYS,
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
  };
  return { sandbox, database, settings };
}

async function migrateForTests(url: string): Promise<void> {
  await migrate(url);
  await makeClockMovable(url);
}
