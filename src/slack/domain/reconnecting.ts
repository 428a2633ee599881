/** Up to this after a first loss: the processes of a fleet that were all cut off don't come back in one moment. */
const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;
/** A refusal holds until somebody changes a setting. Slack's second retry of an event comes after a minute. */
const REFUSED_MS = { least: 20_000, most: 60_000 };
/** A connection that lived this long was well: the next loss is a first one. */
const STEADY_MS = 30_000;

/** Why there is no connection, as far as waiting goes. */
export interface ConnectFailure {
  /** The same will come of it until somebody changes a setting. */
  refused: boolean;
  /** Slack's own Retry-After. */
  retryAfterMs?: number;
}

/**
 * Milliseconds before the next attempt: decorrelated jitter, between the first pause and three times the last one, and
 * never more than half a minute.
 * @param last the pause before this one; undefined after a good time
 * @param random from 0 to 1
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function nextPause(last: number | undefined, random: number): number {
  if (last === undefined) return random * FIRST_MS;
  const most = 3 * Math.max(last, FIRST_MS);
  return Math.min(LONGEST_MS, FIRST_MS + random * (most - FIRST_MS));
}

/** Slack's word counts, with a little on top so that a fleet doesn't come back in one moment. */
export function pauseAfter(
  { refused, retryAfterMs }: ConnectFailure,
  last: number | undefined,
  random: number,
): number {
  if (refused) return REFUSED_MS.least + random * (REFUSED_MS.most - REFUSED_MS.least);
  const pause = nextPause(last, random);
  return retryAfterMs === undefined ? pause : retryAfterMs + pause;
}

export const wasSteady = (livedMs: number) => livedMs >= STEADY_MS;

const MAKE_ONE =
  'make an app-level token with the scope connections:write (api.slack.com/apps, Basic Information, App-Level Tokens), set SLACK_APP_TOKEN, and restart';

/** What to do about Slack's refusal of `apps.connections.open` or of a connection, as a half-sentence. */
export function whatToDo(code: string): string {
  switch (code) {
    case 'not_allowed_token_type':
      return `SLACK_APP_TOKEN is not an app-level token: ${MAKE_ONE}`;
    case 'missing_scope':
      return `SLACK_APP_TOKEN lacks the scope: ${MAKE_ONE}`;
    case 'too_many_websockets':
      return 'Slack gives an app ten connections, and all are taken: run fewer worker processes';
    case 'invalid_auth':
    case 'not_authed':
    case 'token_revoked':
    case 'token_expired':
    case 'account_inactive':
      return `Slack does not take SLACK_APP_TOKEN: ${MAKE_ONE}`;
    // Slack's word for an app whose Socket Mode is off is not documented (unverified).
    default:
      return 'switch Socket Mode on in the app’s settings (api.slack.com/apps, Socket Mode), or take SLACK_APP_TOKEN away';
  }
}
