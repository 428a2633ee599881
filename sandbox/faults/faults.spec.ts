import fc from 'fast-check';
import type { FaultRule, FaultTarget } from './fault-rule.js';
import { Faults } from './faults.js';
import { Random } from './random.js';

const post = (channels: string[] = ['C1', 'ops']): FaultTarget => ({
  direction: 'in',
  kind: 'api',
  name: 'chat.postMessage',
  channels,
});
const event: FaultTarget = { direction: 'out', kind: 'event', name: 'app_mention', channels: [] };

/** Which of a row of requests are struck, by what. */
function struck(rules: FaultRule[], targets: FaultTarget[], seed = 7): (string | undefined)[] {
  const faults = new Faults();
  faults.configure(rules, seed);
  return targets.map((target) => faults.strike(target)?.fault);
}

describe('faults', () => {
  it('strike what they name and nothing else', () => {
    const targets = [post(), post(['C2', 'general']), event, { ...post(), name: 'auth.test' }];
    expect(struck([{ fault: 'error' }], targets)).toEqual(['error', 'error', undefined, 'error']);
    expect(struck([{ fault: 'error', name: 'chat.*', channel: '#ops' }], targets)).toEqual([
      'error', undefined, undefined, undefined,
    ]); // prettier-ignore
    expect(struck([{ fault: 'duplicate' }], targets)).toEqual([undefined, undefined, 'duplicate', undefined]);
    expect(struck([{ fault: 'reset', kind: 'webhook' }], targets)).toEqual(Array(4).fill(undefined));
  });

  it('strike as often as was asked, after as many as were asked to pass', () => {
    const rule: FaultRule = { fault: 'reset', skip: 1, count: 2 };
    expect(struck([rule], Array(5).fill(post()) as FaultTarget[])).toEqual([
      undefined, 'reset', 'reset', undefined, undefined,
    ]); // prettier-ignore
  });

  it('are the same again with the same seed, and others with another', () => {
    const rules: FaultRule[] = [{ fault: 'timeout', probability: 0.3 }];
    const many = Array(200).fill(post()) as FaultTarget[];
    expect(struck(rules, many, 11)).toEqual(struck(rules, many, 11));
    expect(struck(rules, many, 11)).not.toEqual(struck(rules, many, 12));
  });

  it('strike about as often as their probability says', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, probability) => {
        const many = Array(2000).fill(post()) as FaultTarget[];
        const hits = struck([{ fault: 'error', probability }], many, seed).filter((hit) => hit).length;
        expect(Math.abs(hits / 2000 - probability)).toBeLessThan(0.08);
      }),
      { numRuns: 30 },
    );
  });

  it('do not shift when another rule is added behind them', () => {
    const rule: FaultRule = { fault: 'reset', probability: 0.2 };
    const many = Array(300).fill(post()) as FaultTarget[];
    const alone = struck([rule], many);
    const both = struck([rule, { fault: 'slow', probability: 0.5 }], many);
    expect(both.map((fault) => (fault === 'reset' ? fault : undefined))).toEqual(alone);
  });

  it('count what they saw and struck', () => {
    const faults = new Faults();
    faults.configure([{ fault: 'error', count: 1 }], 3);
    [post(), post()].forEach((target) => faults.strike(target));
    expect(faults.report()).toEqual({ seed: 3, rules: [{ fault: 'error', count: 1, seen: 2, struck: 1 }] });
  });
});

describe('the generator', () => {
  it('is Mulberry32', () => {
    const random = new Random(1);
    expect([random.next(), random.next()].map((n) => Math.round(n * 1e6))).toEqual([627074, 2736]);
  });
});
