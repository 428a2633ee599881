import { type Kill, isOf } from './kill.js';
import type { Request } from './request.js';

/**
 * A request that arrives so soon after a refusal may have left before its sender had read it: in the same workspace
 * several are under way at once.
 */
const CROSSING_MS = 250;
/** Who dies so soon after it was refused has told nobody. */
const UNTOLD_MS = 500;

interface Window {
  from: number;
  until: number;
  /** Only its receiver knows of it, and is dead. */
  untold: boolean;
}

/** The requests that began although a `Retry-After` told that app to keep away, a line each. */
export function windowsOf(requests: Request[], kills: Kill[]): string[] {
  const windows = new Map<string, Window[]>();
  const inside: string[] = [];
  for (const request of [...requests].sort((a, b) => a.seq - b.seq)) {
    const { seq, at, endedAt, name, who, channel, refused } = request;
    const wide = `${who} ${name}`;
    const narrow = `${wide} ${channel}`;
    const covers = ({ from, until, untold }: Window) => !untold && at >= from + CROSSING_MS && at < until;
    if ([wide, narrow].some((key) => windows.get(key)?.some(covers))) {
      inside.push(`request ${seq}: ${name} in ${channel}`);
    }
    if (!refused) continue;
    const key = refused.scope === 'channel' ? narrow : wide;
    const untold = kills.some((kill) => died(request, kill));
    const list = windows.get(key) ?? [];
    list.push({ from: endedAt, until: refused.until, untold });
    windows.set(key, list.slice(-MOST_OPEN));
  }
  return inside;
}

/** Windows of one kind that can be open at once: refusals come one after the other. */
const MOST_OPEN = 64;

function died({ endedAt, worker }: Request, kill: Kill): boolean {
  if (worker !== undefined && !isOf(kill, worker)) return false;
  return kill.at >= endedAt - UNTOLD_MS && kill.at <= endedAt + UNTOLD_MS;
}
