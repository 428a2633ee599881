import { setTimeout as pause } from 'node:timers/promises';
import { Program } from '../harness/program.js';
import { progress, rounded } from '../harness/report.js';
import { inTurn } from '../harness/rounds.js';
import { served } from '../harness/service.js';
import { fill, laneNames, liftLimits } from './backlog.js';
import type { BareJob } from './bare-loop.js';
import { INFO } from './owe.js';
import type { SinkReport } from './sink-report.js';
import type { Stage } from './stage.js';

/** Of the burst that a channel tolerates: then a channel's own pace is not what is measured. */
const PER_LANE = 4;
const LANES = 2_500;
const WORKSPACES = 50;
const LOOK_MS = 100;
const LONGEST_MS = 120_000;

export interface Rate {
  perSecond: number;
  connections: number;
}

export type RateFindings = Record<'switchboard' | 'bare', Rate[]>;

/** As many messages a second as one worker sends over HTTP, nobody limiting it, beside a bare loop to the same sink. */
export async function playRate(stage: Stage, rounds: number): Promise<RateFindings> {
  const sink = await served(Program.start('bench/delivery/sink.js'));
  const loop = Program.start('bench/delivery/bare-loop.js');
  await loop.waitForLine(/^loop: ready$/);
  const workspaceIds = await stage.tenants('rate', WORKSPACES);
  await liftLimits(stage.postgres, workspaceIds);
  const env = { SLACK_API_URL: `${sink.url}/api/` };
  const producer = await stage.producer(env);
  const { program: worker } = await stage.worker(env);
  const messages = LANES * PER_LANE;
  let round = 0;
  let sample: SinkReport['sample'];
  let connections = 1;

  const bySwitchboard = async () => {
    // Channels that nothing was sent to before.
    const lanes = laneNames(workspaceIds, LANES, `R${(round += 1)}X`);
    await report(sink.url);
    await fill(stage.postgres, lanes, PER_LANE);
    // One more message, and with it the bell.
    const { workspaceId, channel } = lanes[0];
    await producer.owe([{ workspaceId, channel: `${channel}Z`, text: 'Go', priority: INFO }]);
    await delivered(stage, messages);
    const told = await report(sink.url);
    sample = told.sample ?? sample;
    connections = told.connections;
    return rateOf(told);
  };
  const byLoop = async () => {
    if (sample === undefined) throw new Error('The bare loop has nothing to post');
    await loop.ask<BareJob, number>({ url: sink.url, connections, requests: messages, sample });
    return rateOf(await report(sink.url));
  };
  try {
    return await inTurn(
      { switchboard: bySwitchboard, bare: byLoop },
      rounds,
      (rate) => `${rounded(rate.perSecond)}/s`,
    );
  } finally {
    for (const program of [worker, loop, sink.program]) await program.stop();
    await producer.stop();
  }
}

async function report(url: string): Promise<SinkReport> {
  return (await (await fetch(url)).json()) as SinkReport;
}

function rateOf({ requests, firstAt, lastAt, connections }: SinkReport): Rate {
  return { perSecond: (requests * 1_000) / (lastAt - firstAt), connections };
}

/** @throws Error unless everything was sent, and nothing failed */
async function delivered({ postgres }: Stage, messages: number): Promise<void> {
  for (const end = Date.now() + LONGEST_MS; Date.now() < end; await pause(LOOK_MS)) {
    const { left, failed } = await postgres.one<{ left: boolean; failed: boolean }>(
      `SELECT EXISTS (SELECT FROM delivery WHERE state IN ('queued', 'held', 'unknown')) AS left,
         EXISTS (SELECT FROM delivery WHERE state NOT IN ('queued', 'held', 'unknown', 'sent')) AS failed`,
    );
    if (failed) throw new Error('Some messages failed at the sink');
    if (!left) return;
  }
  progress(`Not all of ${messages} were sent in ${LONGEST_MS / 1_000} s`);
  throw new Error('The sink did not get everything');
}
