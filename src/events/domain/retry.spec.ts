import { MOST_ATTEMPTS, pauseAfter } from './retry.js';

describe('A handler that fails', () => {
  it('has its next turn later each time', () => {
    const pauses = Array.from({ length: MOST_ATTEMPTS - 1 }, (_, index) => pauseAfter(index + 1, 0));
    expect(pauses).toEqual([1_000, 5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000]);
  });

  it('has no turn after the last', () => {
    expect(pauseAfter(MOST_ATTEMPTS, 0)).toBeUndefined();
    expect(pauseAfter(MOST_ATTEMPTS + 1, 1)).toBeUndefined();
  });

  it('does not come back together with all that failed with it', () => {
    expect(pauseAfter(1, 0.5)).toBe(1_100);
    expect(pauseAfter(1, 1)).toBe(1_200);
  });
});
