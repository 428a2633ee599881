import { isWeb, parsePlain, type Piece } from './parse-mrkdwn.js';

/** A part of a Markdown text. */
export type MarkdownBlock =
  | { kind: 'heading'; level: number; pieces: Piece[] }
  | { kind: 'paragraph' | 'quote'; pieces: Piece[] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' }
  | { kind: 'list'; ordered: boolean; start: number; items: { pieces: Piece[]; done?: boolean }[] }
  | { kind: 'table'; head: Piece[][]; rows: Piece[][][] };

const ITEM = /^\s*(?:([-*+])|(\d{1,9})[.)])\s+(?:\[([ xX])\]\s+)?(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** The Markdown that Slack's `markdown` block takes: no HTML, lists one level deep. */
export function parseMarkdown(source: string): MarkdownBlock[] {
  const blocks: MarkdownBlock[] = [];
  const lines = source.replace(/\r\n?/g, '\n').split('\n');
  for (let at = 0; at < lines.length;) {
    const taken = takeBlock(lines, at);
    if (taken.block) blocks.push(taken.block);
    at = taken.next;
  }
  return blocks;
}

function takeBlock(lines: string[], at: number): { block?: MarkdownBlock; next: number } {
  const line = lines[at];
  if (line.trim() === '') return { next: at + 1 };
  const fence = /^\s*(```|~~~)/.exec(line)?.[1];
  if (fence !== undefined) {
    const end = lines.findIndex((one, index) => index > at && one.trim().startsWith(fence));
    const last = end < 0 ? lines.length : end;
    return { block: { kind: 'code', text: lines.slice(at + 1, last).join('\n') }, next: last + 1 };
  }
  const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
  if (heading) {
    return { block: { kind: 'heading', level: heading[1].length, pieces: inline(heading[2]) }, next: at + 1 };
  }
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) return { block: { kind: 'rule' }, next: at + 1 };
  if (line.startsWith('>')) {
    const [quoted, next] = run(lines, at, (one) => one.startsWith('>'));
    return { block: { kind: 'quote', pieces: joined(quoted.map((one) => one.replace(/^>\s?/, ''))) }, next };
  }
  if (ITEM.test(line)) return takeList(lines, at);
  if (line.includes('|') && TABLE_RULE.test(lines[at + 1] ?? '')) {
    const [rows, next] = run(lines, at + 2, (one) => one.includes('|'));
    return { block: { kind: 'table', head: cells(line), rows: rows.map(cells) }, next };
  }
  const [text, next] = run(
    lines,
    at,
    (one) => one.trim() !== '' && !/^(#{1,6}\s|>|\s*```)/.test(one) && !ITEM.test(one),
  );
  return { block: { kind: 'paragraph', pieces: joined(text) }, next: Math.max(next, at + 1) };
}

function takeList(lines: string[], at: number): { block: MarkdownBlock; next: number } {
  const ordered = ITEM.exec(lines[at])?.[2];
  const [items, next] = run(lines, at, (one) => ITEM.test(one));
  return {
    block: {
      kind: 'list',
      ordered: ordered !== undefined,
      start: Number(ordered ?? 1),
      items: items.map((one) => {
        const [, , , box, words] = ITEM.exec(one) ?? [];
        return { pieces: inline(words), ...(box === undefined ? {} : { done: box !== ' ' }) };
      }),
    },
    next,
  };
}

/** The lines from `at` on that belong together, and where the next begins. */
function run(lines: string[], at: number, belongs: (line: string) => boolean): [string[], number] {
  let next = at;
  while (next < lines.length && belongs(lines[next])) next += 1;
  return [lines.slice(at, next), next];
}

function cells(line: string): Piece[][] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => inline(cell.trim()));
}

function joined(lines: string[]): Piece[] {
  return lines.flatMap((line, index) => [
    ...(index > 0 ? [{ kind: 'break' } as const] : []),
    ...inline(line),
  ]);
}

const INLINE =
  /`([^`]+)`|\[([^\]]*)\]\(([^)\s]+)\)|<(https?:[^>\s]+)>|(\*\*|__)(?=\S)(.+?\S?)\5|~~(?=\S)(.+?)~~|([*_])(?=\S)(.+?)\8|(https?:\/\/[^\s<>)]+)/;

function inline(source: string): Piece[] {
  const found = INLINE.exec(source);
  if (!found) return parsePlain(source);
  const [all, code, label, target, angled, , bold, struck, , italic, bare] = found;
  return [
    ...parsePlain(source.slice(0, found.index)).filter((piece) => piece.kind !== 'text' || piece.text !== ''),
    styled(),
    ...inline(source.slice(found.index + all.length)),
  ];

  function styled(): Piece {
    if (code !== undefined) return { kind: 'code', text: code };
    if (bold !== undefined) return { kind: 'bold', pieces: inline(bold) };
    if (struck !== undefined) return { kind: 'strike', pieces: inline(struck) };
    if (italic !== undefined) return { kind: 'italic', pieces: inline(italic) };
    const url = target ?? angled ?? bare ?? '';
    if (!isWeb(url)) return { kind: 'text', text: all };
    return { kind: 'link', url, pieces: label === undefined ? [{ kind: 'text', text: url }] : inline(label) };
  }
}
