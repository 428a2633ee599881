/** Slack takes about one message a second per channel (docs.slack.dev/apis/web-api/rate-limits). */
export const SLOT_MS = 1_000;

/** After so many tries that Slack or the network turned away, a person must look. */
export const MOST_ATTEMPTS = 10;

const LONGEST_BACKOFF_MS = 60_000;

/** What came of an attempt; the same words as slack's SlackFailure, for what matters here. */
export type Attempt =
  | { result: 'sent' }
  | {
      result: 'refused';
      kind: 'retry' | 'message' | 'channel' | 'workspace';
      code: string;
      retryAfterMs?: number;
    };

export interface Verdict {
  state: 'sent' | 'queued' | 'failed';
  /** How long the lane rests before its next message. */
  laneRestsMs: number;
  /** Slack's "wait" is not the message's fault. */
  countsAsAttempt: boolean;
}

/**
 * What to do after an attempt.
 * @param attempts tries made so far, this one included
 */
export function judge(attempt: Attempt, attempts: number): Verdict {
  if (attempt.result === 'sent') return { state: 'sent', laneRestsMs: SLOT_MS, countsAsAttempt: true };
  if (attempt.kind !== 'retry') return { state: 'failed', laneRestsMs: SLOT_MS, countsAsAttempt: true };
  if (attempt.retryAfterMs !== undefined) {
    return { state: 'queued', laneRestsMs: Math.max(SLOT_MS, attempt.retryAfterMs), countsAsAttempt: false };
  }
  if (attempts >= MOST_ATTEMPTS) return { state: 'failed', laneRestsMs: SLOT_MS, countsAsAttempt: true };
  return { state: 'queued', laneRestsMs: backoffMs(attempts), countsAsAttempt: true };
}

/** 1 s, 2 s, 4 s, … up to a minute. */
export const backoffMs = (attempts: number) => Math.min(SLOT_MS * 2 ** (attempts - 1), LONGEST_BACKOFF_MS);

const PRIORITIES = new Map([
  ['critical', 0],
  ['error', 1],
  ['warning', 2],
  ['info', 3],
]);

/** The smaller goes first. */
export const priorityOf = (severity: string) => PRIORITIES.get(severity) ?? 3;

/** When a message will be sent, if nothing goes wrong: each one ahead of it takes a slot. */
export function eta(ahead: number, laneOpensAt: Date, now: Date): Date {
  return new Date(Math.max(laneOpensAt.getTime(), now.getTime()) + ahead * SLOT_MS);
}
