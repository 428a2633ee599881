import { setTimeout as pause } from 'node:timers/promises';
import { progress } from '../harness/report.js';
import { rssMb } from '../harness/rss.js';
import type { Stage } from '../inbox/stage.js';

const LOOK_MS = 500;
const LONGEST_MS = 240_000;

export interface WorkedOff {
  events: number;
  perSecond: number;
  rssMb: number;
}

/** One worker process handles all that waits. Timed by the database: from its first claim to its last commit. */
export async function workOff(stage: Stage): Promise<WorkedOff> {
  const { postgres } = stage;
  const { program } = await stage.service('worker');
  const deadline = Date.now() + LONGEST_MS;
  for (;;) {
    const { left } = await postgres.one<{ left: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM event_work WHERE state IN ('ready', 'running')) AS left`,
    );
    if (!left) break;
    if (Date.now() > deadline) throw new Error(`The backlog was not handled in ${LONGEST_MS / 1_000} s`);
    await pause(LOOK_MS);
  }
  const { events, seconds } = await postgres.one<{ events: number; seconds: number }>(
    `SELECT count(*)::int AS events,
       extract(epoch FROM max(finished_at) - min(claimed_at))::float8 AS seconds
     FROM event_work WHERE state = 'done'`,
  );
  const found = { events, perSecond: events / seconds, rssMb: await rssMb(program.pid) };
  await program.stop();
  progress(`${events} events in ${seconds.toFixed(1)} s`);
  return found;
}
