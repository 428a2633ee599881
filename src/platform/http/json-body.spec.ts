import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { InvalidBodyError } from '../errors/app-error.js';
import { parseJson } from './json-body.js';

const parsed = (text: string) => parseJson(Buffer.from(text, 'utf8'));

describe('a JSON body', () => {
  it('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        fc.pre(!/\\u(0000|d)/i.test(text));
        expect(parsed(text)).toEqual(JSON.parse(text));
      }),
      runs(100),
    );
  });

  it('of no bytes is nothing', () => {
    expect(parsed('')).toBeUndefined();
  });

  it.each([
    ['half a document', Buffer.from('{"a":')],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ])('is refused if it is %s', (_, bytes) => {
    expect(() => parseJson(bytes)).toThrow(InvalidBodyError);
  });

  it('has no text that PostgreSQL can’t store: NUL and half surrogate pairs become U+FFFD, in names too', () => {
    expect(parsed('{"a\\u0000":["x\\ud83dy", "\\uDD34", "\\ud83d\\udd34", "🔴"]}')).toEqual({
      'a\uFFFD': ['x\uFFFDy', '\uFFFD', '🔴', '🔴'],
    });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ maxLength: 3 }), (text, name) => {
        const body = parsed(JSON.stringify({ [name]: [text, '\0\ud800'] }));
        expect(JSON.stringify(body)).not.toMatch(/\\u(0000|d[89a-f])/i);
      }),
      runs(100),
    );
  });
});
