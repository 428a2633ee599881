import { checkMessage } from '../slack/index.js';
import { chartOf } from './digest-chart.js';
import { type DigestData, digestMessage, lengthOf } from './digest-message.js';

const none = { counts: [], services: [], acknowledged: 0, resolved: 0, acknowledgedS: null, resolvedS: null };
const quiet: DigestData = {
  name: 'Morning',
  zone: 'Europe/Berlin',
  covers: 'day',
  reason: 'schedule',
  window: { from: new Date('2026-11-25T23:00:00Z'), to: new Date('2026-11-26T23:00:00Z') },
  now: none,
  before: none,
  open: { firing: 0, acknowledged: 0, alerts: [] },
  failed: 0,
  failedBefore: 0,
};
const counts = [
  { service: 'payments', severity: 'critical' as const, count: 2 },
  { service: 'payments', severity: 'info' as const, count: 1 },
  { service: null, severity: 'warning' as const, count: 1 },
];
const busy: DigestData = {
  ...quiet,
  now: {
    counts,
    services: [{ service: 'payments', acknowledgedS: 240, resolvedS: 7_500 }],
    acknowledged: 3,
    resolved: 2,
    acknowledgedS: 240,
    resolvedS: 7_500,
  },
  before: { ...none, counts: [{ service: 'payments', severity: 'error', count: 5 }], acknowledgedS: 60 },
  open: {
    firing: 2,
    acknowledged: 1,
    alerts: [{ title: 'a <b>', severity: 'critical', state: 'acknowledged', firedAt: null }],
  },
  failed: 1,
};
const rowsOf = (data: DigestData) => {
  const table = digestMessage(data).blocks?.find(({ type }) => type === 'table') as
    { rows: { text: string }[][] } | undefined;
  return table?.rows.map((row) => row.map(({ text }) => text));
};

describe('A digest', () => {
  it('of an empty day says so in a line', () => {
    const { text, blocks } = digestMessage({ ...quiet, before: busy.before });
    expect(text).toBe(
      'Morning: Thursday 26 November\nNothing fired (5 the day before), nothing is open, and every message arrived.',
    );
    expect(blocks).toHaveLength(3);
  });

  it('counts by service and severity, beside the period before, the busiest first', () => {
    expect(rowsOf(busy)).toEqual([
      ['Service', 'Critical', 'Error', 'Warning', 'Info', 'All', 'Before', 'Acknowledged', 'Resolved'],
      ['payments', '2', '–', '–', '1', '3', '5', '4 min', '2 h 5 min'],
      ['no service named', '–', '–', '1', '–', '1', '0', '–', '–'],
    ]);
  });

  it('says all of it in words too, for where no table is shown', () => {
    expect(digestMessage(busy).text.split('\n')).toEqual([
      'Morning: Thursday 26 November',
      '*4 alerts* (2 critical, 1 warning, 1 info) · 5 the day before (−1)',
      '3 of 4 acknowledged, half of those within 4 min (1 min before) · 2 of 4 resolved, half of those within 2 h 5 min',
      '1 delivery failed · 0 the day before',
      'payments: 2 critical, 1 info (before: 5), acknowledged 4 min, resolved 2 h 5 min',
      'no service named: 1 warning (before: 0), acknowledged –, resolved –',
      '*Still open: 3*, 1 of them acknowledged',
      ':red_circle: a &lt;b&gt; :eyes:',
      '… and 2 more',
    ]);
  });

  it('of a week names its days', () => {
    const window = { from: new Date('2026-11-15T23:00:00Z'), to: new Date('2026-11-22T23:00:00Z') };
    expect(digestMessage({ ...busy, covers: 'week', window }).text).toContain(
      'Morning: 16 November to 22 November',
    );
  });

  it('keeps Slack’s limits whatever there is, and ends the table in a line for the others', () => {
    const many = Array.from({ length: 300 }, (_, at) => ({
      service: `${at}`.repeat(80),
      severity: 'info' as const,
      count: at + 1,
    }));
    const data = { ...busy, name: '<!channel> *x*', now: { ...busy.now, counts: many } };
    const message = digestMessage(data, { fileId: 'F012345678', alt: 'A chart' });
    expect(checkMessage(message)).toEqual([]);
    expect(message.text).not.toContain('<!channel>');
    expect(rowsOf(data)).toHaveLength(17);
    expect(rowsOf(data)?.at(-1)?.[0]).toBe('285 more');
  });

  it.each([
    [20, '20 s'],
    [90, '2 min'],
    [3_600, '1 h'],
    [90_000, '1 d 1 h'],
    [172_800, '2 d'],
  ])('%i s is %s', (seconds, said) => {
    expect(lengthOf(seconds)).toBe(said);
  });
});

describe('The chart of a digest', () => {
  const at = (time: string) => new Date(`2026-10-${time}:00Z`);
  const firings = [
    // Berlin’s clocks show 02:30 twice on 25 October 2026.
    { at: at('25T00:30'), severity: 'critical', count: 2 },
    { at: at('25T01:30'), severity: 'critical', count: 3 },
    { at: at('25T22:45'), severity: 'info', count: 1 },
  ];
  const window = { from: at('24T22:00'), to: at('25T23:00') };

  it('has the hours of the zone’s clocks, and says in words what it shows', () => {
    const chart = chartOf({ zone: 'Europe/Berlin', covers: 'day', window, firings });
    expect(chart?.alt).toBe(
      'Bar chart of 6 alerts by hour and severity, Sunday 25 October; most, 5, from 02:00 on.',
    );
    const { values } = (
      chart?.spec as { data: { values: { label: string; severity: string; count: number }[] } }
    ).data;
    expect(values).toHaveLength(24 * 4);
    expect(values.filter(({ count }) => count > 0)).toMatchObject([
      { label: '02', severity: 'critical', count: 5 },
      { label: '23', severity: 'info', count: 1 },
    ]);
  });

  it('is not drawn of nothing', () => {
    expect(chartOf({ zone: 'UTC', covers: 'week', window, firings: [] })).toBeUndefined();
  });
});
