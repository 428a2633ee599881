import { isObject, text, type Json, type JsonObject } from '../json.js';
import { EMOJI } from './emoji-characters.js';
import type { World } from './world.js';

/**
 * What stands as it is typed: a person or a channel by its id, and a link, as the page itself puts them where it has
 * nothing shorter. All else that is in angle brackets is text.
 */
const REFERENCE = /(<(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+|https?:[^\s<>|]+|mailto:[^\s<>|]+)(?:\|[^<>]*)?>)/;

/** A code block, over as many lines as it has; in it nothing is a reference or is formatted. */
const FENCED = /```(?=[^`]*[^`\s])(?:(?!```)[\s\S])+```/;
/** A quoted line, as it is escaped; with three marks, the rest of the text. */
const QUOTED = /^&gt;(?!&gt;) ?(.*)$/;
const ALL_QUOTED = /^&gt;&gt;&gt; ?(.*)$/;

/** `@name`, `#channel` and bare URLs as Slack's composer writes them, and what mrkdwn would take for its own escaped. */
export function resolveTyped(world: World, teamId: string, typed: string): string {
  return typed
    .split(new RegExp(`(${FENCED.source})`))
    .map((part) => (FENCED.test(part) ? escaped(part) : resolveUnfenced(world, teamId, part)))
    .join('');
}

function resolveUnfenced(world: World, teamId: string, typed: string): string {
  return typed
    .split(REFERENCE)
    .map((part, index) =>
      index % 2 === 1 ? part.replace(/&(?!amp;|lt;|gt;)/g, '&amp;') : resolvePlain(world, teamId, part),
    )
    .join('');
}

const escaped = (part: string) => part.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

function resolvePlain(world: World, teamId: string, part: string): string {
  return escaped(part)
    .replace(/https?:\/\/(?:(?!&[lg]t;)[^\s|])+/g, '<$&>')
    .replace(/(^|\s)@([a-z0-9._-]+)/g, (all: string, before: string, name: string) => {
      if (['here', 'channel', 'everyone'].includes(name)) return `${before}<!${name}>`;
      const user = world.user(teamId, name);
      return user ? `${before}<@${user.id}>` : all;
    })
    .replace(/(^|\s)#([a-z0-9_-]+)/g, (all: string, before: string, name: string) => {
      const channel = world.channel(teamId, name);
      return channel?.kind === 'public' ? `${before}<#${channel.id}|${channel.name}>` : all;
    });
}

/**
 * A command's text with `should_escape`: people and channels as `<@U…|name>` and `<#C…|name>`, a private channel
 * without its name, URLs in angle brackets (facts, section 4).
 */
export function escapeTyped(world: World, teamId: string, typed: string): string {
  return typed
    .replace(/https?:\/\/[^\s<>|]+/g, '<$&>')
    .replace(/(^|\s)@([a-z0-9._-]+)/g, (all: string, before: string, name: string) => {
      const user = world.user(teamId, name);
      return user ? `${before}<@${user.id}|${user.name}>` : all;
    })
    .replace(/(^|\s)#([a-z0-9_-]+)/g, (all: string, before: string, name: string) => {
      const channel = world.channel(teamId, name);
      if (!channel) return all;
      return `${before}<#${channel.id}|${channel.kind === 'public' ? channel.name : ''}>`;
    });
}

/** The rich_text block that accompanies a typed message: its text, its quotations and its code blocks, in their order. */
export function richText(said: string): JsonObject {
  const elements = said.split(new RegExp(`(${FENCED.source})`)).flatMap((part, index): JsonObject[] => {
    if (index % 2 === 0) return quotedOrNot(part);
    const code = unescapeText(part.slice(3, -3).replace(/^\n|\n$/g, ''));
    return [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: code }] }];
  });
  return { type: 'rich_text', elements };
}

/** Lines that are quoted one after the other are one quotation, those between are one section. */
function quotedOrNot(said: string): JsonObject[] {
  const runs: { type: 'rich_text_quote' | 'rich_text_section'; lines: string[] }[] = [];
  let toEnd = false;
  // The line break beside a code block is the block's own.
  for (const line of said.replace(/^\n|\n$/g, '').split('\n')) {
    const all = ALL_QUOTED.exec(line);
    const quoted = toEnd ? line : (all ?? QUOTED.exec(line))?.[1];
    toEnd ||= all !== null;
    const type = quoted === undefined ? 'rich_text_section' : 'rich_text_quote';
    if (runs.at(-1)?.type !== type) runs.push({ type, lines: [] });
    runs.at(-1)?.lines.push(quoted ?? line);
  }
  return runs
    .map(({ type, lines }) => ({ type, elements: inline(lines.join('\n')) }))
    .filter(({ elements }) => elements.length > 0);
}

function inline(said: string): Json[] {
  return said
    .split(/(<[^>]*>)/)
    .filter((part) => part !== '')
    .flatMap((part): Json[] => {
      const link = /^<(@|#|!|)([^|>]*)(?:\|([^>]*))?>$/.exec(part);
      if (!link) return formatted(unescapeText(part));
      const [, sigil, target, label] = link;
      if (sigil === '@') return [{ type: 'user', user_id: target }];
      if (sigil === '#') return [{ type: 'channel', channel_id: target }];
      if (sigil === '!') return [{ type: 'broadcast', range: target }];
      const url = unescapeText(target);
      return [{ type: 'link', url, ...(label ? { text: unescapeText(label) } : {}) }];
    });
}

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike', '`': 'code' } as const;
const MARKED = /(^|[\s([{"'.,;:!?-])([*_~`])(\S(?:[^\n]*?\S)?)\2(?=$|[\s)\]}"'.,;:!?-])|:([a-z0-9_+'-]+):/;

/** What Slack's composer makes of `*bold*`, `_italic_`, `~strike~`, a code's backticks and the emoji that it knows. */
function formatted(part: string): Json[] {
  const found = MARKED.exec(part);
  if (!found) return part === '' ? [] : [{ type: 'text', text: part }];
  const [all, before = '', mark, inner, name] = found;
  const at = found.index + before.length;
  const rest = part.slice(found.index + all.length);
  const said = part.slice(0, at);
  const start: Json[] = said === '' ? [] : [{ type: 'text', text: said }];
  if (name !== undefined) {
    if (!Object.hasOwn(EMOJI, name))
      return joined([...start, { type: 'text', text: all }, ...formatted(rest)]);
    return [...start, { type: 'emoji', name }, ...formatted(rest)];
  }
  const style = { [MARKS[mark as keyof typeof MARKS]]: true };
  return [...start, { type: 'text', text: inner, style }, ...formatted(rest)];
}

/** Plain texts beside each other are one. */
function joined(elements: Json[]): Json[] {
  return elements.reduce<Json[]>((made, element) => {
    const last = made.at(-1);
    if (isObject(last) && isObject(element) && isPlain(last) && isPlain(element)) {
      return [...made.slice(0, -1), { type: 'text', text: `${text(last.text)}${text(element.text)}` }];
    }
    return [...made, element];
  }, []);
}

function isPlain({ type, style }: JsonObject): boolean {
  return type === 'text' && style === undefined;
}

/** The three escapes of mrkdwn undone (facts, section 8). */
export function unescapeText(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}
