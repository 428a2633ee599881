import { nextPause, pauseAfter, wasSteady, whatToDo } from './reconnecting.js';

describe('The pause before the next attempt to connect', () => {
  it('is within a second after a good time, so that a fleet spreads out', () => {
    expect([0, 0.5, 1].map((random) => nextPause(undefined, random))).toEqual([0, 500, 1_000]);
  });

  it('grows by chance, from one second to three times the last one', () => {
    expect([0, 0.5, 1].map((random) => nextPause(4_000, random))).toEqual([1_000, 6_500, 12_000]);
    expect(nextPause(10, 1)).toBe(3_000);
  });

  it('is half a minute at most', () => {
    expect(nextPause(29_000, 1)).toBe(30_000);
  });

  it('is never shorter than Slack asks for', () => {
    expect(pauseAfter({ refused: false, retryAfterMs: 45_000 }, undefined, 0)).toBe(45_000);
    expect(pauseAfter({ refused: false, retryAfterMs: 45_000 }, undefined, 0.2)).toBe(45_200);
  });

  it('is long after a refusal, whatever came before', () => {
    expect([0, 1].map((random) => pauseAfter({ refused: true }, 1, random))).toEqual([20_000, 60_000]);
  });

  it('starts anew after a connection that held', () => {
    expect([29_999, 30_000].map(wasSteady)).toEqual([false, true]);
  });
});

describe('A refusal', () => {
  it.each([
    ['invalid_auth', /does not take SLACK_APP_TOKEN: make an app-level token/],
    ['not_allowed_token_type', /not an app-level token/],
    ['missing_scope', /connections:write/],
    ['too_many_websockets', /fewer worker processes/],
    ['access_denied', /switch Socket Mode on/],
  ])('%s says what to do', (code, words) => expect(whatToDo(code)).toMatch(words));
});
