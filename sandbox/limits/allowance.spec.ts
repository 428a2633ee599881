import fc from 'fast-check';
import { charge, waitFor, type AllowanceSpec, type AllowanceState } from './allowance.js';

/** What becomes of a row of requests at these milliseconds: 0 where it passes, else how long to wait. */
function waits(spec: AllowanceSpec, times: number[]): number[] {
  let state: AllowanceState | undefined;
  return times.map((at) => {
    const wait = waitFor(spec, state, at);
    if (wait === 0) state = charge(spec, state, at);
    return wait;
  });
}

function accepted(spec: AllowanceSpec, times: number[]): number[] {
  const verdicts = waits(spec, times);
  return times.filter((_, index) => verdicts[index] === 0);
}

/** The most of `times` that lie in any span of `ms`, its end left out. */
function mostWithin(times: number[], ms: number): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + ms).length));
}

const traffic = fc
  .array(fc.nat({ max: 30_000 }), { maxLength: 120 })
  .map((gaps) => gaps.map((gap) => gap % 1000 ** (gap % 3)).reduce<number[]>((all, gap) => [...all, (all.at(-1) ?? 0) + gap], [])); // prettier-ignore
const paces = fc.record({
  perSecond: fc.constantFrom(0.1, 0.5, 1, 2, 4),
  burst: fc.integer({ min: 1, max: 5 }),
});
const windows = fc.record({ perMinute: fc.integer({ min: 1, max: 20 }) });

describe('a pace', () => {
  const spec = { perSecond: 1, burst: 3 };

  it('lets a burst through and then one a second', () => {
    expect(waits(spec, [0, 0, 0, 0, 1000, 1000])).toEqual([0, 0, 0, 1000, 0, 1000]);
  });

  it('fills up again in quiet times, and no further than the burst', () => {
    expect(waits(spec, [0, 0, 0, 60_000, 60_000, 60_000, 60_000])).toEqual([0, 0, 0, 0, 0, 0, 1000]);
  });

  it('never lets more through than its burst and its rate, whatever comes', () => {
    fc.assert(
      fc.property(paces, traffic, fc.integer({ min: 1, max: 90_000 }), (pace, times, span) => {
        const most = pace.burst + Math.ceil((span * pace.perSecond) / 1000);
        expect(mostWithin(accepted(pace, times), span)).toBeLessThanOrEqual(most);
      }),
    );
  });
});

describe('a one-minute window', () => {
  const spec = { perMinute: 2 };

  it('lets its number through in any sixty seconds', () => {
    expect(waits(spec, [0, 1000, 2000, 59_999, 60_000, 60_000, 61_000])).toEqual([
      0, 0, 58_000, 1, 0, 1000, 0,
    ]);
  });

  it('never lets more through, whatever comes', () => {
    fc.assert(
      fc.property(windows, traffic, (window, times) => {
        expect(mostWithin(accepted(window, times), 60_000)).toBeLessThanOrEqual(window.perMinute);
      }),
    );
  });
});

describe('a refusal', () => {
  const any: fc.Arbitrary<AllowanceSpec> = fc.oneof(paces, windows);

  it('changes nothing for anybody else', () => {
    fc.assert(
      fc.property(any, traffic, (spec, times) => {
        const passing = accepted(spec, times);
        expect(accepted(spec, passing)).toEqual(passing);
      }),
    );
  });

  it('names the first moment at which one more passes', () => {
    fc.assert(
      fc.property(any, traffic, (spec, times) => {
        const last = times.at(-1) ?? 0;
        const wait = waits(spec, times).at(-1) ?? 0;
        const before = times.slice(0, -1);
        if (wait < 2) return;
        expect(accepted(spec, [...before, last + wait - 1]).includes(last + wait - 1)).toBe(false);
        expect(accepted(spec, [...before, last + wait]).includes(last + wait)).toBe(true);
      }),
    );
  });
});
