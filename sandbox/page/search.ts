import { wholeText } from '../kit/describe-messages.js';
import { text } from '../json.js';
import type { Slack } from '../slack.js';
import type { Channel, Message, Team, User } from '../workspace/model.js';
import { isTombstone } from '../workspace/tombstones.js';
import { visibleChannels } from './show-workspace.js';
import type { Found } from './shown.js';

const MOST = 60;
/** Around the first word that was found. */
const SNIPPET = 160;

/** What each message says in lower case; made once for each of its states. */
const spoken = new WeakMap<Message, { revision: number; whole: string; lower: string }>();

/** Messages that the viewer can see with every word of `query` in them, the newest first; of one channel where it is given. */
export function searchMessages(
  slack: Slack,
  team: Team,
  viewer: User,
  query: string,
  channelId: string,
): Found[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  return visibleChannels(slack, team, viewer)
    .filter(({ id }) => channelId === '' || id === channelId)
    .flatMap((channel) => found(channel, viewer, words))
    .sort((a, b) => (a.ts < b.ts ? 1 : -1))
    .slice(0, MOST);
}

function found(channel: Channel, viewer: User, words: string[]): Found[] {
  const hits: Found[] = [];
  for (let index = channel.messages.length - 1; index >= 0 && hits.length < MOST; index -= 1) {
    const message = channel.messages[index];
    if (message.ephemeralTo !== undefined && message.ephemeralTo !== viewer.id) continue;
    if (isTombstone(message)) continue;
    const { whole, lower } = said(message);
    if (!words.every((word) => lower.includes(word))) continue;
    const { body, ts } = message;
    const thread = text(body.thread_ts);
    hits.push({
      channel: channel.id,
      ts,
      thread: thread === '' || thread === ts ? null : thread,
      user: text(body.user),
      name: text(body.username) || null,
      text: snippet(whole, lower.indexOf(words[0])),
    });
  }
  return hits;
}

function said(message: Message): { whole: string; lower: string } {
  const known = spoken.get(message);
  if (known?.revision === message.revision) return known;
  const { blocks, attachments } = message.body;
  const lines = wholeText({
    text: text(message.body.text),
    blocks: Array.isArray(blocks) ? (blocks as never) : undefined,
    attachments: Array.isArray(attachments) ? (attachments as never) : undefined,
  })
    .split('\n')
    .map(readable);
  // A card's text stands in its fallback too, a typed message's in its rich_text.
  const whole = [...new Set(lines)].join('\n');
  const made = { revision: message.revision, whole, lower: whole.toLowerCase() };
  spoken.set(message, made);
  return made;
}

/** As it is read: the label of a link or a date, and `<` where `&lt;` stands (facts, section 8). */
const readable = (line: string): string =>
  line
    .replace(/<[^<>|]*\|([^<>]*)>/g, '$1')
    .replace(/<((?:https?|mailto):[^<>]*)>/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');

function snippet(whole: string, at: number): string {
  const from = Math.max(0, at - SNIPPET / 4);
  const cut = whole.slice(from, from + SNIPPET).replace(/\s+/g, ' ');
  return `${from > 0 ? '…' : ''}${cut}${from + SNIPPET < whole.length ? '…' : ''}`;
}
