import { setTimeout as pause } from 'node:timers/promises';
import { progress, rounded } from '../harness/report.js';
import type { BenchWorkspace } from '../harness/slack.js';
import { fill } from './backlog.js';
import { CRITICAL, type Producer } from './owe.js';
import type { Stage } from './stage.js';

const BACKLOG = 10_000;
const SPREAD = 100;
/** Until bursts are used up, and both the lane and the workspace go at their pace. */
const WARM_UP_MS = 70_000;
const LOOK_MS = 20;
const LONGEST_MS = 60_000;

export interface CriticalFindings {
  /** Seconds from the commit to the arrival, of each that was tried: behind the backlog of its own channel, … */
  sameChannel: number[];
  /** … and behind the same backlog spread over many channels of the workspace. */
  spread: number[];
}

/** 10,000 `info` messages wait, and then comes one that is critical. */
export async function playCritical(stage: Stage, trials: number): Promise<CriticalFindings> {
  const [one] = await stage.workspaces(['critical-one'], 1);
  const [many] = await stage.workspaces(['critical-many'], SPREAD);
  await stage.slack.limit({ enabled: true });
  for (const { id, channels } of [one, many]) {
    const lanes = channels.map((channel) => ({ workspaceId: id, channel }));
    await fill(stage.postgres, lanes, BACKLOG / channels.length);
  }
  const producer = await stage.producer();
  const { program: worker } = await stage.worker();
  try {
    progress(
      `critical: ${BACKLOG} wait in one channel, ${BACKLOG} in ${SPREAD}; for ${WARM_UP_MS / 1_000} s they go`,
    );
    await pause(WARM_UP_MS);
    const found: CriticalFindings = { sameChannel: [], spread: [] };
    for (let trial = 0; trial < trials; trial += 1) {
      // Each at another moment between two slots.
      await pause(1_000 + (1_000 * trial) / trials);
      found.sameChannel.push(await waitOf(stage, producer, one, 0, trial));
      await pause(1_000 + (1_000 * trial) / trials);
      found.spread.push(await waitOf(stage, producer, many, (trial * 37) % SPREAD, trial));
    }
    progress(`critical: ${JSON.stringify(found)}`);
    return found;
  } finally {
    await producer.stop();
    await worker.stop();
  }
}

async function waitOf(
  { slack }: Stage,
  producer: Producer,
  { id, channels }: BenchWorkspace,
  number: number,
  trial: number,
): Promise<number> {
  const channel = channels[number];
  const text = `Critical trial ${trial} of ${id}`;
  const { committedAt } = await producer.owe([{ workspaceId: id, channel, text, priority: CRITICAL }]);
  for (const end = Date.now() + LONGEST_MS; Date.now() < end; await pause(LOOK_MS)) {
    const entries = await slack.log.entries({ name: 'chat.postMessage', channel, limit: 1_000_000 });
    const arrived = entries.find(
      ({ accepted, request }) => accepted && request.replace(/\+|%20/g, ' ').includes(text),
    );
    if (arrived) return rounded((arrived.at - committedAt) / 1_000, 3);
  }
  throw new Error(`"${text}" did not arrive in ${LONGEST_MS / 1_000} s`);
}
