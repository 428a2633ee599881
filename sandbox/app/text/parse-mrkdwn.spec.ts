import { parseMrkdwn, parsePlain, type Piece } from './parse-mrkdwn.js';

/** Pieces written down shortly: `bold(a)`, `user:U1`. */
function short(pieces: Piece[]): string {
  return pieces.map(one).join('');
}

function one(piece: Piece): string {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'break':
      return '⏎';
    case 'code':
    case 'pre':
      return `${piece.kind}(${piece.text})`;
    case 'bold':
    case 'italic':
    case 'strike':
    case 'quote':
      return `${piece.kind}(${short(piece.pieces)})`;
    case 'user':
    case 'channel':
    case 'group':
      return `${piece.kind}:${piece.id}${piece.label === '' ? '' : `|${piece.label}`}`;
    case 'broadcast':
      return `@${piece.range}`;
    case 'date':
      return `date(${piece.unix} ${piece.format} ${piece.fallback})`;
    case 'link':
      return `link(${piece.url} ${short(piece.pieces)})`;
    case 'emoji':
      return `emoji:${piece.name}`;
  }
}

describe('mrkdwn taken apart', () => {
  it.each([
    ['*bold* _it_ ~no~', 'bold(bold) italic(it) strike(no)'],
    ['*_both_*', 'bold(italic(both))'],
    ['2 * 3 * 4 snake_case_name', '2 * 3 * 4 snake_case_name'],
    ['`*not bold*`', 'code(*not bold*)'],
    ['```\na < b\n```', 'pre(a < b)'],
    ['<@U1> in <#C1|ops>', 'user:U1 in channel:C1|ops'],
    ['<!subteam^S1|@sre> <!here>', 'group:S1|@sre @here'],
    ['<!date^1^{date}|then>', 'date(1 {date} then)'],
    ['<!date^soon^{date}|then>', 'then'],
    ['&lt;script&gt; &amp;amp;', '<script> &amp;'],
    ['<script>', '<script>'],
    ['<javascript:alert(1)|x>', '<javascript:alert(1)|x>'],
    ['&gt;quoted\n&gt;twice\nplain', 'quote(quoted⏎twice)plain'],
    ['&gt;&gt;&gt; all\nof\n&gt;it', 'quote(all⏎of⏎>it)'],
    ['> *a* `b`\n> :wave:', 'quote(bold(a) code(b)⏎emoji:wave)'],
    ['one\ntwo', 'one⏎two'],
    ['see\n```\na\n\n> b\n```\nthere', 'seepre(a\n\n> b)there'],
    ['see ```a``` there\nand', 'see pre(a) there⏎and'],
    ['a\n\n```b```\n\nc', 'a⏎pre(b)⏎c'],
    [':wave: at 10:30:45 :no_such:', 'emoji:wave at 10:30:45 :no_such:'],
    ['*<https://a.example|a>*', 'bold(link(https://a.example a))'],
    ['<https://a.example/?x="1"|run *it*>', 'link(https://a.example/?x="1" run *it*)'],
  ])('%s', (source, pieces) => {
    expect(short(parseMrkdwn(source))).toBe(pieces);
  });

  it('leaves plain text alone but for emoji and lines', () => {
    expect(short(parsePlain('*a* :wave:\n<@U1>'))).toBe('*a* emoji:wave⏎<@U1>');
    expect(short(parsePlain(':wave:', false))).toBe(':wave:');
  });
});
