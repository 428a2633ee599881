import { type Kill, isOf } from './kill.js';
import type { Request } from './request.js';

/**
 * A worker looks once a second which shards it should have: it keeps one that it took for as long at least. Who is back
 * sooner, though the one between is alive, never left.
 */
const LEAST_REIGN_MS = 1_000;

interface Turn {
  worker: string;
  /** Its last request began then, and was over then. */
  at: number;
  endedAt: number;
}

/** Where two workers were in one workspace at once, a line each time. Requests say which worker they are from. */
export function ownersOf(requests: Request[], kills: Kill[]): string[] {
  const wrong: string[] = [];
  /** By workspace, the last turn of each worker, the latest last. */
  const turns = new Map<string, Turn[]>();
  let silent = 0;
  for (const { seq, at, endedAt, who, worker, said } of [...requests].sort((a, b) => a.seq - b.seq)) {
    if (worker === undefined) {
      if (said !== undefined) silent += 1;
      continue;
    }
    const alive = (other: Turn) => !kills.some((kill) => isOf(kill, other.worker) && kill.at <= at);
    const before = turns.get(who) ?? [];
    const own = before.find((turn) => turn.worker === worker);
    const others = before.filter((turn) => turn.worker !== worker && alive(turn));
    const busy = others.find((turn) => turn.endedAt > at);
    const between = own && others.find((turn) => turn.at >= own.at);
    if (busy) wrong.push(`request ${seq}: ${worker} while ${busy.worker} had one under way`);
    else if (between && at - own.at < LEAST_REIGN_MS)
      wrong.push(
        `request ${seq}: ${worker} is back ${Math.round(at - own.at)} ms later, after ${between.worker}`,
      );
    const latest = Math.max(endedAt, own?.endedAt ?? 0);
    turns.set(who, [...before.filter((turn) => turn !== own), { worker, at, endedAt: latest }]);
  }
  if (silent > 0) wrong.push(`${silent} requests don't say which worker sent them`);
  return wrong;
}
