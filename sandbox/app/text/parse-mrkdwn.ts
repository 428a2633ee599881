import { EMOJI } from '../../workspace/emoji-characters.js';
import { MORE_EMOJI } from './more-emoji.js';

/** A piece of a text, ready to be drawn. */
export type Piece =
  | { kind: 'text' | 'code' | 'pre'; text: string }
  | { kind: 'break' }
  | { kind: 'bold' | 'italic' | 'strike' | 'quote'; pieces: Piece[] }
  | { kind: 'user' | 'channel' | 'group'; id: string; label: string }
  | { kind: 'broadcast'; range: string }
  | { kind: 'date'; unix: number; format: string; link: string; fallback: string }
  | { kind: 'link'; url: string; pieces: Piece[] }
  | { kind: 'emoji'; name: string };

/** What was taken out before anything is formatted, by its place in the text: a mark that no message carries. */
const KEPT = /\u0000(\d+)\u0000/; // eslint-disable-line no-control-regex -- the mark itself
const STYLED = /(^|[\s(>[.,;:!?"'*_~-])([*_~])(\S(?:[^\n]*?\S)?)\2(?=$|[\s)<\].,;:!?"'*_~-])/;
const NAMED = /:([a-z0-9_'+-]+):/;
const KINDS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

/** mrkdwn taken apart (facts, section 8). What is code is taken out first, so that nothing in it is formatted. */
export function parseMrkdwn(source: string): Piece[] {
  const kept: Piece[] = [];
  const keep = (piece: Piece) => `\u0000${kept.push(piece) - 1}\u0000`;
  const bare = source
    .replace(/```\n?([\s\S]*?)\n?```/g, (_all, text: string) => keep({ kind: 'pre', text: unescape(text) }))
    .replace(/`([^`\n]+)`/g, (_all, text: string) => keep({ kind: 'code', text: unescape(text) }))
    .replace(/<([^<>]+)>/g, (_all, inside: string) => keep(reference(inside)));
  return lines(bare, kept);
}

/** plain_text taken apart: emoji and line breaks, and nothing else. */
export function parsePlain(source: string, emoji = true): Piece[] {
  return source
    .split('\n')
    .flatMap((line, index) => [
      ...(index > 0 ? [{ kind: 'break' } as const] : []),
      ...(emoji ? named(line, (text) => text) : [{ kind: 'text', text: line } as const]),
    ]);
}

/** Whether Slack would show `:name:` as a picture; others stay as they are. */
export function isEmoji(name: string): boolean {
  return Object.hasOwn(EMOJI, name) || Object.hasOwn(MORE_EMOJI, name);
}

/** The three escapes of mrkdwn undone. */
export function unescape(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

/** Lines that begin with `>` are a quotation together, with `>>>` all that follow; a block needs no line break around it. */
function lines(source: string, kept: Piece[]): Piece[] {
  const pieces: Piece[] = [];
  let quoted: string[] = [];
  const endQuote = () => {
    if (quoted.length > 0) pieces.push({ kind: 'quote', pieces: joined(quoted, kept) });
    quoted = [];
  };
  let open = false;
  let toEnd = false;
  for (const line of source.split('\n')) {
    const all = /^(?:&gt;|>){3} ?(.*)$/.exec(line);
    const quote = toEnd ? line : (all ?? /^(?:&gt;|>) ?(.*)$/.exec(line))?.[1];
    toEnd ||= all !== null;
    if (quote !== undefined) {
      quoted.push(quote);
      open = false;
      continue;
    }
    endQuote();
    const made = inline(line, kept);
    if (open && made[0]?.kind !== 'pre') pieces.push({ kind: 'break' });
    pieces.push(...made);
    open = made.at(-1)?.kind !== 'pre';
  }
  endQuote();
  return pieces;
}

function joined(source: string[], kept: Piece[]): Piece[] {
  return source.flatMap((line, index) => [
    ...(index > 0 ? [{ kind: 'break' } as const] : []),
    ...inline(line, kept),
  ]);
}

function inline(source: string, kept: Piece[]): Piece[] {
  if (source === '') return [];
  const styled = STYLED.exec(source);
  if (styled) {
    const [all, before, mark, inner] = styled;
    const from = styled.index + before.length;
    return [
      ...inline(source.slice(0, from), kept),
      { kind: KINDS[mark as keyof typeof KINDS], pieces: inline(inner, kept) },
      ...inline(source.slice(styled.index + all.length), kept),
    ];
  }
  return source.split(KEPT).flatMap((part, index) => {
    if (index % 2 === 1) return [kept[Number(part)]];
    return part === '' ? [] : named(part, unescape);
  });
}

function named(source: string, read: (text: string) => string): Piece[] {
  return source.split(NAMED).flatMap((part, index, parts): Piece[] => {
    if (index % 2 === 1) return isEmoji(part) ? [{ kind: 'emoji', name: part }] : [];
    // What only looked like an emoji goes back between its colons.
    const before: string | undefined = parts[index - 1];
    const left = before !== undefined && !isEmoji(before) ? `:${before}:` : '';
    const text = read(left + part);
    return text === '' ? [] : [{ kind: 'text', text }];
  });
}

/** What stands between `<` and `>`: a mention, a date or a link. */
function reference(inside: string): Piece {
  const [target, label] = splitOnce(inside, '|');
  const rest = target.slice(1);
  if (target.startsWith('@')) return { kind: 'user', id: rest, label: unescape(label) };
  if (target.startsWith('#')) return { kind: 'channel', id: rest, label: unescape(label) };
  if (target.startsWith('!date^')) return date(target, unescape(label));
  if (target.startsWith('!subteam^')) {
    return { kind: 'group', id: target.slice('!subteam^'.length), label: unescape(label) };
  }
  if (target.startsWith('!')) return { kind: 'broadcast', range: rest };
  const url = unescape(target);
  if (!isWeb(url)) return { kind: 'text', text: unescape(`<${inside}>`) };
  return { kind: 'link', url, pieces: label === '' ? [{ kind: 'text', text: url }] : named(label, unescape) };
}

/** An address that a message may lead to; `javascript:` and its kind are none. */
export function isWeb(url: string): boolean {
  return /^(https?:|mailto:|tel:)/i.test(url);
}

/** `!date^unix^format^link?`. */
function date(target: string, fallback: string): Piece {
  const [, unix = '', format = '', link = ''] = target.split('^');
  if (!/^\d{1,11}$/.test(unix)) return { kind: 'text', text: fallback };
  return { kind: 'date', unix: Number(unix), format, link: isWeb(link) ? link : '', fallback };
}

function splitOnce(source: string, mark: string): [string, string] {
  const at = source.indexOf(mark);
  return at < 0 ? [source, ''] : [source.slice(0, at), source.slice(at + 1)];
}
