import { escapeHtml, Html } from '../http/html.js';
import { unescapeText } from '../workspace/typed-text.js';
import { emojiHtml } from './emoji.js';

/** Looks up what mentions stand for. */
export interface Names {
  user(id: string): string;
  channel(id: string): string;
}

/** mrkdwn as HTML (facts, section 8). What is code is taken out first, so that nothing in it is formatted. */
export function mrkdwn(source: string, names: Names): Html {
  const kept: string[] = [];
  const keep = (made: string) => `\u0000${kept.push(made) - 1}\u0000`;
  const formatted = source
    .replace(/```\n?([\s\S]*?)\n?```/g, (_all, code: string) => keep(`<pre>${plain(code)}</pre>`))
    .replace(/`([^`\n]+)`/g, (_all, code: string) => keep(`<code>${plain(code)}</code>`))
    .replace(/<([^<>]+)>/g, (_all, inside: string) => keep(reference(inside, names)));
  const lines = escapeHtml(unescapeText(formatted))
    .split('\n')
    .map((line) =>
      line.startsWith('&gt;') ? `<blockquote>${line.slice(4).trimStart()}</blockquote>` : line,
    );
  const styled = emoji(styles(lines.join('<br>'))).replace(/<\/blockquote><br>/g, '</blockquote>');
  return new Html(restore(styled, kept));
}

/** plain_text as HTML: emoji, and nothing else. */
export function plainText(source: string): Html {
  return new Html(emoji(escapeHtml(source)).replace(/\n/g, '<br>'));
}

function styles(source: string): string {
  const around = (mark: string) => new RegExp(`(^|[\\s(>\\[.,;:!?-])${mark}(\\S(?:[^<>]*?\\S)?)${mark}(?=$|[\\s)<\\].,;:!?-])`, 'g'); // prettier-ignore
  return source
    .replace(around('\\*'), '$1<strong>$2</strong>')
    .replace(around('_'), '$1<em>$2</em>')
    .replace(around('~'), '$1<s>$2</s>');
}

function emoji(source: string): string {
  return source.replace(/:([a-z0-9_+-]+):/g, (all, name: string) => emojiHtml(name) ?? all);
}

/** What stands between `<` and `>`: a mention, a date or a link. */
function reference(inside: string, names: Names): string {
  const [target, label] = splitOnce(inside, '|');
  if (target.startsWith('@')) return mention(`@${names.user(target.slice(1))}`);
  if (target.startsWith('#')) return mention(`#${label || names.channel(target.slice(1))}`);
  if (target.startsWith('!date^')) return date(target, label);
  if (target.startsWith('!subteam^')) return mention(label || '@group');
  if (target.startsWith('!')) return mention(`@${target.slice(1)}`);
  const url = unescapeText(target);
  if (!/^(https?:|mailto:)/i.test(url)) return plain(`<${inside}>`);
  const shown = label === '' ? url : unescapeText(label);
  return `<a href="${escapeHtml(url)}" target="_blank" rel="noopener noreferrer">${emoji(escapeHtml(shown))}</a>`;
}

/** `!date^unix^format^link?`: the page's script writes it out in the reader's own zone; without one, the fallback stands. */
function date(target: string, fallback: string): string {
  const [, unix = '', format = ''] = target.split('^');
  const at = new Date(Number(unix) * 1_000);
  if (!/^\d{1,11}$/.test(unix) || Number.isNaN(at.getTime())) return plain(fallback);
  return `<time datetime="${at.toISOString()}" data-format="${plain(format)}">${plain(fallback)}</time>`;
}

function mention(name: string): string {
  return `<span class="mention">${plain(name)}</span>`;
}

function plain(source: string): string {
  return escapeHtml(unescapeText(source));
}

function splitOnce(source: string, mark: string): [string, string] {
  const at = source.indexOf(mark);
  return at < 0 ? [source, ''] : [source.slice(0, at), source.slice(at + 1)];
}

/** Kept pieces may lie in each other only through bold or quotes, never nested, so one pass does. */
function restore(source: string, kept: string[]): string {
  // eslint-disable-next-line no-control-regex -- the mark is a character that no message carries
  return source.replace(/\u0000(\d+)\u0000/g, (_all, index: string) => kept[Number(index)]);
}
