import { freshnessOf, isRefusedForGood, nextTryAfterMs } from './token-life.js';

const now = new Date('2026-11-28T12:00:00Z');
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

describe('a token', () => {
  it.each([
    [inMinutes(720), 'fresh'],
    [inMinutes(181), 'fresh'],
    [inMinutes(180), 'due'],
    [inMinutes(2), 'due'],
    [inMinutes(1), 'spent'],
    [inMinutes(-600), 'spent'],
  ])('that expires at %s is %s at noon', (expiresAt, freshness) => {
    expect(freshnessOf(expiresAt, now)).toBe(freshness);
  });

  it('that doesn’t rotate stays fresh', () => {
    expect(freshnessOf(null, now)).toBe('fresh');
  });
});

describe('a refresh that failed', () => {
  it('is tried again when Slack says, else sooner where the token is needed at once', () => {
    expect(nextTryAfterMs('due', false, 7_000)).toBe(7_000);
    expect(nextTryAfterMs('spent', false)).toBeLessThan(nextTryAfterMs('due', false));
    expect(nextTryAfterMs('spent', true)).toBeGreaterThan(nextTryAfterMs('due', false));
  });

  it('is for good when Slack doesn’t know the refresh token, not when it is busy or our secret is wrong', () => {
    expect(['invalid_refresh_token', 'token_revoked'].every(isRefusedForGood)).toBe(true);
    expect(['ratelimited', 'bad_client_secret', 'internal_error', 'http_503'].some(isRefusedForGood)).toBe(
      false,
    );
  });
});
