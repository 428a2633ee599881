import type { Json, JsonObject } from '../json.js';
import type { World } from './world.js';

/** `@name`, `#channel` and bare URLs as Slack's composer writes them; what is already `<…>` stands. */
export function resolveTyped(world: World, teamId: string, typed: string): string {
  return typed
    .split(/(<[^>]*>)/)
    .map((part) => (part.startsWith('<') && part.endsWith('>') ? part : resolvePlain(world, teamId, part)))
    .join('');
}

function resolvePlain(world: World, teamId: string, part: string): string {
  return part
    .replace(/&(?!amp;|lt;|gt;)/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/https?:\/\/[^\s<>|]+/g, '<$&>')
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
export function richText(text: string): JsonObject {
  const elements: Json[] = text
    .split(/(<[^>]*>)/)
    .filter((part) => part !== '')
    .map((part) => {
      const link = /^<(@|#|!|)([^|>]*)(?:\|([^>]*))?>$/.exec(part);
      if (!link) return { type: 'text', text: unescapeText(part) };
      const [, sigil, target, label] = link;
      if (sigil === '@') return { type: 'user', user_id: target };
      if (sigil === '#') return { type: 'channel', channel_id: target };
      if (sigil === '!') return { type: 'broadcast', range: target };
      return { type: 'link', url: unescapeText(target), ...(label ? { text: unescapeText(label) } : {}) };
    });
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

/** The three escapes of mrkdwn undone (facts, section 8). */
export function unescapeText(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}
