import { dayOf, daysAround, firstDayKept } from './day.js';

const seconds = (text: string) => Date.parse(text) / 1_000;
const NO_DAY = '1970-01-01';

describe('The day of an event', () => {
  it('is Slack’s time in UTC, so that each retry finds the same one', () => {
    expect(dayOf(seconds('2026-11-23T00:00:00Z'))).toBe('2026-11-23');
    expect(dayOf(seconds('2026-11-23T23:59:59Z'))).toBe('2026-11-23');
    expect(dayOf(seconds('2026-11-24T00:30:00+01:00'))).toBe('2026-11-23');
  });

  it.each([undefined, 0, 1, -1, seconds('2100-01-01T00:00:00Z'), Number.MAX_SAFE_INTEGER])(
    'of the odd time %p is none in particular',
    (time) => expect(dayOf(time)).toBe(NO_DAY),
  );
});

describe('Days', () => {
  const now = new Date('2026-12-31T23:59:59Z');

  it('are made from yesterday, of which some may still come in, to the day after tomorrow', () => {
    expect(daysAround(now)).toEqual(['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02']);
  });

  it('are kept whole', () => {
    expect(firstDayKept(now, 7)).toBe('2026-12-24');
  });
});
