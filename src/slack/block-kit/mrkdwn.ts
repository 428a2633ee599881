/**
 * Slack's mrkdwn. Escaping is `&`, `<` and `>` and nothing else.
 * Put these texts into blocks with `verbatim: true`: otherwise Slack turns a plain `@channel` into a ping by itself.
 * @see https://docs.slack.dev/messaging/formatting-message-text
 */

/** Entities of Slack's that stand in text from outside: links, channels, dates. They ping nobody. */
const HARMLESS =
  /^(?:https?:\/\/|mailto:|tel:)[^\s<>|]+(?:\|[^<>]*)?$|^#C[A-Z0-9]+(?:\|[^<>]*)?$|^!date\^\d+\^[^<>|]+\|[^<>]*$/;

/** An entity, an escape that is there already, a bare URL, or one of the three characters. */
const TOKENS = /<([^<>]*)>|&(?:amp|lt|gt);|\bhttps?:\/\/(?:(?!&[lg]t;)[^\s<>|])+|[&<>]/g;

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escapeCharacter = (character: string) => ESCAPES[character] ?? character;

/** Plain text as mrkdwn: every character means itself, but for `*_~` and backticks, which mrkdwn can't escape. */
export const escapeMrkdwn = (text: string) => text.replace(/[&<>]/g, escapeCharacter);

/**
 * mrkdwn from outside, made safe to paste: well-formed links stand, stray `&`, `<` and `>` are escaped,
 * and what would ping people (`<!channel>`, `<@U…>`, `<!subteam^S…>`) becomes text.
 * Applying it twice is applying it once.
 */
export function safeMrkdwn(text: string): string {
  return text.replace(TOKENS, (token: string, entity: string | undefined) => {
    if (entity !== undefined)
      return HARMLESS.test(entity) ? `<${escapeBareAmpersands(entity)}>` : `&lt;${safeMrkdwn(entity)}&gt;`;
    if (token.startsWith('http')) return linkBareUrl(token);
    return token.length > 1 ? token : escapeCharacter(token);
  });
}

const escapeBareAmpersands = (text: string) => text.replace(/&(?!(?:amp|lt|gt);)/g, '&amp;');

const TRAILING = new Set('.,;:!?)]}\'"*_~`');
const endsInEscape = (text: string, end: number) => end >= 5 && text.slice(end - 5, end) === '&amp;';

/** A sentence's last stop doesn't belong to its URL. Backwards by hand: a regular expression takes quadratic time here. */
function linkBareUrl(token: string): string {
  let end = token.length;
  while (TRAILING.has(token[end - 1] ?? '') && !endsInEscape(token, end)) end--;
  const url = token.slice(0, end);
  if (url.endsWith('://')) return token;
  return `<${escapeBareAmpersands(url)}>${token.slice(end)}`;
}

/** `<url|label>`. A URL that could break out of the brackets is shown as text. */
export function link(url: string, label: string): string {
  if (!/^https?:\/\/[^\s<>|]+$/.test(url)) return escapeMrkdwn(`${label} (${url})`);
  return `<${escapeBareAmpersands(url)}|${escapeMrkdwn(label).replaceAll('|', '∣')}>`;
}

/** What a reader sees of mrkdwn, but for its `*_~` and backticks: links by their labels, escapes as characters. */
export const mrkdwnAsPlain = (text: string) =>
  text
    .replace(/<([^<>|]*)(?:\|([^<>]*))?>/g, (_, target: string, label: string | undefined) =>
      label === undefined || label === '' ? target.replace(/^mailto:/, '') : label,
    )
    .replace(/&(amp|lt|gt);/g, (_, name: string) => CHARACTERS[name] ?? '');

const CHARACTERS: Record<string, string> = { amp: '&', lt: '<', gt: '>' };

/** A time in each reader's own zone. */
export function slackDate(at: Date, format = '{date_short_pretty} at {time}'): string {
  return `<!date^${Math.floor(at.getTime() / 1_000)}^${format}|${at.toISOString()}>`;
}

export const userMention = (userId: string) => `<@${userId}>`;

/** Cuts a text to `most` characters with an ellipsis, never inside an entity, an escape or a surrogate pair. */
export function truncateMrkdwn(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = most - 1;
  const open = text.lastIndexOf('<', end - 1);
  if (open >= 0 && text.lastIndexOf('>', end - 1) < open) end = open;
  const escape = text.lastIndexOf('&', end - 1);
  if (escape >= 0 && end - escape < 5 && !text.slice(escape, end).includes(';')) end = escape;
  return `${cutAt(text, end)}…`;
}

/** The same for text without markup. */
export const truncatePlain = (text: string, most: number) =>
  text.length <= most ? text : `${cutAt(text, most - 1)}…`;

function cutAt(text: string, end: number): string {
  const last = text.charCodeAt(end - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end);
}
