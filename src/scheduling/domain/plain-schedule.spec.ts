import { InputFault, nearest } from '../../platform/domain/index.js';
import { parseCron } from './cron.js';
import { cronOf } from './plain-schedule.js';

describe('When, as people type it', () => {
  it.each([
    ['weekdays 08:00', '0 8 * * 1-5'],
    ['Weekdays at 8', '0 8 * * 1-5'],
    ['every day 7:30', '30 7 * * *'],
    ['mondays, thursdays and fri 9:05', '5 9 * * 1,4,5'],
    ['sunday 23:59', '59 23 * * 0'],
    ['weekends 10:00', '0 10 * * 0,6'],
    ['  0 8   * * 1-5 ', '0 8 * * 1-5'],
  ])('%j is %s', (typed, cron) => {
    expect(cronOf(typed)).toBe(cron);
    expect(() => parseCron(cron)).not.toThrow();
  });

  it.each([
    ['', 'is no schedule'],
    ['08:00', 'five fields'],
    ['in a while', 'is no schedule'],
    ['mondayz 08:00', 'Did you mean "mondays"?'],
    ['holidays 8:00', 'is no day'],
    ['daily 8:60', 'There is no time 8:60'],
    ['* * * *', 'five fields'],
    ['0 8 * * 8', 'no weekday'],
    ['0 8 0 * *', 'no day of the month'],
    ['0 8 * 13 *', 'no month'],
    ['*/0 * * * *', 'no minute'],
    ['30-10 * * * *', 'no minute'],
    ['0 8 31 2,4 *', 'never comes'],
  ])('%j says what would do, with an example', (typed, words) => {
    expect(() => cronOf(typed)).toThrow(InputFault);
    expect(() => cronOf(typed)).toThrow(words);
    expect(() => cronOf(typed)).toThrow(/such as|example|as in|goes like|\d/);
  });

  it('the expression has lists, ranges, steps, names, and 7 for Sunday', () => {
    const { minutes, hours, months, weekdays } = parseCron('5/20 8-10,22 * jan,3 5-7');
    expect([minutes, hours, [...months], [...weekdays]]).toEqual([
      [5, 25, 45],
      [8, 9, 10, 22],
      [1, 3],
      [5, 6, 0],
    ]);
  });
});

describe('What somebody may have meant', () => {
  it.each([
    ['digset', 'digest'],
    ['halp', 'help'],
    ['tset', 'test'],
    ['STATUS', undefined],
    ['x', undefined],
  ])('%s: %s', (typed, meant) => {
    expect(nearest(typed, ['help', 'test', 'digest'])).toBe(meant);
  });
});
