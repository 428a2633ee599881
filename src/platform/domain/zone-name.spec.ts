import { InputFault } from './input-fault.js';
import { checkZone } from './zone-name.js';

describe('A time zone', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    [' America/New_York ', 'America/New_York'],
    ['utc', 'UTC'],
    ['gmt', 'GMT'],
    ['us/pacific', 'US/Pacific'],
  ])('typed as %p is %s', (typed, name) => expect(checkZone(typed)).toBe(name));

  it.each(['Asia/Kolkata', 'asia/kolkata', 'Asia/Calcutta', 'Europe/Kyiv', 'Europe/Kiev'])(
    'that has two names keeps the one it was given: %s',
    (typed) => expect(checkZone(typed).toLowerCase()).toBe(typed.toLowerCase()),
  );

  it('of two names is spelled as it is, whatever the letters', () => {
    expect(checkZone('asia/ho_chi_minh')).toBe('Asia/Ho_Chi_Minh');
    expect(checkZone('asia/kolkata')).toBe('Asia/Kolkata');
  });

  it.each([
    ['Europe/Berln', 'Europe/Berlin'],
    ['Berlin', 'Europe/Berlin'],
    ['new york', 'America/New_York'],
    ['Asia/Kolkatta', 'Asia/Kolkata'],
    ['America/Berlin', 'Europe/Berlin'],
  ])('misspelt as %p gets the nearest', (typed, meant) => {
    expect(() => checkZone(typed)).toThrow(`There is no time zone "${typed}". Did you mean ${meant}?`);
  });

  it.each(['', 'Middle-earth/Minas_Tirith', '+01:00', 'x'.repeat(60)])('%p is like none', (typed) => {
    expect(() => checkZone(typed)).toThrow(InputFault);
    expect(() => checkZone(typed)).toThrow('such as Europe/Berlin, America/New_York or UTC');
  });
});
