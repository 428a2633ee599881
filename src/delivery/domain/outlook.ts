import { MINUTE_MS } from './limits.js';
import { SLOT_MS, eta } from './outcome.js';

/** What a lane waits for. */
export interface Queue {
  /** Messages. */
  waiting: number;
  /** When the next may begin. */
  opensAt: Date;
}

/** Between two messages of a lane, while so many lanes share what a workspace may post in a minute. */
export const slotMs = (busyLanes: number, perMinute: number): number =>
  Math.max(SLOT_MS, (busyLanes * MINUTE_MS) / perMinute);

/** What is known of a delivery that may be on its way. */
export interface Waiting {
  state: string;
  /** In its lane, before it. */
  ahead: number;
  /** Of its lane; null where it has none yet. */
  opensAt: Date | null;
  /** Until when it waits by itself. */
  heldUntil: Date | null;
  busyLanes: number;
  perMinute: number;
}

/** When a delivery will arrive, if nothing goes wrong; null where that depends on something else than time. */
export function arrival(one: Waiting, now: Date): Date | null {
  const opensAt = later(one.opensAt ?? now, now);
  if (one.state === 'sending') return now;
  if (one.state === 'queued') return eta(one.ahead, opensAt, now, slotMs(one.busyLanes, one.perMinute));
  if (one.state === 'held' && one.heldUntil !== null) return later(one.heldUntil, opensAt);
  return null;
}

/**
 * When each lane will be empty, if nothing goes wrong and nothing is added. A lane takes a slot for a message; together
 * they take no more than the workspace may post, in equal shares.
 * @returns in the order of the queues, when the last message of each begins
 */
export function emptyTimes(queues: Queue[], perMinute: number, now: Date): Date[] {
  const ends: Date[] = queues.map(({ opensAt }) => later(opensAt, now));
  const closed = queues
    .map(({ waiting, opensAt }, index) => ({ index, waiting, opens: later(opensAt, now).getTime() }))
    .filter(({ waiting }) => waiting > 0)
    .sort((a, b) => b.opens - a.opens);
  const open: { index: number; until: number }[] = [];
  let time = now.getTime();
  // What every lane that was open all the time has sent.
  let sent = 0;
  for (;;) {
    const next = closed.at(-1);
    const first = open.at(-1);
    if (first === undefined && next === undefined) return ends;
    const perMs = 1 / slotMs(open.length, perMinute);
    const emptyAt = first === undefined ? Infinity : time + (first.until - sent) / perMs;
    if (next !== undefined && next.opens <= emptyAt) {
      closed.pop();
      if (next.opens > time) sent += (next.opens - time) * perMs;
      time = Math.max(time, next.opens);
      insert(open, { index: next.index, until: sent + next.waiting });
    } else if (first !== undefined) {
      open.pop();
      sent = first.until;
      time = emptyAt;
      ends[first.index] = later(ends[first.index], new Date(Math.round(time - SLOT_MS)));
    }
  }
}

/** Those that end first stand last. */
function insert(open: { index: number; until: number }[], one: { index: number; until: number }): void {
  let low = 0;
  let high = open.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (open[middle].until > one.until) low = middle + 1;
    else high = middle;
  }
  open.splice(low, 0, one);
}

const later = (one: Date, other: Date): Date => (one > other ? one : other);
