import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { nameKey } from './service-name.js';
import { readStatusRange, statusRangeText } from './status-range.js';

describe('The name of a service', () => {
  it.each([
    ['Payments  API', ' payments api '],
    ['CAFÉ', 'cafe\u0301'],
    ['ＡＰＩ', 'api'],
  ])('%j is %j', (one, other) => expect(nameKey(one)).toBe(nameKey(other)));

  it('is not another one', () => expect(nameKey('payments-api')).not.toBe(nameKey('payments api')));
});

describe('The statuses that a service answers with', () => {
  it('are one, or all from one to another', () => {
    const status = fc.integer({ min: 100, max: 599 });
    fc.assert(
      fc.property(status, status, (a, b) => {
        const range = { from: Math.min(a, b), to: Math.max(a, b) };
        expect(readStatusRange(statusRangeText(range))).toEqual(range);
      }),
      runs(200),
    );
    expect(readStatusRange(' 200 - 399 ')).toEqual({ from: 200, to: 399 });
  });

  it.each(['', 'ok', '2xx', '99', '600', '299-200', '200-', '200-299-300', '200,201'])('are not %j', (text) =>
    expect(readStatusRange(text)).toBeUndefined(),
  );
});
