// How many posts a second the simulated Slack takes, and what memory it needs for 200,000.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogClient } from '../../sandbox/kit/log-client.js';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import type { LoadResult } from '../harness/closed-loop.js';
import { readNumbers } from '../harness/options.js';
import { Program } from '../harness/program.js';
import { formatTable, progress, report, rounded } from '../harness/report.js';
import { inTurn, median } from '../harness/rounds.js';
import { rssMb } from '../harness/rss.js';
import type { PostJob } from './poster.js';

const CHANNELS = ['C0GENERAL1', 'C0INCIDENT', 'C0DEPLOYS1', 'C0OPS00001'];
/** As long as what the sandbox answers to a post. */
const BARE_ANSWER = JSON.stringify({
  ok: true,
  channel: CHANNELS[0],
  ts: '1.000001',
  message: 'x'.repeat(600),
});
/** Memory is looked at so often. */
const SAMPLE_EVERY = 10_000;
/** A round takes this share of the long run. */
const ROUND_SHARE = 1 / 20;

interface Stage {
  sandbox: Program;
  log: Program;
  logClient: LogClient;
  poster: Program;
  bareUrl: string;
  job: Pick<PostJob, 'url' | 'token' | 'channels'>;
}

interface Sample {
  posts: number;
  perSecond: number;
  sandboxMb: number;
  logMb: number;
}

export async function runBench(args: string[]): Promise<void> {
  const { rounds, posts } = readNumbers(args, { rounds: 5, posts: 200_000 });
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-bench-'));
  try {
    const stage = await setUp(join(folder, 'log.ndjson'));
    const inRound = Math.max(1, Math.round(posts * ROUND_SHARE));
    const results = await play(stage, rounds, inRound);
    const samples = await longRun(stage, posts, (rounds + 1) * inRound);
    await judge(stage, (rounds + 1) * inRound + posts);
    show(results, samples);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The sandbox and its log as processes of their own, limits off, and the app installed. */
async function setUp(logFile: string): Promise<Stage> {
  const log = Program.start('sandbox/log/main.js', { SANDBOX_LOG_FILE: logFile });
  const [, logUrl] = await log.waitForLine(/^sandbox log: listening on (\S+)$/);
  const sandbox = Program.start('sandbox/main.js', { SANDBOX_PORT: '0', SANDBOX_LOG_KEEPER: logUrl });
  const [, url] = await sandbox.waitForLine(/^sandbox: listening on (\S+)$/);
  const bare = Program.start('bench/harness/bare-server.js', { BARE_ANSWER });
  const [, bareUrl] = await bare.waitForLine(/^bare: listening on (\S+)$/);
  const poster = Program.start('bench/sandbox/poster.js');
  const { botToken } = await new SandboxClient(url).obtainTokens(['chat:write', 'chat:write.public']);
  const job = { url, token: botToken, channels: CHANNELS };
  return { sandbox, log, logClient: new LogClient(logUrl), poster, bareUrl, job };
}

async function play({ poster, bareUrl, job }: Stage, rounds: number, posts: number) {
  let from = 0;
  const load = (url: string) => async () => {
    from += posts;
    return poster.ask<PostJob, LoadResult>({ ...job, url, posts, from: from - posts });
  };
  const contestants = { sandbox: load(job.url), 'bare node:http': load(bareUrl) };
  return inTurn(contestants, rounds, ({ perSecond }) => `${rounded(perSecond)} posts/s`);
}

async function longRun({ sandbox, log, poster, job }: Stage, posts: number, from: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let done = 0; done < posts;) {
    const next = Math.min(SAMPLE_EVERY, posts - done);
    const { perSecond } = await poster.ask<PostJob, LoadResult>({ ...job, posts: next, from: from + done });
    done += next;
    const [sandboxMb, logMb] = await Promise.all([rssMb(sandbox.pid), rssMb(log.pid)]);
    samples.push({ posts: done, perSecond, sandboxMb, logMb });
    progress(`${done} of ${posts} posts: sandbox ${rounded(sandboxMb)} MB, its log ${rounded(logMb)} MB`);
  }
  return samples;
}

/** @throws Error unless every post arrived, by the log's own count */
async function judge({ logClient }: Stage, posted: number): Promise<void> {
  const { accepted, refused, failed } = await logClient.summary();
  if (accepted !== posted || refused > 0 || failed > 0) {
    throw new Error(`of ${posted} posts, ${accepted} arrived, ${refused} were refused, ${failed} failed`);
  }
}

function show(results: Record<'sandbox' | 'bare node:http', LoadResult[]>, samples: Sample[]): void {
  const of = (name: keyof typeof results, pick: (result: LoadResult) => number) =>
    median(results[name].map(pick));
  const names = ['sandbox', 'bare node:http'] as const;
  const rate = (name: keyof typeof results) => of(name, ({ perSecond }) => perSecond);
  const rows = names.map((name) => [
    name,
    rounded(rate(name)),
    rounded(
      of(name, ({ p50Ms }) => p50Ms),
      1,
    ),
    rounded(
      of(name, ({ p99Ms }) => p99Ms),
      1,
    ),
    rounded(rate(name) / rate('bare node:http'), 3),
  ]);
  const speed = formatTable(['medians of the rounds', 'posts/s', 'p50 ms', 'p99 ms', 'of bare'], rows);
  const memory = formatTable(
    ['long run, posts', 'posts/s', 'sandbox MB', 'log MB'],
    samples.map(({ posts, perSecond, sandboxMb, logMb }) => [
      posts,
      rounded(perSecond),
      rounded(sandboxMb),
      rounded(logMb),
    ]),
  );
  const at = (posts: number, pick: (sample: Sample) => number) => {
    const sample = samples.find((one) => one.posts === posts);
    return sample ? rounded(pick(sample), 1) : null;
  };
  report(`${speed}\n\n${memory}`, {
    posts_per_s: rounded(rate('sandbox')),
    vs_bare: rounded(rate('sandbox') / rate('bare node:http'), 3),
    p50_ms: rounded(
      of('sandbox', ({ p50Ms }) => p50Ms),
      2,
    ),
    p99_ms: rounded(
      of('sandbox', ({ p99Ms }) => p99Ms),
      2,
    ),
    rss_mb_at_50k: at(50_000, ({ sandboxMb }) => sandboxMb),
    rss_mb_at_200k: at(200_000, ({ sandboxMb }) => sandboxMb),
    log_rss_mb_at_200k: at(200_000, ({ logMb }) => logMb),
  });
}
