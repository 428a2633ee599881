import { isObject, text, type Json, type JsonObject } from '../json.js';
import { EMOJI } from './emoji-characters.js';
import type { World } from './world.js';

/**
 * What stands as it is typed: a person or a channel by its id, and a link, as the page itself puts them where it has
 * nothing shorter. All else that is in angle brackets is text.
 */
const REFERENCE = /(<(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+|https?:[^\s<>|]+|mailto:[^\s<>|]+)(?:\|[^<>]*)?>)/;

/** `@name`, `#channel` and bare URLs as Slack's composer writes them, and what mrkdwn would take for its own escaped. */
export function resolveTyped(world: World, teamId: string, typed: string): string {
  return typed
    .split(REFERENCE)
    .map((part, index) =>
      index % 2 === 1 ? part.replace(/&(?!amp;|lt;|gt;)/g, '&amp;') : resolvePlain(world, teamId, part),
    )
    .join('');
}

function resolvePlain(world: World, teamId: string, part: string): string {
  return part
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
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

/** The rich_text block that accompanies a typed message. */
export function richText(said: string): JsonObject {
  const elements: Json[] = said
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
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
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
