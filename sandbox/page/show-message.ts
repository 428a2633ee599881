import { list, objects, text, type JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import type { Channel, Message } from '../workspace/model.js';
import type { ShownFile, ShownMessage } from './shown.js';

/** A message as the page needs it: less than Slack's API shows, for thousands of them travel at once. */
export function showMessage(slack: Slack, channel: Channel, message: Message): ShownMessage {
  const { body, ts } = message;
  const app = text(body.app_id);
  const [blocks, attachments, files] = [body.blocks, body.attachments, body.files].map(objects);
  return {
    ts,
    user: text(body.user),
    text: text(body.text),
    ...(text(body.username) === '' ? {} : { name: text(body.username) }),
    ...iconOf(body),
    ...(app === '' ? {} : { app }),
    ...(text(body.subtype) === '' ? {} : { subtype: text(body.subtype) }),
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
    ...(files.length > 0 ? { files: files.map(showFile) } : {}),
    ...(body.reactions ? { reactions: objects(body.reactions).map(showReaction) } : {}),
    ...(body.edited ? { edited: true } : {}),
    ...(text(body.thread_ts) === '' ? {} : { thread: text(body.thread_ts) }),
    ...(message.ephemeralTo === undefined ? {} : { only: true }),
    ...(slack.pins.of(channel.id).has(ts) ? { pinned: true } : {}),
    ...(channel.lockedThreads.has(ts) ? { locked: true } : {}),
  };
}

/** What changes when the page must be told anew. */
export function versionOf(slack: Slack, channel: Channel, message: Message): string {
  const { ts, revision } = message;
  return `${revision}${slack.pins.of(channel.id).has(ts) ? 'p' : ''}${channel.lockedThreads.has(ts) ? 'l' : ''}`;
}

function iconOf({ icons }: JsonObject): { icon?: string } {
  const [given] = objects([icons ?? null]);
  const icon = text(given?.emoji) || text(given?.image_48) || text(given?.image_64);
  return icon === '' ? {} : { icon };
}

function showReaction({ name, users }: JsonObject): { name: string; users: string[] } {
  return { name: text(name), users: list(users).map(text) };
}

export function showFile(file: JsonObject): ShownFile {
  return {
    id: text(file.id),
    name: text(file.name),
    title: text(file.title),
    mimetype: text(file.mimetype),
    size: typeof file.size === 'number' ? file.size : 0,
    alt: text(file.alt_txt),
  };
}
