import { Client } from 'pg';
import { createService } from '../../src/service.js';
import type { TrafficEntry } from '../../sandbox/log/traffic-entry.js';
import { DEMO_APP_TOKEN } from '../../sandbox/demo.js';
import { loadConfig } from '../../src/platform/config/config.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { SocketPool } from '../../src/slack/index.js';
import { eventually } from './eventually.js';
import { NOTE_TABLE, NotingModule } from './noting-handlers.js';
import { type Switchboard, startSwitchboard } from './switchboard.js';

type Service = Switchboard['app'];

const SCOPES = ['app_mentions:read', 'channels:history', 'chat:write', 'commands'];
/** Slack's second and third retry, by its clock. */
const LAST_RETRY_MS = 300_000;
const RETRIES_MS = [60_000, LAST_RETRY_MS];
/** “Delayed Events” of an app's settings: so long after those, and so many times. */
const HOUR_MS = 60 * 60 * 1_000;
const HOURLY = 24;

/** A service with a handler of each kind, in a workspace that lets it hear of everything. */
export async function startNoting(env: Record<string, string>): Promise<Switchboard> {
  const board = await startSwitchboard({ env, modules: [NotingModule] });
  await board.query(NOTE_TABLE);
  await board.slack.obtainTokens(SCOPES);
  await board.slack.invite('#general');
  return board;
}

/** One more process's worth of service beside it, which works and holds connections. */
export async function startWorker(board: Switchboard): Promise<Service> {
  const env = { ...board.env, ROLE: 'worker', PORT: '0', SLACK_APP_TOKEN: DEMO_APP_TOKEN };
  const worker = await createService(loadConfig(env), { clock: board.clock, modules: [NotingModule] });
  await worker.init();
  return worker;
}

/** So many connections in all; the services try at once, however long their pause was to be. */
export async function connected(board: Switchboard, count: number, services = [board.app]): Promise<void> {
  await eventually(async () => {
    for (const service of services) service.get(SocketPool).look();
    expect(await board.slack.sockets()).toBe(count);
  });
}

/** What `end` does to the app's connections is over: each has a successor, and is gone. */
export async function renewed(board: Switchboard, end: () => Promise<unknown>): Promise<void> {
  const opened = async () => (await board.slack.log({ name: 'apps.connections.open' })).length;
  const [before, count] = [await opened(), await board.slack.sockets()];
  await end();
  await eventually(async () => {
    board.app.get(SocketPool).look();
    expect(await opened()).toBe(before + count);
  });
  await connected(board, count);
}

/** A figure as Prometheus would read it, by its name and labels. */
export async function figure(service: Service, name: string): Promise<number> {
  const { body } = await service.get(Metrics).text();
  const line = body.split('\n').find((one) => one.startsWith(`switchboard_${name} `));
  return Number(line?.split(' ').at(-1) ?? 0);
}

/** PostgreSQL is late for whoever uses the table, until the connection is ended. */
export async function lockTable(board: Switchboard, table: 'event' | 'note'): Promise<Client> {
  const client = new Client({ connectionString: board.env.DATABASE_URL });
  await client.connect();
  await client.query('BEGIN');
  await client.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  return client;
}

/** Everything that was said is noted once, when Slack has sent again what it must and all work is done. */
export async function expectNoted(board: Switchboard, said: string[]): Promise<void> {
  const answered = () =>
    eventually(async () => {
      const sent = (await board.slack.log({ limit: 10_000 })).filter(({ direction }) => direction === 'out');
      expect(sent.filter(({ ms }) => ms === null)).toEqual([]);
      return sent;
    });
  const isTaken = async () => {
    const attempts = byEvent(await answered());
    return attempts.every((each) => each.some(({ status }) => status === 200));
  };
  for (const ms of RETRIES_MS) await advance(board, ms);
  // What was cut off only after that has its last retry as long after it.
  await answered();
  await advance(board, LAST_RETRY_MS);
  // All at one moment may be too much for a slow machine, which then says so: an app with Delayed Events gets them again.
  for (let hour = 0; hour < HOURLY && !(await isTaken()); hour += 1) await advance(board, HOUR_MS);
  await eventually(async () => {
    expect(await board.query(`SELECT event_id FROM event_work WHERE state <> 'done'`)).toEqual([]);
    expect(await notes(board)).toEqual([...said].sort());
  });
}

/** The attempts of each event, in the order in which the events happened. */
export function byEvent(entries: TrafficEntry[]): TrafficEntry[][] {
  const events = new Map<string, TrafficEntry[]>();
  for (const entry of entries) {
    const [, id] = /"event_id":"(\w+)"/.exec(entry.request) ?? [];
    if (id !== undefined) events.set(id, [...(events.get(id) ?? []), entry]);
  }
  return [...events.values()];
}

/** Both sides' clocks: by HTTP a signature's time is checked. */
export async function advance(board: Switchboard, ms: number): Promise<void> {
  await board.clock.advance(ms);
  await board.slack.advance(ms);
}

async function notes(board: Switchboard): Promise<string[]> {
  const rows = await board.query<{ what: string }>('SELECT what FROM note');
  return rows.map(({ what }) => what).sort();
}
