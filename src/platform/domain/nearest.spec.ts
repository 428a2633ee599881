import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { nearest } from './nearest.js';

const names = ['payments', 'checkout', 'api', 'Payments API'];

describe('The nearest of what there is', () => {
  it.each([
    ['paymnets', 'payments'],
    ['PAYMENT', 'payments'],
    ['ap', 'api'],
    ['payments appi', 'Payments API'],
    ['warehouse', undefined],
    ['', undefined],
  ])('to %j is %j', (typed, meant) => expect(nearest(typed, names)).toBe(meant));

  it('is a name itself, and what is one letter away from it', () => {
    const word = fc.stringMatching(/^[a-z]{4,12}$/);
    fc.assert(
      fc.property(word, fc.nat(), (name, at) => {
        const cut = at % name.length;
        expect(nearest(name, ['other', name])).toBe(name);
        expect(nearest(name.slice(0, cut) + name.slice(cut + 1), ['zzzzzzzzzzzzzzzz', name])).toBe(name);
      }),
      runs(200),
    );
  });

  it('is not looked for where too much was typed', () => {
    expect(nearest('x'.repeat(101), ['x'.repeat(101)])).toBeUndefined();
  });
});
