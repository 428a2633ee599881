/** Milliseconds between a failed attempt and each of the three retries (facts, section 2). */
export const RETRY_DELAYS_MS: readonly number[] = [0, 60_000, 300_000];

const HOUR_MS = 3_600_000;
const DELAYED_ATTEMPTS = 24;
const STALE_MS = 2 * HOUR_MS;

/**
 * How long to wait after failed attempt number `failed` (0 is the first), or `undefined` where there is no other. With
 * the "Delayed Events" setting the retries go on hourly for a day.
 */
export function nextDelay(
  failed: number,
  delays: readonly number[] = RETRY_DELAYS_MS,
  delayedEvents = false,
): number | undefined {
  if (failed < delays.length) return delays[failed];
  return delayedEvents && failed < delays.length + DELAYED_ATTEMPTS ? HOUR_MS : undefined;
}

/** Without "Delayed Events" nothing is delivered more than two hours late. */
export function tooLate(ageMs: number, delayedEvents: boolean): boolean {
  return !delayedEvents && ageMs > STALE_MS;
}
