const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Slack's tokens that rotate live twelve hours; they are renewed when so much is left. */
export const REFRESH_AHEAD_MS = 3 * HOUR_MS;
/** With less left a token is not used: a call takes its time, and Slack's clock may be ahead of ours. */
export const LEAST_LEFT_MS = MINUTE_MS;

export type Freshness = 'fresh' | 'due' | 'spent';

/** @param expiresAt null for a token that doesn't rotate */
export function freshnessOf(expiresAt: Date | null, now: Date): Freshness {
  if (expiresAt === null) return 'fresh';
  const left = expiresAt.getTime() - now.getTime();
  if (left <= LEAST_LEFT_MS) return 'spent';
  return left <= REFRESH_AHEAD_MS ? 'due' : 'fresh';
}

/** Whose claim it is to refresh a token holds it so long: well within Slack's grace for a refresh token that was used. */
export const CLAIM_MS = 20_000;

/**
 * When to try again after a refresh that failed: Slack's own time where it named one, soon while the token still works or
 * is needed at once, not in a second's loop.
 */
export function nextTryAfterMs(freshness: Freshness, refusedForGood: boolean, retryAfterMs?: number): number {
  if (retryAfterMs !== undefined) return retryAfterMs;
  if (refusedForGood) return 10 * MINUTE_MS;
  return freshness === 'spent' ? 5_000 : 30_000;
}

/** Slack's words for a refresh token that will never work again. */
const FOR_GOOD = new Set([
  'invalid_refresh_token',
  'token_revoked',
  'account_inactive',
  'invalid_grant',
  'token_expired',
]);

export const isRefusedForGood = (code: string) => FOR_GOOD.has(code);
