import fc from 'fast-check';
import { readMuteWish } from './mute-wish.js';

const [MINUTE, HOUR] = [60_000, 3_600_000];

describe('What is typed after /switchboard mute', () => {
  it.each([
    ['', { action: 'list' }],
    [' List ', { action: 'list' }],
    ['off', { action: 'off' }],
    ['OFF payments', { action: 'off', service: 'payments' }],
    ['2h', { action: 'mute', ms: 2 * HOUR, all: false }],
    ['30m payments', { action: 'mute', ms: 30 * MINUTE, all: false, service: 'payments' }],
    ['payments 30 min', { action: 'mute', ms: 30 * MINUTE, all: false, service: 'payments' }],
    ['1h30m all', { action: 'mute', ms: 90 * MINUTE, all: true }],
    ['1 hour 30 minutes', { action: 'mute', ms: 90 * MINUTE, all: false }],
    ['ALL 2 hours "Payments API"', { action: 'mute', ms: 2 * HOUR, all: true, service: 'Payments API' }],
    ['10m `db-3m`', { action: 'mute', ms: 10 * MINUTE, all: false, service: 'db-3m' }],
    ['30m R&amp;D', { action: 'mute', ms: 30 * MINUTE, all: false, service: 'R&D' }],
    ['off <http://api.example.com|api.example.com>', { action: 'off', service: 'api.example.com' }],
    ['99999d', { action: 'mute', ms: 99_999 * 24 * HOUR, all: false }],
  ])('%j is %j', (typed, wish) => {
    expect(readMuteWish(typed)).toEqual(wish);
  });

  it.each([
    ['lits', 'Did you mean `/switchboard mute list`'],
    ['of', 'Did you mean `/switchboard mute off`'],
    ['payments', 'For how long?'],
    ['2 months', 'For how long?'],
    ['h2', 'For how long?'],
    ['-2h', 'For how long?'],
  ])('%j is no wish: %s', (typed, words) => {
    expect(() => readMuteWish(typed)).toThrow(words);
  });

  it('reads back what it is made of, in any order', () => {
    const service = fc.stringMatching(/^[a-z]{2,8}-[a-z]{2,8}$/);
    fc.assert(
      fc.property(fc.nat(99), fc.nat(59), service, fc.boolean(), (hours, minutes, name, first) => {
        const time = `${hours}h${minutes}m`;
        const wish = readMuteWish(first ? `${name} ${time}` : `${time} ${name}`);
        expect(wish).toEqual({
          action: 'mute',
          ms: hours * HOUR + minutes * MINUTE,
          all: false,
          service: name,
        });
      }),
    );
  });
});
