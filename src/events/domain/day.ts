const DAY_MS = 24 * 60 * 60 * 1_000;
/** Times outside of these are somebody's mistake; PostgreSQL's dates go further. */
const EARLIEST_S = Date.UTC(2013, 0, 1) / 1_000;
const LATEST_S = Date.UTC(2100, 0, 1) / 1_000;
/** In the default partition. */
const NO_DAY = '1970-01-01';

/**
 * The day of an event in UTC, `2026-11-23`. It is part of what makes an event the same one again, so that it comes from
 * Slack's time alone, which is the same in every retry.
 */
export function dayOf(time: number | undefined): string {
  if (time === undefined || time < EARLIEST_S || time >= LATEST_S) return NO_DAY;
  return dayText(time * 1_000);
}

/** The days for which there should be partitions: some may still come in, others begin soon. */
export const daysAround = (now: Date): string[] =>
  [-1, 0, 1, 2].map((days) => dayText(now.getTime() + days * DAY_MS));

/** Days before this one have been kept long enough. */
export const firstDayKept = (now: Date, keptDays: number): string =>
  dayText(now.getTime() - keptDays * DAY_MS);

/** Events come by thousands a second, nearly all on one day. */
let last = { number: NaN, text: '' };

function dayText(ms: number): string {
  const number = Math.floor(ms / DAY_MS);
  if (number !== last.number) last = { number, text: new Date(ms).toISOString().slice(0, 10) };
  return last.text;
}
