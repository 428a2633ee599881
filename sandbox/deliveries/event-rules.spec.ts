import fc from 'fast-check';
import { DeliveryHealth } from './delivery-health.js';
import { EventQuota } from './event-quota.js';
import { nextDelay, tooLate } from './retry-plan.js';

const MINUTE = 60_000;

describe('retries of an event', () => {
  const plan = (delayed: boolean) => {
    const delays: number[] = [];
    for (let failed = 0; ; failed += 1) {
      const delay = nextDelay(failed, undefined, delayed);
      if (delay === undefined) return delays;
      delays.push(delay);
    }
  };

  it('come at once, after a minute and after five', () => {
    expect(plan(false)).toEqual([0, MINUTE, 5 * MINUTE]);
  });

  it('go on hourly for a day where delayed events are wanted', () => {
    expect(plan(true)).toEqual([0, MINUTE, 5 * MINUTE, ...Array<number>(24).fill(60 * MINUTE)]);
  });

  it('are given up when they are two hours late, unless delayed events are wanted', () => {
    expect([tooLate(120 * MINUTE, false), tooLate(120 * MINUTE + 1, false)]).toEqual([false, true]);
    expect(tooLate(1000 * MINUTE, true)).toBe(false);
  });
});

describe('the hourly quota of events', () => {
  it('is announced once in each limited minute', () => {
    const quota = new EventQuota();
    const take = (at: number) => quota.take('A1/T1', 2, at);
    expect([0, 1, 2, 3, MINUTE, MINUTE + 1].map(take)).toEqual([
      'send', 'send', 'announce', 'drop', 'announce', 'drop',
    ]); // prettier-ignore
    expect(take(60 * MINUTE)).toBe('send');
    expect(quota.take('A1/T2', 2, MINUTE)).toBe('send');
  });

  it('never lets more than its number through in an hour', () => {
    const gaps = fc.array(fc.nat({ max: 5 * MINUTE }), { maxLength: 200 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 20 }), (rests, perHour) => {
        const quota = new EventQuota();
        let now = 0;
        const sent: number[] = [];
        for (const rest of rests) {
          now += rest;
          if (quota.take('k', perHour, now) === 'send') sent.push(now);
        }
        // Sixty counted minutes are at least 59 whole ones.
        const span = 59 * MINUTE;
        const most = Math.max(
          0,
          ...sent.map((from) => sent.filter((at) => at >= from && at < from + span).length),
        );
        expect(most).toBeLessThanOrEqual(perHour);
      }),
    );
  });
});

describe('the health of deliveries', () => {
  const run = (attempts: { failed: boolean }[], everyMs = 100) => {
    const health = new DeliveryHealth();
    return attempts.findIndex(({ failed }, index) => health.note({ first: true, failed }, index * everyMs));
  };
  const failing = (count: number, good: number) =>
    Array.from({ length: count }, (_, index) => ({ failed: index >= good }));

  it('ends deliveries when more than 95 % fail, from the thousandth event on', () => {
    expect(run(failing(2000, 0))).toBe(999);
    expect(run(failing(999, 0))).toBe(-1);
    expect(run(failing(1000, 50))).toBe(-1);
    expect(run(failing(1002, 50))).toBe(1000);
  });

  it('looks at the last sixty minutes alone', () => {
    expect(run(failing(2000, 0), 5000)).toBe(-1);
  });

  it('counts retries as attempts and not as events', () => {
    const health = new DeliveryHealth();
    const ends = Array.from({ length: 4000 }, (_, index) =>
      health.note({ first: index % 4 === 0, failed: true }, index),
    ).indexOf(true);
    expect(ends).toBe(3996);
  });
});
