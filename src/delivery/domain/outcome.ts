/** Slack takes about one message a second per channel (docs.slack.dev/apis/web-api/rate-limits). */
export const SLOT_MS = 1_000;

/** An hour of tries that Slack or the network turned away, about; then a person must look. */
export const MOST_ATTEMPTS = 64;

/** Longer than Slack may still work on a request that we have given up: then it can be looked for. */
export const GRACE_MS = 15_000;

const LONGEST_BACKOFF_MS = 60_000;
const LONGEST_LANE_REST_MS = 15_000;

/** What came of an attempt; the same words as slack's SlackFailure, for what matters here. */
export type Attempt =
  | { result: 'sent' }
  | {
      result: 'refused';
      kind: 'retry' | 'message' | 'channel' | 'workspace';
      code: string;
      retryAfterMs?: number;
      mayHaveArrived: boolean;
    };

/** What was tried. */
export interface Tried {
  /** Tries that count, this one included. */
  attempts: number;
  /** Sending it twice is the same as once: an edit, a deletion. */
  repeatable: boolean;
  rung: 'full' | 'plain';
  /** Tries in this lane that got no proper answer, one after the other, this one included. */
  unansweredInARow: number;
}

export interface Verdict {
  /** `held` frees its lane for others, and comes back; `unknown` must be looked for first. */
  state: 'sent' | 'queued' | 'held' | 'unknown' | 'failed';
  /** Of `held` and `unknown`. */
  waitMs?: number;
  /** Slack's "wait" is not the message's fault. */
  countsAsAttempt: boolean;
  /** What to try next, where it changes. */
  rung?: 'plain';
  /** The whole lane rests: it is Slack, and not this message. */
  laneRestsMs: number;
}

/** What to do after an attempt. */
export function judge(attempt: Attempt, tried: Tried): Verdict {
  if (attempt.result === 'sent') return { state: 'sent', countsAsAttempt: true, laneRestsMs: 0 };
  const { kind, retryAfterMs } = attempt;
  if (kind === 'message' && tried.rung === 'full')
    return { state: 'queued', countsAsAttempt: true, rung: 'plain', laneRestsMs: 0 };
  if (kind !== 'retry') return { state: 'failed', countsAsAttempt: true, laneRestsMs: 0 };
  // The pace holds the channel, or the workspace, as long as Slack said.
  if (retryAfterMs !== undefined) return { state: 'queued', countsAsAttempt: false, laneRestsMs: 0 };
  const laneRestsMs = isUnanswered(attempt) ? laneRestMs(tried.unansweredInARow) : 0;
  if (attempt.mayHaveArrived && !tried.repeatable)
    return { state: 'unknown', waitMs: GRACE_MS, countsAsAttempt: true, laneRestsMs };
  if (tried.attempts >= MOST_ATTEMPTS) return { state: 'failed', countsAsAttempt: true, laneRestsMs };
  return { state: 'held', waitMs: backoffMs(tried.attempts), countsAsAttempt: true, laneRestsMs };
}

/** Slack could not be reached, or is in trouble: whatever else waits in the lane would fare the same. */
export const isUnanswered = (attempt: Attempt): boolean =>
  attempt.result === 'refused' &&
  attempt.kind === 'retry' &&
  attempt.retryAfterMs === undefined &&
  (attempt.mayHaveArrived || attempt.code === 'unreachable' || attempt.code === 'ratelimited');

/** 1 s, 2 s, 4 s, … up to a minute. */
export const backoffMs = (attempts: number) =>
  Math.min(SLOT_MS * 2 ** Math.min(attempts - 1, 10), LONGEST_BACKOFF_MS);

const laneRestMs = (inARow: number) =>
  Math.min(SLOT_MS * 2 ** Math.min(Math.max(0, inARow - 1), 10), LONGEST_LANE_REST_MS);

const PRIORITIES = new Map([
  ['critical', 0],
  ['error', 1],
  ['warning', 2],
  ['info', 3],
]);

/** The smaller goes first. */
export const priorityOf = (severity: string) => PRIORITIES.get(severity) ?? 3;

/** What a priority is called. */
export const severityOf = (priority: number): string => [...PRIORITIES.keys()][priority] ?? 'info';

/** When a message will be sent, if nothing goes wrong: each one ahead of it takes a slot. */
export function eta(ahead: number, laneOpensAt: Date, now: Date, slotMs = SLOT_MS): Date {
  return new Date(Math.max(laneOpensAt.getTime(), now.getTime()) + Math.round(ahead * slotMs));
}
