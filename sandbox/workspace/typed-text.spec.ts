import { objects, text as textOf, type JsonObject } from '../json.js';
import { resolveTyped, richText } from './typed-text.js';
import type { World } from './world.js';

const elements = (said: string) =>
  objects(richText(said).elements).flatMap((group) => objects(group.elements));
const text = (words: string, style?: JsonObject) => ({
  type: 'text',
  text: words,
  ...(style ? { style } : {}),
});

const ANN = { id: 'U1', name: 'ann' };
const OPS = { id: 'C1', name: 'ops', kind: 'public' };
const world = {
  user: (_team: string, name: string) => (name === ANN.name ? ANN : undefined),
  channel: (_team: string, name: string) => (name === OPS.name ? OPS : undefined),
} as unknown as World;

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

  it.each([
    ['if a < b and c > d', 'if a &lt; b and c &gt; d'],
    ['List<String> x', 'List&lt;String&gt; x'],
    ['<b>bold</b> & <!channel>', '&lt;b&gt;bold&lt;/b&gt; &amp; &lt;!channel&gt;'],
    ['already &lt; escaped', 'already &amp;lt; escaped'],
    ['`a<b>` *<c>*', '`a&lt;b&gt;` *&lt;c&gt;*'],
  ])('what is no reference is text as it was typed: %s', (typed, said) => {
    expect(resolveTyped(world, 'T1', typed)).toBe(said);
    const shown = elements(said).reduce((all, element) => all + textOf(element.text), '');
    expect(shown).toBe(typed.replace(/[`*]/g, ''));
  });

  /** Each part as `quote(…)`, `preformatted(…)` or `section(…)`, with the words in it. */
  const parts = (said: string) =>
    objects(richText(said).elements).map(({ type, elements }) => {
      const words = objects(elements).map((one) => textOf(one.text) || textOf(one.user_id));
      return `${textOf(type).replace('rich_text_', '')}(${words.join('')})`;
    });

  it.each([
    ['> said', ['quote(said)']],
    ['> one\n> two\nmine', ['quote(one\ntwo)', 'section(mine)']],
    ['a\n>b\n\n> c', ['section(a)', 'quote(b)', 'quote(c)']],
    ['>>> all\nof it\n> this too', ['quote(all\nof it\n> this too)']],
    ['> *bold* of @ann', ['quote(bold of U1)']],
    ['2 > 1\n>> odd', ['section(2 > 1\n>> odd)']],
    ['```if (a < b) @ann *x* :eyes:```', ['preformatted(if (a < b) @ann *x* :eyes:)']],
    [
      'see\n```\none\n  > two\n\nthree\n```\nthere',
      ['section(see)', 'preformatted(one\n  > two\n\nthree)', 'section(there)'],
    ],
    ['in ```a line``` too', ['section(in )', 'preformatted(a line)', 'section( too)']],
    ['> q\n```c```', ['quote(q)', 'preformatted(c)']],
    ['```never ends', ['section(```never ends)']],
  ])('quotations and code blocks are parts of their own: %j', (typed, made) => {
    expect(parts(resolveTyped(world, 'T1', typed))).toEqual(made);
  });

  it.each([
    ['@ann in #ops', '<@U1> in <#C1|ops>'],
    ['@nobody in #nowhere', '@nobody in #nowhere'],
    ['@here', '<!here>'],
    ['<@U2> in <#C2|ops> of <https://x.example|X>', '<@U2> in <#C2|ops> of <https://x.example|X>'],
    ['see https://x.example/?a=1&b=2', 'see <https://x.example/?a=1&amp;b=2>'],
    ['<a href=https://x.example>', '&lt;a href=<https://x.example>&gt;'],
  ])('what is one becomes one, and stays one: %s', (typed, said) => {
    expect(resolveTyped(world, 'T1', typed)).toBe(said);
  });
});
