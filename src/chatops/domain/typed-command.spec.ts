import { readCommand, readDigestWish } from './typed-command.js';

describe('What is typed after /switchboard', () => {
  it.each([
    ['', 'help', ''],
    ['  ', 'help', ''],
    ['HELP', 'help', ''],
    [' digest  weekdays 08:00 ', 'digest', 'weekdays 08:00'],
  ])('%j is %s with %j', (typed, name, rest) => {
    expect(readCommand(typed)).toEqual({ name, rest });
  });

  it.each([
    ['', { action: 'list' }],
    ['preview', { action: 'preview' }],
    ['Pause 2', { action: 'pause', which: 2 }],
    ['weekdays 08:00', { action: 'subscribe', schedule: 'weekdays 08:00', weekly: false }],
    [
      'daily 8:00 Europe/Berlin',
      { action: 'subscribe', schedule: 'daily 8:00', zone: 'Europe/Berlin', weekly: false },
    ],
    [
      'weekly mondays 9:00 America/Argentina/Salta',
      { action: 'subscribe', schedule: 'mondays 9:00', zone: 'America/Argentina/Salta', weekly: true },
    ],
    ['0 8 * * 1-5 UTC', { action: 'subscribe', schedule: '0 8 * * 1-5', zone: 'UTC', weekly: false }],
    ['pauze', { action: 'subscribe', schedule: 'pauze', weekly: false }],
  ])('digest %j is %j', (rest, wish) => {
    expect(readDigestWish(rest)).toEqual(wish);
  });
});
