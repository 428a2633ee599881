import type { FaultRule } from '../../sandbox/faults/fault-rule.js';

/** Of all requests, how many meet what: 30 % together, unless it is asked for less. */
const SHARES: [share: number, rule: FaultRule][] = [
  [0.03, { fault: 'ratelimited', retryAfterS: 1 }],
  [0.02, { fault: 'ratelimited', retryAfterS: 3 }],
  [0.06, { fault: 'error' }],
  [0.05, { fault: 'error', accepted: true }],
  [0.06, { fault: 'reset' }],
  [0.05, { fault: 'reset', accepted: true }],
  [0.015, { fault: 'timeout' }],
  [0.015, { fault: 'timeout', accepted: true }],
];

/** Refusals alone: with them nobody is ever in doubt. */
const REFUSALS: typeof SHARES = SHARES.filter(([, { fault }]) => fault === 'ratelimited');

const SHARE = 0.3;

/** @param percent of all requests, together */
export const allFaults = (percent: number) =>
  rulesOf(SHARES.map(([share, rule]) => [(share * percent) / 100 / SHARE, rule]));
export const refusals = () => rulesOf(REFUSALS);

/** The sandbox asks one rule after the other, and the first that strikes counts: each must strike more often than the last. */
function rulesOf(shares: typeof SHARES): FaultRule[] {
  let before = 0;
  return shares.map(([share, rule]) => {
    const probability = share / (1 - before);
    before += share;
    return { kind: 'api', probability, ...rule };
  });
}
