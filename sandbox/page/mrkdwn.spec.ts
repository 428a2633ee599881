import { mrkdwn } from './mrkdwn.js';

const names = { user: () => 'ann', channel: () => 'ops' };
const shown = (source: string) => mrkdwn(source, names).source;

describe('mrkdwn as HTML', () => {
  it.each([
    ['*bold* _it_ ~no~', '<strong>bold</strong> <em>it</em> <s>no</s>'],
    ['2 * 3 * 4 snake_case_name', '2 * 3 * 4 snake_case_name'],
    ['`*not bold*`', '<code>*not bold*</code>'],
    ['```\na < b\n```', '<pre>\na &lt; b</pre>'.replace('\n', '')],
    ['<@U1> in <#C1|ops>', '<span class="mention">@ann</span> in <span class="mention">#ops</span>'],
    ['<!date^1^{date}|then>', '<time datetime="1970-01-01T00:00:01.000Z" data-format="{date}">then</time>'],
    ['<!date^soon^{date}|then>', 'then'],
    ['&lt;script&gt;', '&lt;script&gt;'],
    ['<script>', '&lt;script&gt;'],
    ['<javascript:alert(1)|x>', '&lt;javascript:alert(1)|x&gt;'],
    ['>quoted\nplain', '<blockquote>quoted</blockquote>plain'],
  ])('%s', (source, html) => {
    expect(shown(source)).toBe(html);
  });

  it('links with a label, safely', () => {
    expect(shown('<https://a.example/?x="1"|run *it*>')).toBe(
      '<a href="https://a.example/?x=&quot;1&quot;" target="_blank" rel="noopener noreferrer">run *it*</a>',
    );
  });
});
