import { objects, type JsonObject } from '../json.js';
import { richText } from './typed-text.js';

const elements = (said: string) =>
  objects(richText(said).elements).flatMap((group) => objects(group.elements));
const text = (words: string, style?: JsonObject) => ({
  type: 'text',
  text: words,
  ...(style ? { style } : {}),
});

describe('what Slack’s composer makes of a typed text', () => {
  it.each([
    ['hello', [text('hello')]],
    ['*now*, _maybe_', [text('now', { bold: true }), text(', '), text('maybe', { italic: true })]],
    [
      'run `a *b*` ~not~',
      [text('run '), text('a *b*', { code: true }), text(' '), text('not', { strike: true })],
    ],
    ['2 * 3 * 4 snake_case_name', [text('2 * 3 * 4 snake_case_name')]],
    [':eyes: at 10:30:45', [{ type: 'emoji', name: 'eyes' }, text(' at 10:30:45')]],
    ['see :no_such_emoji: here', [text('see :no_such_emoji: here')]],
    ['<@U1> &lt;3', [{ type: 'user', user_id: 'U1' }, text(' <3')]],
  ])('%s', (said, made) => {
    expect(elements(said)).toEqual(made);
  });
});
