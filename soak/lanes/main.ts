// Cards, edits, replies and plain posts while Slack fails and workers are killed; `lanes clocks`: while clocks are wrong.
import { setTimeout as pause } from 'node:timers/promises';
import type { Owe } from '../../bench/delivery/owe.js';
import { Stage } from '../../bench/delivery/stage.js';
import { UsageError } from '../../bench/harness/options.js';
import { stopPrograms } from '../../bench/harness/program.js';
import { formatTable, progress, report, rounded } from '../../bench/harness/report.js';
import { startService } from '../../bench/harness/service.js';
import { Random } from '../../sandbox/faults/random.js';
import { Post } from '../harness/post.js';
import { fakeTime } from './faketime.js';
import { allFaults, refusals } from './faults.js';
import { type Verdict, judge } from './judge.js';
import type { Kill } from './kill.js';
import { type Options, readOptions } from './options.js';
import { type Plan, type Step, makePlan, wordsOf } from './plan.js';
import { readLog } from './read-log.js';
import { type Place, openWorld } from './world.js';

const OFFSET = '+10m';
const LOOK_MS = 500;
/** Steps that are given to the producer together. */
const BATCH_MS = 250;
/** Kills go on for so long after the last message is owed, as a share of the time before. */
const KILLS_LONGER = 1.25;
const SHOWN = 10;

export async function runSoak(args: string[]): Promise<void> {
  const options = readOptions(args);
  const wrongClock = options.clocks ? fakeTime(OFFSET) : undefined;
  if (options.clocks && wrongClock === undefined) throw new UsageError('There is no faketime here.');
  progress(`seed ${options.seed}`);
  const stage = await Stage.setUp();
  try {
    const verdict = await play(stage, options, wrongClock);
    const wrong = [verdict.lost, verdict.doubled, verdict.outOfOrder, verdict.inWindow, verdict.owners];
    if (options.clocks) wrong.push(verdict.early);
    if (wrong.some((list) => list.length > 0)) process.exitCode = 1;
  } finally {
    await stopPrograms();
    await stage.strike();
  }
}

async function play(stage: Stage, options: Options, wrongClock?: Record<string, string>): Promise<Verdict> {
  const { messages, seed, limit, workers, clocks, faults } = options;
  const random = new Random(seed);
  const places = await openWorld(stage, options);
  const plan = makePlan(random, messages, places.length);
  const producer = await stage.producer();
  await stage.slack.people.faults({ rules: clocks ? refusals() : allFaults(faults), seed });
  const startedAt = Date.now();
  const limitAt = startedAt + limit * 1_000;
  const crew = Array.from({ length: workers }, (_, number) => {
    // Every second one is ten minutes ahead.
    const env = { ...stage.env, ...(number % 2 === 1 ? wrongClock : {}) };
    return new Post('worker', () => startService('bench/delivery/service.js', 'worker', env));
  });
  const kills: Kill[] = [];
  const ending = new AbortController();
  const killing = killSome(random, options, crew, kills, ending.signal);
  await say(plan, places, options, (items) => producer.owe(items));
  progress(`all ${messages} are owed`);
  await killing;
  const isSettled = await settled(stage, limitAt);
  const seconds = (Date.now() - startedAt) / 1_000;
  if (!isSettled) progress(`After ${limit} s there was still something to send`);
  await Promise.all(crew.map((post) => post.stop()));
  await producer.stop();
  await stage.slack.stop();
  const requests = await readLog(stage.logFile);
  const readable = (place: number) => places[place].readable;
  const verdict = judge({ plan, requests, kills, readable });
  await explain(stage, verdict);
  show(options, verdict, { seconds, requests: requests.length, kills: kills.length });
  return verdict;
}

/** At a steady rate; what belongs to one card is owed in its order. */
async function say(
  { steps }: Plan,
  places: Place[],
  { rate }: Options,
  owe: (items: Owe[]) => Promise<unknown>,
): Promise<void> {
  const size = Math.max(1, Math.round((rate * BATCH_MS) / 1_000));
  const startedAt = Date.now();
  for (let from = 0; from < steps.length; from += size) {
    await pause(startedAt + (from * 1_000) / rate - Date.now());
    await owe(steps.slice(from, from + size).map((step) => oweOf(step, places[step.place])));
    if (Math.floor(from / 1_000) !== Math.floor((from - size) / 1_000)) progress(`${from} messages are owed`);
  }
}

function oweOf(step: Step, { workspaceId, channel }: Place): Owe {
  const item = { workspaceId, channel, text: wordsOf(step), priority: step.priority };
  if (step.kind === 'plain') return item;
  if (step.kind === 'reply') return { ...item, replyTo: `soak:${step.card}`, row: step.card };
  return { ...item, card: { subject: `soak:${step.id}`, version: step.version }, row: step.id };
}

/** `kill -9` of one worker or another, at times that are the seed's. */
async function killSome(
  random: Random,
  { kills, messages, rate }: Options,
  crew: Post[],
  done: Kill[],
  signal: AbortSignal,
): Promise<void> {
  const span = (messages / rate) * 1_000 * KILLS_LONGER;
  const plan = Array.from({ length: kills }, () => ({
    at: random.next() * span,
    post: crew[Math.floor(random.next() * crew.length)],
  })).sort((a, b) => a.at - b.at);
  const startedAt = Date.now();
  for (const { at, post } of plan) {
    await pause(startedAt + at - Date.now());
    if (signal.aborted) return;
    const { pid } = post;
    await post.kill();
    if (pid !== undefined) done.push({ pid, at: Date.now() });
  }
}

/** Nothing waits. @returns false when that takes too long */
async function settled({ postgres }: Stage, limitAt: number): Promise<boolean> {
  for (; Date.now() < limitAt; await pause(LOOK_MS)) {
    const { left } = await postgres.one<{ left: boolean }>(
      `SELECT EXISTS (SELECT FROM delivery WHERE state IN ('queued', 'held', 'unknown')) AS left`,
    );
    if (!left) return true;
  }
  return false;
}

/** What the service's own rows say of some of what the judge found. */
async function explain({ postgres }: Stage, verdict: Verdict): Promise<void> {
  for (const [name, lines] of Object.entries(verdict) as [keyof Verdict, string[]][]) {
    for (const line of lines.slice(0, SHOWN)) {
      const what = /^(?:plain|card|reply) \d+(?: number \d+)?/.exec(line)?.[0];
      const rows =
        what === undefined
          ? []
          : await postgres.all(
              `SELECT state, attempts, error, channel, ts, created_at, finished_at FROM delivery WHERE message->>'text' ~ $1`,
              [`^soak ${what}(\\D|$)`],
            );
      progress(`${name}: ${line}${rows.length > 0 ? `; rows: ${JSON.stringify(rows)}` : ''}`);
    }
    if (lines.length > SHOWN) progress(`${name}: … and ${lines.length - SHOWN} more`);
  }
}

function show(
  { messages, seed, clocks }: Options,
  verdict: Verdict,
  more: { seconds: number; requests: number; kills: number },
): void {
  const { kills, requests, seconds } = more;
  const figures = {
    messages,
    kills,
    lost: verdict.lost.length,
    doubled: verdict.doubled.length,
    out_of_order: verdict.outOfOrder.length,
    in_window: verdict.inWindow.length,
    owners: verdict.owners.length,
    early: verdict.early.length,
    resent: verdict.resent.length,
    seed,
  };
  const rows = Object.entries({ ...figures, requests, seconds: rounded(seconds) });
  report(formatTable([clocks ? 'lanes, clocks' : 'lanes', ''], rows), figures);
}
