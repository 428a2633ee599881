// Events posted as Slack posts them while processes are killed with kill -9 and storage breaks: what handlers did of them.
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../bench/harness/free-port.js';
import { UsageError, readNumbers } from '../../bench/harness/options.js';
import { stopPrograms } from '../../bench/harness/program.js';
import { progress, report, rounded, formatTable } from '../../bench/harness/report.js';
import { Stage } from '../../bench/inbox/stage.js';
import { SEEDS } from '../../sandbox/faults/faults.js';
import { Random } from '../../sandbox/faults/random.js';
import { Post } from '../harness/post.js';
import { judge, settled } from './judge.js';
import { SoakRedis, hasRedis } from './redis.js';
import { Sender } from './sender.js';

const DEFAULTS = {
  events: 10_000,
  kills: 20,
  webs: 2,
  workers: 2,
  /** Events a second. */
  rate: 100,
  /** The whole of it, in seconds. */
  limit: 900,
};

/** Where BullMQ's jobs are: `npm run soak -- inbox postgres`. Redis, where there is a redis-server, unless said otherwise. */
const QUEUES = ['postgres', 'redis'];

interface Calamity {
  /** Before the event of this number. */
  at: number;
  strike(): Promise<void>;
}

export async function runSoak(args: string[]): Promise<void> {
  const queue = args.find((arg) => QUEUES.includes(arg));
  const seed = 1 + Math.floor(Math.random() * (SEEDS - 1));
  const options = readNumbers(
    args.filter((arg) => arg !== queue),
    { ...DEFAULTS, seed },
  );
  if (queue === 'redis' && !hasRedis) throw new UsageError('There is no redis-server here.');
  const withRedis = queue !== 'postgres' && hasRedis;
  progress(`seed ${options.seed}, the queue on ${withRedis ? 'Redis' : 'PostgreSQL'}`);
  const redis = withRedis ? await SoakRedis.start(await freePort()) : undefined;
  const stage = await Stage.setUp();
  try {
    const { lost, doubled } = await play(stage, options, redis);
    if (lost + doubled > 0) process.exitCode = 1;
  } finally {
    await stopPrograms();
    await stage.strike();
    await redis?.stop();
  }
}

async function play(stage: Stage, options: typeof DEFAULTS & { seed: number }, redis?: SoakRedis) {
  const { events, kills, webs, workers, rate, limit, seed } = options;
  const limitAt = Date.now() + limit * 1_000;
  const more: Record<string, string> = redis === undefined ? {} : { REDIS_URL: redis.url };
  const ports = await Promise.all(Array.from({ length: webs }, () => freePort()));
  const posts = [
    ...ports.map((port) => new Post('web', () => stage.program('web', { ...more, PORT: String(port) }))),
    ...Array.from({ length: workers }, () => new Post('worker', () => stage.program('worker', more))),
  ];
  const random = new Random(seed);
  const calamities = plan(random, options, posts, stage, redis);
  const sender = new Sender(ports.map((port) => `http://127.0.0.1:${port}`));
  const startedAt = Date.now();
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), limitAt - Date.now());
  const open: Promise<unknown>[] = [];
  for (let number = 0; number < events && !ending.signal.aborted; number += 1) {
    await pause(startedAt + (number * 1_000) / rate - Date.now());
    while (calamities.length > 0 && calamities[0].at <= number) open.push(calamities.shift()!.strike());
    open.push(sender.send(number, ending.signal));
  }
  await Promise.all(open);
  progress(`${sender.accepted.size} of ${events} events accepted, in ${sender.attempts} attempts`);
  const isSettled = await settled(stage.postgres, limitAt - Date.now());
  clearTimeout(timer);
  const seconds = (Date.now() - startedAt) / 1_000;
  await Promise.all(posts.map((post) => post.stop()));
  const verdict = await judge(stage.postgres, sender.accepted);
  if (!isSettled) progress(`After ${limit} s there was still work to do`);
  if (sender.accepted.size < events) throw new Error(`Only ${sender.accepted.size} events were accepted`);
  const rows = Object.entries({
    events,
    kills,
    attempts: sender.attempts,
    ...verdict,
    seconds: rounded(seconds),
  });
  report(formatTable(['inbox', ''], rows), { events, kills, ...verdict, seed });
  return verdict;
}

/** When what breaks, by the seed. The database, and what the queue knows, break in the middle. */
function plan(
  random: Random,
  { events, kills }: { events: number; kills: number },
  posts: Post[],
  stage: Stage,
  redis?: SoakRedis,
): Calamity[] {
  const killings = Array.from({ length: kills }, () => {
    const at = Math.floor(random.next() * events);
    const post = posts[Math.floor(random.next() * posts.length)];
    const strike = () => (progress(`event ${at}: kill -9 of a ${post.role} process`), post.kill());
    return { at, strike };
  });
  const middle = Math.floor(events / 2);
  const broken = [
    {
      at: middle,
      async strike() {
        progress(`event ${middle}: PostgreSQL crashes, and starts again`);
        await stage.postgres.crash();
        await stage.postgres.startAgain();
      },
    },
    ...(redis === undefined
      ? []
      : [{ at: middle, strike: () => (progress(`event ${middle}: FLUSHALL`), redis.flushAll()) }]),
  ];
  return [...killings, ...broken].sort((a, b) => a.at - b.at);
}
