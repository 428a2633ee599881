import { parseMarkdown } from './parse-markdown.js';

const kinds = (source: string) => parseMarkdown(source).map(({ kind }) => kind);
const text = (words: string) => ({ kind: 'text', text: words });

describe('Markdown taken apart', () => {
  it('knows its blocks', () => {
    const source =
      '# Title\n\nwords\n\n- a\n- b\n\n1. c\n\n> said\n\n---\n\n```\ncode\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |';
    expect(kinds(source)).toEqual(['heading', 'paragraph', 'list', 'list', 'quote', 'rule', 'code', 'table']);
  });

  it('knows its marks, and leads to no script', () => {
    expect(parseMarkdown('**b** *i* ~~s~~ `c` [t](https://a.example) [x](javascript:alert(1))')).toEqual([
      {
        kind: 'paragraph',
        pieces: [
          { kind: 'bold', pieces: [text('b')] },
          text(' '),
          { kind: 'italic', pieces: [text('i')] },
          text(' '),
          { kind: 'strike', pieces: [text('s')] },
          text(' '),
          { kind: 'code', text: 'c' },
          text(' '),
          { kind: 'link', url: 'https://a.example', pieces: [text('t')] },
          text(' '),
          text('[x](javascript:alert(1)'),
          text(')'),
        ],
      },
    ]);
  });

  it('has lists with boxes, and numbers that begin anywhere', () => {
    expect(parseMarkdown('- [x] done\n- [ ] open')).toMatchObject([
      { items: [{ done: true }, { done: false }] },
    ]);
    expect(parseMarkdown('3. three')).toMatchObject([{ ordered: true, start: 3 }]);
  });
});
