// How long people wait for the answer to a slash command that is stored before it runs, beside Bolt, which stores nothing.
import { readNumbers } from '../harness/options.js';
import { Program } from '../harness/program.js';
import { type Replayed, replay } from '../harness/replay.js';
import { formatTable, report, rounded } from '../harness/report.js';
import { inTurn, median } from '../harness/rounds.js';
import type { Served } from '../harness/service.js';
import { Stage } from '../inbox/stage.js';

const CONNECTIONS = 64;

export async function runBench(args: string[]): Promise<void> {
  const { rounds, seconds, rate } = readNumbers(args, { rounds: 5, seconds: 5, rate: 200 });
  const stage = await Stage.setUp();
  try {
    const servers = { switchboard: await stage.service('web'), bolt: await stage.bolt() };
    const replayer = Program.start('bench/harness/replayer.js');
    let accepted = 0;
    const load = (server: Served) => async () => {
      const requests = await stage.requests.commands(rate * seconds);
      const job = { ...requests, url: server.url, connections: CONNECTIONS, seconds, perSecond: rate };
      const told = await replay(replayer, job);
      if (told.accepted < requests.count) throw new Error(`Not all were answered: ${JSON.stringify(told)}`);
      if (server === servers.switchboard) accepted += told.accepted;
      return told;
    };
    const contestants = { switchboard: load(servers.switchboard), bolt: load(servers.bolt) };
    const results = await inTurn(contestants, rounds, ({ p99Ms }) => `p99 ${rounded(p99Ms, 1)} ms`);
    await judge(stage, accepted);
    show(results);
  } finally {
    await stage.strike();
  }
}

/** @throws Error unless every command that was answered is stored, and its handler was done with it */
async function judge(stage: Stage, accepted: number): Promise<void> {
  const { done } = await stage.postgres.one<{ done: number }>(
    `SELECT count(*) FILTER (WHERE state = 'done')::int AS done FROM slack_request`,
  );
  if (done !== accepted) throw new Error(`${accepted} commands were answered, ${done} are stored and done`);
}

function show(results: Record<'switchboard' | 'bolt', Replayed[]>): void {
  const of = (name: keyof typeof results, pick: (told: Replayed) => number, digits = 1) =>
    rounded(median(results[name].map(pick)), digits);
  const rows = (['switchboard', 'bolt'] as const).map((name) => [
    name === 'bolt' ? 'Bolt’s HTTPReceiver' : 'switchboard, stored',
    of(name, ({ sent }) => sent, 0),
    of(name, ({ p50Ms }) => p50Ms),
    of(name, ({ p99Ms }) => p99Ms),
    of(name, ({ maxMs }) => maxMs),
  ]);
  report(formatTable(['medians', 'commands', 'p50 ms', 'p99 ms', 'slowest ms'], rows), {
    p50_ms: of('switchboard', ({ p50Ms }) => p50Ms),
    p99_ms: of('switchboard', ({ p99Ms }) => p99Ms),
    bolt_p50_ms: of('bolt', ({ p50Ms }) => p50Ms),
    bolt_p99_ms: of('bolt', ({ p99Ms }) => p99Ms),
  });
}
