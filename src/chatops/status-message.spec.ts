import fc from 'fast-check';
import { runs } from '../../test/harness/runs.js';
import type { OpenCount } from '../alerts/index.js';
import { SEVERITIES } from '../notifications/index.js';
import { checkMessage } from '../slack/index.js';
import { type StatusRow, openOfService, statusMessage } from './status-message.js';

const service = { name: 'payments', alerts: [], timeoutMs: 5_000 };
const firing = (of: string | null, severity: OpenCount['severity'], count: number): OpenCount => ({
  service: of,
  severity,
  count,
  state: 'firing',
});
const cells = (rows: StatusRow[]) => {
  const [table] = (statusMessage({ rows }).blocks ?? []) as unknown as { rows: { text: string }[][] }[];
  return table.rows.map((row) => row.map(({ text }) => text));
};

describe('How services are', () => {
  it('is a table: a word and a sign for each state, the time, and what fires', () => {
    const rows: StatusRow[] = [
      { service, result: { state: 'up', words: 'answered 200', ms: 41.7 }, open: [] },
      {
        service: { ...service, name: 'a<b' },
        result: { state: 'down', words: 'answered 503, not 200-299' },
        open: [
          firing('x', 'warning', 2),
          firing('x', 'critical', 1),
          { ...firing('x', 'error', 3), state: 'acknowledged' },
        ],
      },
      { service, result: { state: 'unchecked', words: 'could not be checked' }, open: [] },
      { service, open: [] },
    ];
    expect(cells(rows)).toEqual([
      ['Service', 'State', 'Time', 'Answer', 'Alerts'],
      ['payments', '🟢 up', '42 ms', 'answered 200', '–'],
      [
        'a<b',
        '🔴 down',
        '–',
        'answered 503, not 200-299',
        '3 firing (1 critical, 2 warning), 3 acknowledged',
      ],
      ['payments', '⚪ not checked', '–', 'could not be checked', '–'],
      ['payments', '⏳ checking …', '–', '–', '–'],
    ]);
    const { text } = statusMessage({ rows });
    expect(text).toContain('🟢 *payments*: up (answered 200, 42 ms)');
    expect(text).toContain('🔴 *a&lt;b*: down (answered 503, not 200-299, 3 firing');
    expect(text).toContain('One has not answered yet. What came of it follows');
  });

  it('fits into a message, whatever it is made of', () => {
    const words = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
      fc.constant('&'.repeat(200)),
    );
    const result = fc.record({
      state: fc.constantFrom('up' as const, 'down' as const, 'unchecked' as const),
      words,
      ms: fc.option(fc.double({ min: 0, max: 20_000, noNaN: true }), { nil: undefined }),
    });
    const open = fc.record({
      service: fc.constant(null),
      severity: fc.constantFrom(...SEVERITIES),
      state: fc.constantFrom('firing' as const, 'acknowledged' as const),
      count: fc.nat(),
    });
    const row = fc.record({
      service: fc.record({ name: words, alerts: fc.constant<string[]>([]), timeoutMs: fc.nat() }),
      result: fc.option(result, { nil: undefined }),
      open: fc.array(open, { maxLength: 8 }),
    });
    const alert = fc.record({
      title: words,
      severity: fc.constantFrom(...SEVERITIES),
      state: fc.constant('firing' as const),
      firedAt: fc.option(fc.constant(new Date(0))),
    });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 50 }),
        fc.array(alert, { maxLength: 5 }),
        (rows, alerts) => expect(checkMessage(statusMessage({ rows, alerts }))).toEqual([]),
      ),
      runs(50),
    );
  });
});

describe('Alerts of a service', () => {
  const open = [firing('Payments', 'error', 1), firing('payments-db', 'error', 2), firing(null, 'error', 4)];

  it('are those with its name, without case, where nobody said otherwise', () => {
    expect(openOfService(service, open)).toEqual([open[0]]);
  });

  it('are those with the names that somebody gave', () => {
    expect(openOfService({ ...service, alerts: ['PAYMENTS-DB', 'other'] }, open)).toEqual([open[1]]);
  });
});
