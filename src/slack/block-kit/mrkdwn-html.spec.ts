import fc from 'fast-check';
import { runs } from '../../../test/harness/runs.js';
import { mrkdwnHtml } from './mrkdwn-html.js';

const REL = 'rel="noopener noreferrer nofollow"';

describe('mrkdwn as HTML', () => {
  it.each([
    ['*Disk* _full_ ~no~', '<strong>Disk</strong> <em>full</em> <s>no</s>'],
    ['*all _of_ it*', '<strong>all <em>of</em> it</strong>'],
    ['*a _b* c_', '<strong>a _b</strong> c_'],
    ['snake_case_name 2*3*4', 'snake_case_name 2*3*4'],
    ['* a * b', '* a * b'],
    ['`a *b* <c>`', '<code>a *b* c</code>'],
    ['```\na\n  *b*\n```', '<pre>a\n  *b*\n</pre>'],
    ['a\nb', 'a<br>b'],
    ['> one\n&gt; two\nthree', '<blockquote>one<br>two</blockquote>three'],
    ['<https://a.b/?c=1&amp;d=2|a &lt;b&gt;>', `<a href="https://a.b/?c=1&#38;d=2" ${REL}>a &#60;b&#62;</a>`],
    ['*<https://a.b|x>*', `<strong><a href="https://a.b" ${REL}>x</a></strong>`],
    ['<mailto:a@b.c|mail>', `<a href="mailto:a@b.c" ${REL}>mail</a>`],
    ['<javascript:alert(1)|x>', '&#60;javascript:alert(1)|x&#62;'],
    ['<https://a"onclick=b|x>', `<a href="https://a&#34;onclick=b" ${REL}>x</a>`],
    ['<@U012|ann> <@W7> <#C012|ops> <!here> <!subteam^S1|@ops>', '@ann @W7 #ops @here @ops'],
    ['<!date^1795413600^{date}|then>', '<time datetime="2026-11-23T06:00:00.000Z">then</time>'],
    ['<script>alert(1)</script>', '&#60;script&#62;alert(1)&#60;/script&#62;'],
    [':red_circle: :party: `:eyes:`', '🔴 :party: <code>:eyes:</code>'],
    ['a &amp; b &lt;i&gt;', 'a &#38; b &#60;i&#62;'],
  ])('%j', (text, html) => {
    expect(mrkdwnHtml(text)).toBe(html);
  });

  const piece = fc.constantFrom(
    ...[
      '<',
      '>',
      '&',
      '|',
      '"',
      "'",
      '*',
      '_',
      '~',
      '`',
      '```',
      '\n',
      ' ',
      'a',
      '&lt;',
      '&amp;',
      '&gt; ',
      '> ',
    ],
    ...[
      '<https://a.b|',
      '<@U1>',
      '<!date^1^x|y>',
      '\uE000',
      '\uE0000\uE001',
      'javascript:',
      '<script>',
      '<b a="',
    ],
  );

  it('comes out well-formed, and with nothing else in it, whatever the text', () => {
    const tag =
      /<(\/?)(strong|em|s|code|pre|blockquote|a|time|br)(?: (?:href|datetime)="[^"<>]*"(?: rel="[a-z ]+")?)?>/g;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const html = mrkdwnHtml(pieces.join(''));
        const open: string[] = [];
        const rest = html.replace(tag, (_, end: string, name: string) => {
          if (name === 'br') return '';
          if (end === '') open.push(name);
          else expect(open.pop()).toBe(name);
          return '';
        });
        expect(open).toEqual([]);
        expect(rest).not.toMatch(/[<>"'\uE000\uE001]/);
        for (const [, href] of html.matchAll(/href="([^"]*)"/g))
          expect(href).toMatch(/^(https?:|mailto:|tel:)/);
      }),
      runs(1_000),
    );
  });

  it('takes time linear in the text', () => {
    for (const bad of [
      '*',
      '* a',
      '_a',
      '`',
      '```',
      '```a',
      '`a',
      '<',
      '<a',
      '> ',
      '*a ',
      '&lt;',
      '<https://a|',
    ]) {
      const html = mrkdwnHtml(bad.repeat(300_000 / bad.length));
      expect(html.length).toBeGreaterThan(0);
    }
  });
});
