import { ago, dayLabel, nearDay, slackDate } from './dates.js';

const NOW = new Date(2026, 10, 23, 12).getTime();
const minutesAgo = (minutes: number) => new Date(NOW - minutes * 60_000);
const daysAgo = (days: number) => new Date(2026, 10, 23 - days, 23, 59);

describe('dates as Slack writes them', () => {
  it('are near by the calendar, not by hours', () => {
    expect([1, 0, -1, 2].map((days) => nearDay(daysAgo(days), NOW))).toEqual([
      'yesterday',
      'today',
      'tomorrow',
      undefined,
    ]);
    expect(dayLabel(daysAgo(1), NOW)).toBe('Yesterday');
  });

  it.each([
    [0, 'just now'],
    [1, '1 minute ago'],
    [59, '59 minutes ago'],
    [60, '1 hour ago'],
    [60 * 50, '2 days ago'],
    [-90, 'in 1 hour'],
  ])('%d minutes: %s', (minutes, words) => {
    expect(ago(minutesAgo(minutes), NOW)).toBe(words);
  });

  it('fill the tokens in, pretty ones only where the day is near', () => {
    expect(slackDate(minutesAgo(0), '{date_num} {ago} {nothing}', NOW)).toBe('2026-11-23 just now {nothing}');
    expect(slackDate(daysAgo(1), 'since {date_short_pretty}', NOW)).toBe('since yesterday');
    expect(slackDate(daysAgo(9), '{date_short_pretty}', NOW)).toMatch(/14/);
  });
});
