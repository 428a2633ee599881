import { randomUUID } from 'node:crypto';
import { announceDeletion, announceEdit, announceMessage } from '../deliveries/message-events.js';
import { announceMetadata } from '../deliveries/metadata-events.js';
import { fillAttachments, fillBlocks } from '../blocks/fill-blocks.js';
import { text, type JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import type { Content } from './content.js';
import { formatTs } from './ids.js';
import type { Channel, Installation, Message, User } from './model.js';
import { presentBotProfile } from './present.js';
import { publishedText } from './published-text.js';
import type { ScheduledMessage } from './scheduled-messages.js';
import { repliesTo } from './threads.js';
import { isTombstone, tombstoneOf } from './tombstones.js';
import { richText, resolveTyped } from './typed-text.js';

const TRUNCATE_AT = 40_000;
/** What Slack puts where only blocks were given, for notifications and old clients. */
const BLOCKS_ONLY_TEXT = "This content can't be displayed.";

/** Posts as the app's bot and tells the apps that listen. `ephemeralTo` shows it to one person alone. */
export function postAsApp(
  slack: Slack,
  installation: Installation,
  channel: Channel,
  content: Content,
  ephemeralTo?: string,
): Message {
  const message = slack.world.addMessage(channel, appBody(slack, installation, channel, content), {
    ephemeralTo,
    metadata: content.metadata,
  });
  if (ephemeralTo === undefined) {
    announceMessage(slack, channel, message);
    announceMetadata(slack, channel, message, { after: message.metadata, ts: message.ts });
  }
  return message;
}

/** Posts what waited for its time, where the app and the channel are still there. */
export function postScheduled(slack: Slack, { channel, installation, content }: ScheduledMessage): void {
  const here = slack.world.installations.get(`${installation.appId}/${installation.teamId}`);
  if (here && !channel.archived) postAsApp(slack, here, channel, content);
}

/** Replaces text, blocks and attachments; blocks go unless they are given anew (facts, section 6). */
export function editAsApp(slack: Slack, channel: Channel, message: Message, content: Content): void {
  const previous = message.body;
  const before = message.metadata;
  const { blocks: _blocks, attachments, ...rest } = previous;
  // Left out, they stay; an empty list clears them (facts, section 6).
  const attached = content.attachments ? fillAttachments(content.attachments) : attachments;
  const body: JsonObject = {
    ...rest,
    text: shownText(content),
    ...(content.blocks && content.blocks.length > 0 ? { blocks: fillBlocks(content.blocks) } : {}),
    ...(Array.isArray(attached) && attached.length > 0 ? { attachments: attached } : {}),
    edited: { user: text(previous.user), ts: formatTs(Math.floor(slack.timer.now() / 1000) * 1e6) },
  };
  if (content.metadata) {
    message.metadata = Object.keys(content.metadata).length > 0 ? content.metadata : undefined;
  }
  slack.world.editMessage(channel, message, body);
  if (message.ephemeralTo !== undefined) return;
  announceEdit(slack, channel, message, previous);
  const after = message.metadata;
  if (after !== before) {
    announceMetadata(slack, channel, message, { before, after, ts: slack.world.nextTs(channel) });
  }
}

/** A thread's parent leaves a tombstone, which apps hear of as of an edit; the last reply takes it along. */
export function deleteMessage(slack: Slack, channel: Channel, message: Message): void {
  const { world } = slack;
  if (message.ephemeralTo !== undefined) return world.removeMessage(channel, message.ts);
  const threaded = repliesTo(channel, message.ts).length > 0;
  if (threaded && isTombstone(message)) return;
  const { metadata: before, body: previous } = message;
  if (threaded) {
    message.metadata = undefined;
    world.editMessage(channel, message, tombstoneOf(message));
    announceEdit(slack, channel, message, previous);
  } else {
    world.removeMessage(channel, message.ts);
    announceDeletion(slack, channel, message);
  }
  announceMetadata(slack, channel, message, { before, ts: world.nextTs(channel) });
  const parent = channel.byTs.get(text(previous.thread_ts));
  const last = parent && isTombstone(parent) && repliesTo(channel, parent.ts).length === 0;
  if (last) deleteMessage(slack, channel, parent);
}

/** Posts what a person typed, in the thread under `ts`, at `at` where it isn't now, with `@name` and `#channel` turned into links as Slack's composer does. */
export function postAsUser(
  slack: Slack,
  user: User,
  channel: Channel,
  typed: string,
  more: { ts?: string; broadcast?: boolean; at?: number } = {},
): Message {
  const resolved = resolveTyped(slack.world, user.teamId, typed);
  const message = slack.world.addMessage(
    channel,
    {
      type: 'message',
      user: user.id,
      client_msg_id: randomUUID(),
      text: resolved,
      team: user.teamId,
      blocks: fillBlocks([richText(resolved)]),
      ...(more.ts === undefined ? {} : { thread_ts: more.ts }),
      ...(more.ts !== undefined && more.broadcast ? { subtype: 'thread_broadcast' } : {}),
    },
    { at: more.at },
  );
  announceMessage(slack, channel, message);
  return message;
}

/** A person changes what they have said. */
export function editAsUser(
  slack: Slack,
  user: User,
  channel: Channel,
  message: Message,
  typed: string,
): void {
  const said = resolveTyped(slack.world, user.teamId, typed);
  const { body: previous } = message;
  const edited = { user: user.id, ts: formatTs(Math.floor(slack.timer.now() / 1000) * 1e6) };
  slack.world.editMessage(channel, message, {
    ...previous,
    text: said,
    blocks: fillBlocks([richText(said)]),
    edited,
  });
  announceEdit(slack, channel, message, previous);
}

/**
 * The message as it will stand in the channel. What a person's token posts is theirs, and carries the app's bot, where
 * it has one, beside them (*unverified*).
 */
export function appBody(
  slack: Slack,
  installation: Installation,
  channel: Channel,
  content: Content,
): JsonObject {
  const app = slack.world.apps.get(installation.appId);
  const user = slack.world.users.get(installation.botUserId);
  const teamId = slack.world.contextTeamId(installation, channel);
  const team = slack.world.teams.get(teamId);
  return {
    type: 'message',
    user: content.author ?? installation.botUserId,
    ...(installation.botId === '' ? {} : { bot_id: installation.botId }),
    app_id: installation.appId,
    text: shownText(content),
    team: teamId,
    ...(app && user && team ? { bot_profile: presentBotProfile(app, user, team) } : {}),
    ...content.identity,
    ...(content.blocks && content.blocks.length > 0 ? { blocks: fillBlocks(content.blocks) } : {}),
    ...(content.attachments && content.attachments.length > 0
      ? { attachments: fillAttachments(content.attachments) }
      : {}),
    ...(content.threadTs === undefined ? {} : { thread_ts: content.threadTs }),
    ...(content.threadTs !== undefined && content.broadcast ? { subtype: 'thread_broadcast' } : {}),
  };
}

function shownText(content: Content): string {
  if (content.text === '' && content.blocks && content.blocks.length > 0) return BLOCKS_ONLY_TEXT;
  return publishedText(content.text.slice(0, TRUNCATE_AT));
}
