import { type WallTime, instantOf, wallTimeAt } from '../../platform/domain/index.js';
import { type Cron, matchesDay, parseCron } from './cron.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** From a 29 February to the next on the same day of the week there are forty years at most. */
const MOST_DAYS = 366 * 41;
/** After a long standstill: beyond so many missed runs the last of them is not looked for any further. */
const MOST_MISSED = 5_000;

/**
 * When an expression is due next, after an instant. What the zone's clocks skip is due in the moment in which they jump;
 * what they show twice is due the first time.
 */
export function nextRun(cron: Cron, zone: string, after: Date): Date {
  let wall = Math.floor(wallTimeAt(zone, after.getTime()) / MINUTE_MS) * MINUTE_MS;
  for (;;) {
    wall = nextWallTime(cron, wall);
    const instant = instantOf(zone, wall);
    // While the clocks show an hour for the second time, its times have been.
    if (instant > after.getTime()) return new Date(instant);
  }
}

/**
 * What is due now, of a schedule whose next run is in the past: its last one that has come. Those before it that nobody
 * was there for are not made up for.
 */
export function dueRun(cron: Cron, zone: string, due: Date, now: Date): { slot: Date; next: Date } {
  let slot = due;
  let next = nextRun(cron, zone, slot);
  for (let missed = 0; next <= now && missed < MOST_MISSED; missed++) {
    slot = next;
    next = nextRun(cron, zone, slot);
  }
  return { slot, next: next > now ? next : nextRun(cron, zone, now) };
}

/**
 * The same of a schedule as it is stored. One that can't be reckoned any more, its zone gone for instance, has what was due,
 * and nothing after it: it must not keep others waiting.
 */
export function storedRun(
  { cron, zone, due }: { cron: string; zone: string; due: Date },
  now: Date,
): { slot: Date; next: Date | null; fault?: unknown } {
  try {
    return dueRun(parseCron(cron), zone, due, now);
  } catch (fault) {
    return { slot: due, next: null, fault };
  }
}

function nextWallTime(cron: Cron, after: WallTime): WallTime {
  const first = after + MINUTE_MS;
  let day = Math.floor(first / DAY_MS) * DAY_MS;
  for (let days = 0; days < MOST_DAYS; days++, day += DAY_MS) {
    const date = new Date(day);
    const shown = { month: date.getUTCMonth() + 1, date: date.getUTCDate(), day: date.getUTCDay() };
    if (!matchesDay(cron, shown)) continue;
    for (const hour of cron.hours) {
      for (const minute of cron.minutes) {
        const wall = day + (hour * 60 + minute) * MINUTE_MS;
        if (wall >= first) return wall;
      }
    }
  }
  throw new Error('A cron expression that was checked never comes');
}
