import { pace, type PaceState } from './channel-pace.js';

const spec = { perSecond: 1, burst: 3 };

/** Whether each of a row of posts at these seconds passes. */
function verdicts(seconds: number[]): (true | number)[] {
  let state: PaceState | undefined;
  return seconds.map((second) => {
    const verdict = pace(state, spec, second * 1000);
    state = verdict.state;
    return verdict.ok ? true : verdict.retryAfterS;
  });
}

describe('the pace of a channel', () => {
  it('lets a burst through and then one a second', () => {
    expect(verdicts([0, 0, 0, 0, 1, 1])).toEqual([true, true, true, 1, true, 1]);
  });

  it('fills up again while a channel is quiet, and no further than the burst', () => {
    expect(verdicts([0, 0, 0, 60, 60, 60, 60])).toEqual([true, true, true, true, true, true, 1]);
  });

  it('charges nothing for a refusal', () => {
    expect(verdicts([0, 0, 0, 0.2, 0.4, 0.6, 0.8, 1])).toEqual([true, true, true, 1, 1, 1, 1, true]);
  });

  it('says whole seconds, rounded up, never none', () => {
    const slow = { perSecond: 0.1, burst: 1 };
    const first = pace(undefined, slow, 0);
    expect(pace(first.state, slow, 500)).toMatchObject({ ok: false, retryAfterS: 10 });
    expect(pace(first.state, slow, 9_999)).toMatchObject({ ok: false, retryAfterS: 1 });
  });
});
