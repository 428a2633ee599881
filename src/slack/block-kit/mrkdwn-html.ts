import { escapeHtml } from '../../platform/http/html.js';
import { mrkdwnAsPlain } from './mrkdwn.js';

/** Private characters around the number of a piece of HTML that is done. Text that has them loses them. */
const HELD = /\uE000(\d+)\uE001/g;

/**
 * mrkdwn as HTML: links, dates, mentions by their labels, emphasis, quotes and code. Whatever the text, nothing else than
 * these comes out of it, and links lead to the web, to mail and to telephones alone.
 */
export function mrkdwnHtml(text: string): string {
  const pieces: string[] = [];
  const hold = (html: string) => `\uE000${pieces.push(html) - 1}\uE001`;
  const code = (tag: string) => (_: string, inside: string) =>
    hold(`<${tag}>${escapeHtml(mrkdwnAsPlain(inside))}</${tag}>`);
  const held = text
    .replace(/[\uE000\uE001]/g, '')
    .replace(/```\n?([^`]+(?:`{1,2}[^`]+)*)```\n?/g, code('pre'))
    .replace(/`([^`\n]+)`/g, code('code'))
    .replace(/<([^<>]*)>/g, (whole: string, entity: string) => hold(entityHtml(entity) ?? escapeHtml(whole)));
  const shown = emphasised(escapeHtml(mrkdwnAsPlain(held)), MARKS, hold)
    .replace(/(?:^&#62;.*\n?)+/gm, (quote) =>
      hold(`<blockquote>${broken(quote.replace(/^&#62; ?/gm, '').trim())}</blockquote>`),
    )
    .trim();
  return restored(broken(pictured(shown)), pieces);
}

/** Those that our own cards use; Slack has thousands, which stay names. */
const EMOJI = new Map([
  ['red_circle', '🔴'],
  ['large_orange_circle', '🟠'],
  ['large_yellow_circle', '🟡'],
  ['large_blue_circle', '🔵'],
  ['white_check_mark', '✅'],
  ['eyes', '👀'],
  ['warning', '⚠️'],
]);

const pictured = (html: string) =>
  html.replace(/:([a-z_]{1,30}):/g, (whole, name: string) => EMOJI.get(name) ?? whole);

const broken = (html: string) => html.replace(/\n/g, '<br>');

type Mark = [sign: string, tag: string];
const MARKS: Mark[] = [
  ['\\*', 'strong'],
  ['_', 'em'],
  ['~', 's'],
];

/** A sign holds where it stands at words, on one line. What is done is held, so that tags never cross. */
function emphasised(text: string, marks: Mark[], hold: (html: string) => string): string {
  return marks.reduce((done, [sign, tag], index) => {
    const run = new RegExp(
      `(?<![\\p{L}\\p{N}${sign}])${sign}(?=[^\\s${sign}])([^${sign}\\n]*[^${sign}\\s])${sign}(?![\\p{L}\\p{N}${sign}])`,
      'gu',
    );
    return done.replace(run, (_, inside: string) =>
      hold(`<${tag}>${emphasised(inside, marks.slice(index + 1), hold)}</${tag}>`),
    );
  }, text);
}

function restored(text: string, pieces: string[]): string {
  return text.replace(HELD, (_, index: string) => restored(pieces[Number(index)] ?? '', pieces));
}

/** What stands between `<` and `>`; undefined where it is none of Slack's. */
function entityHtml(entity: string): string | undefined {
  const bar = entity.indexOf('|');
  const target = mrkdwnAsPlain(bar < 0 ? entity : entity.slice(0, bar));
  const label = bar < 0 ? '' : mrkdwnAsPlain(entity.slice(bar + 1));
  if (/^(?:https?:\/\/|mailto:|tel:)\S+$/i.test(target)) return anchor(target, label || target);
  if (/^@[UW][A-Z0-9]+$/.test(target))
    return escapeHtml(label === '' ? target : `@${label.replace(/^@/, '')}`);
  if (/^#[CDG][A-Z0-9]+$/.test(target)) return escapeHtml(label === '' ? target : `#${label}`);
  if (/^!(?:here|channel|everyone)$/.test(target)) return `@${target.slice(1)}`;
  if (/^!subteam\^S[A-Z0-9]+$/.test(target)) return escapeHtml(label || `@${target.slice(9)}`);
  const date = /^!date\^(\d{1,12})\^/.exec(target);
  if (!date) return undefined;
  const at = new Date(Number(date[1]) * 1_000).toISOString();
  return `<time datetime="${at}">${escapeHtml(label || at)}</time>`;
}

export const anchor = (url: string, label: string) =>
  `<a href="${escapeHtml(url)}" rel="noopener noreferrer nofollow">${escapeHtml(label)}</a>`;
