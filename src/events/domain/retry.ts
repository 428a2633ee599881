/** Seconds until the next attempt, by how many were made. After the last one an event is parked. */
const PAUSES_S = [1, 5, 30, 2 * 60, 10 * 60, 30 * 60, 60 * 60];

export const MOST_ATTEMPTS = PAUSES_S.length + 1;

/**
 * When a handler that failed has its next turn; undefined when it had them all.
 *
 * @param attempts made so far, 1 or more
 * @param chance from 0 to 1: what fails together should not come back together
 * @returns milliseconds, up to a fifth longer than the plain pause
 */
export function pauseAfter(attempts: number, chance: number): number | undefined {
  const seconds = PAUSES_S[attempts - 1];
  return seconds === undefined ? undefined : Math.round(seconds * 1_000 * (1 + chance / 5));
}
