import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { escapeMrkdwn, link, safeMrkdwn, slackDate, truncateMrkdwn, truncatePlain } from './mrkdwn.js';

/** Texts made of what mrkdwn is made of, so that odd neighbours meet. */
const piece = fc.constantFrom(
  ...['<', '>', '&', '|', '!', '@', '#', ';', '.', ':', '/', ' ', '\n', '"', '`', '*', '🔴', 'é', 'x'],
  ...[
    '&amp;',
    '&lt;',
    '&gt;',
    '&am',
    'amp;',
    'https://',
    'http://a.b/c?d=1&e=2',
    'https://x.com.',
    'mailto:a@b.c',
  ],
  ...['<!channel>', '<!here>', '<!everyone>', '<@U0123456789>', '<!subteam^S012|@ops>', '<#C012|ops>'],
  ...['<https://a.b|c>', '<!date^1^{date}|x>', '@channel'],
);
const odd = fc
  .array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 12 })
  .map((parts) => parts.join(''));

/** What Slack would make of each `<…>`, written apart from the code under test. */
const entitiesIn = (text: string) => [...text.matchAll(/<([^>]*)>?/g)].map(([, inner]) => inner ?? '');
const pings = (entity: string) => /^[@!]/.test(entity) && !entity.startsWith('!date^');

/** What a reader sees of text without entities. */
const shown = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

describe('escaped text', () => {
  it('shows exactly what was there, and holds no entity', () => {
    fc.assert(
      fc.property(odd, (text) => {
        const escaped = escapeMrkdwn(text);
        expect(shown(escaped)).toBe(text);
        expect(escaped).not.toMatch(/[<>]/);
      }),
      runs(200),
    );
  });
});

describe('mrkdwn from outside', () => {
  it.each([
    ['<!channel> help', '&lt;!channel&gt; help'],
    ['<!here|here>', '&lt;!here|here&gt;'],
    ['<@U0123456789>', '&lt;@U0123456789&gt;'],
    ['<!subteam^S012|@ops>', '&lt;!subteam^S012|@ops&gt;'],
    ['<<!channel>>', '&lt;&lt;!channel&gt;&gt;'],
    ['< !channel>', '&lt; !channel&gt;'],
    ['<javascript:alert(1)|x>', '&lt;javascript:alert(1)|x&gt;'],
    ['<https://a b>', '&lt;<https://a> b&gt;'],
    ['a < b && c > d', 'a &lt; b &amp;&amp; c &gt; d'],
    ['<unclosed', '&lt;unclosed'],
  ])('%s becomes text: %s', (text, safe) => {
    expect(safeMrkdwn(text)).toBe(safe);
  });

  it.each([
    '<https://example.com|a label>',
    '<https://example.com/?a=1&amp;b=2>',
    '<mailto:ops@example.com|mail>',
    '<#C0123456789|ops>',
    '<!date^1763880000^{date_short}|today>',
    '*bold* _it_ ~no~ `code` &lt;tag&gt; &amp;',
    '@channel',
  ])('%s stands', (text) => {
    expect(safeMrkdwn(text)).toBe(text);
  });

  it.each([
    ['see https://x.com/a?b=1&c=2, then', 'see <https://x.com/a?b=1&amp;c=2>, then'],
    ['(https://x.com).', '(<https://x.com>).'],
    ['&lt;https://x.com&gt;', '&lt;<https://x.com>&gt;'],
    ['https://x.com?a=1&amp;', '<https://x.com?a=1&amp;>'],
    ['https://.', 'https://.'],
  ])('%s: a bare URL is a link, and what stands around it is not: %s', (text, safe) => {
    expect(safeMrkdwn(text)).toBe(safe);
  });

  it('pings nobody, whatever the text', () => {
    fc.assert(
      fc.property(odd, (text) => {
        expect(entitiesIn(safeMrkdwn(text)).filter(pings)).toEqual([]);
      }),
      runs(500),
    );
  });

  it('made safe twice is made safe once', () => {
    fc.assert(
      fc.property(odd, (text) => {
        const once = safeMrkdwn(text);
        expect(safeMrkdwn(once)).toBe(once);
      }),
      runs(500),
    );
  });

  it('takes time linear in the text: quadratic would be minutes here', () => {
    for (const bad of ['.', '<', '&', 'https://', '<https://', '&amp;', '<a']) {
      const text = `https://${bad.repeat(1_000_000 / bad.length)}x`;
      expect(safeMrkdwn(text).length).toBeGreaterThanOrEqual(text.length);
    }
  });
});

describe('a link', () => {
  it('has a label that shows what it says', () => {
    expect(link('https://a.b/?c=1&d=2', 'Run > book')).toBe('<https://a.b/?c=1&amp;d=2|Run &gt; book>');
  });

  it('with a URL that is none is text', () => {
    expect(link('javascript:alert(1)', 'x')).toBe('x (javascript:alert(1))');
    expect(link('https://a|<!channel>', 'x')).toBe('x (https://a|&lt;!channel&gt;)');
  });

  it('can’t break out of its brackets, whatever the URL and the label', () => {
    fc.assert(
      fc.property(odd, odd, (tail, label) => {
        for (const made of [link(`https://a/${tail}`, label), link(tail, label)]) {
          const entities = entitiesIn(made);
          expect(entities.filter(pings)).toEqual([]);
          expect(entities.length).toBeLessThanOrEqual(1);
          if (entities.length === 1) {
            expect(made).toBe(`<${entities[0]}>`);
            expect(made.split('|')).toHaveLength(2);
          }
        }
      }),
      runs(300),
    );
  });
});

describe('a date', () => {
  it('is shown in the reader’s zone, with the time in UTC where Slack can’t', () => {
    expect(slackDate(new Date('2026-11-23T06:00:00.900Z'))).toBe(
      '<!date^1795413600^{date_short_pretty} at {time}|2026-11-23T06:00:00.900Z>',
    );
  });
});

describe('a text cut to length', () => {
  const most = fc.integer({ min: 1, max: 40 });

  it('never exceeds it, and stays as it is where it fits', () => {
    fc.assert(
      fc.property(odd.map(safeMrkdwn), most, (text, length) => {
        for (const cut of [truncateMrkdwn(text, length), truncatePlain(text, length)]) {
          expect(cut.length).toBeLessThanOrEqual(length);
          if (text.length <= length) expect(cut).toBe(text);
          else expect(cut.endsWith('…')).toBe(true);
        }
      }),
      runs(500),
    );
  });

  it('is a beginning of it that ends between entities, escapes and characters', () => {
    fc.assert(
      fc.property(odd.map(safeMrkdwn), most, (text, length) => {
        fc.pre(text.length > length);
        const kept = truncateMrkdwn(text, length).slice(0, -1);
        expect(text.startsWith(kept)).toBe(true);
        expect(kept).not.toMatch(/<[^>]*$/);
        const units = [...text.matchAll(/<[^>]*>|&(?:amp|lt|gt);|[^]/gu)];
        expect(units.some(({ index }) => index === kept.length)).toBe(true);
      }),
      runs(500),
    );
  });

  it('keeps as much as fits', () => {
    expect(truncateMrkdwn('a'.repeat(10), 5)).toBe('aaaa…');
    expect(truncateMrkdwn('ab <https://x.com|y> cd', 12)).toBe('ab …');
    expect(truncateMrkdwn('<https://x.com> abc', 17)).toBe('<https://x.com> …');
    expect(truncateMrkdwn('abc&amp;d', 6)).toBe('abc…');
    expect(truncateMrkdwn('abc&amp;de', 9)).toBe('abc&amp;…');
    expect(truncatePlain('ab🔴cd', 4)).toBe('ab…');
    expect(truncatePlain('ab🔴cd', 5)).toBe('ab🔴…');
  });
});
