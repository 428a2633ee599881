import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { ZONES, slotsByMinutes, transitionsOf } from '../../../test/property/minutes-of-a-zone.js';
import { parseCron } from './cron.js';
import { dueRun, nextRun, storedRun } from './next-run.js';

const next = (expression: string, zone: string, after: string) =>
  nextRun(parseCron(expression), zone, new Date(after)).toISOString();

describe('When a schedule is due next', () => {
  it.each([
    [
      '0 8 * * 1-5',
      'Europe/Berlin',
      '2026-11-27T07:00:00Z',
      '2026-11-30T07:00:00.000Z',
      'Friday’s is over: Monday',
    ],
    ['0 8 * * *', 'Europe/Berlin', '2026-11-27T06:59:59Z', '2026-11-27T07:00:00.000Z', 'a second before'],
    [
      '0 8 * * *',
      'America/New_York',
      '2026-03-07T13:00:00Z',
      '2026-03-08T12:00:00.000Z',
      '08:00 is an hour earlier in summer',
    ],
    [
      '*/15 9-10 * * *',
      'Asia/Kolkata',
      '2026-01-01T03:31:00Z',
      '2026-01-01T03:45:00.000Z',
      'half an hour off',
    ],
    ['0 0 29 2 *', 'UTC', '2097-01-01T00:00:00Z', '2104-02-29T00:00:00.000Z', '2100 is no leap year'],
    ['0 0 29 2 */6', 'UTC', '2032-02-29T00:00:00Z', '2048-02-29T00:00:00.000Z', 'a leap day on a weekend'],
    ['0 0 29 2 */7', 'UTC', '2088-02-29T00:00:00Z', '2128-02-29T00:00:00.000Z', 'as long as it ever takes'],
    [
      '0 9 13 * fri',
      'UTC',
      '2026-11-01T00:00:00Z',
      '2026-11-06T09:00:00.000Z',
      'the 13th or a Friday, as cron has it',
    ],
    ['0 12 */2 * mon', 'UTC', '2026-11-01T00:00:00Z', '2026-11-09T12:00:00.000Z', 'with a star: both'],
  ])('%s in %s after %s is %s: %s', (expression, zone, after, due) => {
    expect(next(expression, zone, after)).toBe(due);
  });

  it('what the clocks skip comes in the moment they jump, and once', () => {
    // Berlin, 29 March 2026: after 01:59 comes 03:00, 01:00 UTC.
    expect(next('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(next('*/20 2,3 * * *', 'Europe/Berlin', '2026-03-29T00:59:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(next('*/20 2,3 * * *', 'Europe/Berlin', '2026-03-29T01:00:00Z')).toBe('2026-03-29T01:20:00.000Z');
    // Samoa had no 30 December 2011 at all.
    expect(next('0 8 30 12 *', 'Pacific/Apia', '2011-12-01T00:00:00Z')).toBe('2011-12-30T10:00:00.000Z');
  });

  it('what they show twice comes the first time alone', () => {
    // Berlin, 25 October 2026: 02:30 is at 00:30 UTC and at 01:30 UTC.
    expect(next('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(next('30 2 * * *', 'Europe/Berlin', '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z');
    expect(next('0 * * * *', 'Europe/Berlin', '2026-10-25T00:00:00Z')).toBe('2026-10-25T02:00:00.000Z');
  });

  it('after a standstill the last one that has come is due, and those before it are not made up for', () => {
    const cron = parseCron('0 8 * * *');
    const [due, now] = [new Date('2026-11-20T08:00:00Z'), new Date('2026-11-23T07:59:00Z')];
    expect(dueRun(cron, 'UTC', due, now)).toEqual({
      slot: new Date('2026-11-22T08:00:00Z'),
      next: new Date('2026-11-23T08:00:00Z'),
    });
    expect(dueRun(cron, 'UTC', due, due)).toEqual({ slot: due, next: new Date('2026-11-21T08:00:00Z') });
  });

  it('what can’t be reckoned any more has what was due, and nothing after it', () => {
    const due = new Date('2026-11-20T08:00:00Z');
    expect(storedRun({ cron: '0 8 * * *', zone: 'Gone/Zone', due }, due)).toEqual({
      slot: due,
      next: null,
      fault: expect.any(RangeError),
    });
  });

  /** Fields that have something in the hours of changes. */
  const field = (most: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min: 0, max: most }).map(String),
      fc.integer({ min: 2, max: 30 }).map((step) => `*/${step}`),
      fc
        .uniqueArray(fc.integer({ min: 0, max: most }), { minLength: 1, maxLength: 3 })
        .map((all) => all.join(',')),
    );

  it('agrees with whoever looks at the clock each minute, around every change of 50 zones in 20 years', () => {
    expect(ZONES).toHaveLength(50);
    const zone = fc.constantFrom(...ZONES);
    const around = zone.chain((name) => fc.tuple(fc.constant(name), fc.constantFrom(...transitionsOf(name))));
    fc.assert(
      fc.property(
        around,
        field(59),
        field(3),
        fc.integer({ min: 1, max: 600 }),
        ([name, change], minute, hour, before) => {
          const expression = `${minute} ${hour} * * *`;
          const [from, to] = [change - before * 60_000, change + 8 * 60 * 60_000];
          const expected = slotsByMinutes(expression, name, from, to);
          const found = [];
          for (let at = nextRun(parseCron(expression), name, new Date(from)); at.getTime() <= to;) {
            found.push(at.toISOString());
            at = nextRun(parseCron(expression), name, at);
          }
          expect({ name, expression, found }).toEqual({ name, expression, found: expected });
        },
      ),
      runs(60),
    );
  });
});
