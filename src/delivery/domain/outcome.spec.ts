import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { type Attempt, MOST_ATTEMPTS, backoffMs, eta, judge, priorityOf } from './outcome.js';

const refused = (kind: 'retry' | 'message' | 'channel' | 'workspace', retryAfterMs?: number): Attempt => ({
  result: 'refused',
  kind,
  code: 'x',
  retryAfterMs,
});

describe('after an attempt', () => {
  it.each<[string, Attempt, number, string, number, boolean]>([
    ['what is sent', { result: 'sent' }, 1, 'sent', 1_000, true],
    ['what will never be taken in this form', refused('message'), 1, 'failed', 1_000, true],
    ['what has no channel', refused('channel'), 1, 'failed', 1_000, true],
    ['what has no working installation', refused('workspace'), 1, 'failed', 1_000, true],
    ['the first refusal that may pass', refused('retry'), 1, 'queued', 1_000, true],
    ['the third', refused('retry'), 3, 'queued', 4_000, true],
    ['the last but one', refused('retry'), MOST_ATTEMPTS - 1, 'queued', 60_000, true],
    ['the last', refused('retry'), MOST_ATTEMPTS, 'failed', 1_000, true],
    ['Slack’s "wait 30 s"', refused('retry', 30_000), 1, 'queued', 30_000, false],
    ['Slack’s "wait 0 s"', refused('retry', 0), 1, 'queued', 1_000, false],
    ['Slack’s "wait" after many tries', refused('retry', 2_000), 99, 'queued', 2_000, false],
  ])('%s', (_, attempt, attempts, state, laneRestsMs, countsAsAttempt) => {
    expect(judge(attempt, attempts)).toEqual({ state, laneRestsMs, countsAsAttempt });
  });

  it('the lane never goes faster than Slack’s pace', () => {
    const kind = fc.constantFrom('retry', 'message', 'channel', 'workspace');
    const wait = fc.option(fc.nat(120_000), { nil: undefined });
    fc.assert(
      fc.property(kind, wait, fc.integer({ min: 1, max: 50 }), (what, retryAfterMs, attempts) => {
        const { laneRestsMs } = judge(refused(what, retryAfterMs), attempts);
        expect(laneRestsMs).toBeGreaterThanOrEqual(1_000);
        if (what === 'retry') expect(laneRestsMs).toBeGreaterThanOrEqual(retryAfterMs ?? 0);
      }),
      runs(200),
    );
  });
});

describe('waiting', () => {
  it('doubles from a second to a minute', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 100].map(backoffMs)).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000,
    ]);
  });
});

describe('priority', () => {
  it('goes by severity; an unknown word is information', () => {
    const words = ['critical', 'error', 'warning', 'info', 'odd', 'constructor', '__proto__'];
    expect(words.map(priorityOf)).toEqual([0, 1, 2, 3, 3, 3, 3]);
  });
});

describe('the estimated time of arrival', () => {
  const now = new Date('2026-11-23T06:00:00Z');

  it('is now where nothing is ahead and the lane is open', () => {
    expect(eta(0, new Date('2026-11-23T05:00:00Z'), now)).toEqual(now);
  });

  it('is a second later for each message ahead', () => {
    expect(eta(90, now, now)).toEqual(new Date('2026-11-23T06:01:30Z'));
  });

  it('counts from when the lane opens, if it is closed', () => {
    expect(eta(2, new Date('2026-11-23T06:00:30Z'), now)).toEqual(new Date('2026-11-23T06:00:32Z'));
  });
});
