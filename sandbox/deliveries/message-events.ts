import { text, type JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import { originIn } from './envelope.js';
import type { Channel, ChannelKind, Installation, Message } from '../workspace/model.js';
import { presentMessage } from '../workspace/present.js';

const CHANNEL_TYPE: Record<ChannelKind, string> = {
  public: 'channel',
  private: 'group',
  im: 'im',
  mpim: 'mpim',
};
/** The scope that lets an app hear a channel of this kind. */
export const HISTORY_SCOPE: Record<ChannelKind, string> = {
  public: 'channels:history',
  private: 'groups:history',
  im: 'im:history',
  mpim: 'mpim:history',
};

/** `message` to the apps in the channel, `app_mention` to those whose bot it names (facts, section 2). */
export function announceMessage(slack: Slack, channel: Channel, message: Message): void {
  const event = {
    ...message.body,
    channel: channel.id,
    event_ts: message.ts,
    channel_type: CHANNEL_TYPE[channel.kind],
    ...(message.metadata ? { metadata: message.metadata } : {}),
    ...broadcastRoot(channel, message),
    ...foreignAuthor(slack, channel, message),
  };
  tell(slack, channel, message, event);
  if (channel.kind === 'im') return;
  const said = text(message.body.text);
  for (const installation of slack.world.installationsIn(channel)) {
    if (!installation.scopes.includes('app_mentions:read')) continue;
    if (message.body.user === installation.botUserId) continue;
    // Of what is said in a private channel only members hear.
    if (channel.kind !== 'public' && !channel.members.has(installation.botUserId)) continue;
    if (!new RegExp(`<@${installation.botUserId}(\\|[^>]*)?>`).test(said)) continue;
    const { channel_type: _type, ...mention } = event;
    const origin = originIn(slack.world, installation, channel, text(message.body.team) || undefined);
    slack.events.emit(installation, { ...mention, type: 'app_mention' }, origin);
  }
}

export function announceEdit(slack: Slack, channel: Channel, message: Message, previous: JsonObject): void {
  const event = {
    ...hiddenEvent(slack, channel, 'message_changed'),
    message: message.body,
    previous_message: previous,
  };
  tell(slack, channel, message, event);
}

export function announceDeletion(slack: Slack, channel: Channel, message: Message): void {
  const event = {
    ...hiddenEvent(slack, channel, 'message_deleted'),
    deleted_ts: message.ts,
    previous_message: message.body,
  };
  tell(slack, channel, message, event);
}

function tell(slack: Slack, channel: Channel, message: Message, event: JsonObject): void {
  for (const installation of listeners(slack, channel)) {
    const origin = originIn(slack.world, installation, channel, text(message.body.team) || undefined);
    slack.events.emit(installation, event, origin);
  }
}

/** The thread's parent, with its counts, beside a reply that is shown in the channel too. */
function broadcastRoot(channel: Channel, message: Message): JsonObject {
  if (message.body.subtype !== 'thread_broadcast') return {};
  const parent = channel.byTs.get(text(message.body.thread_ts));
  return parent ? { root: presentMessage(channel, parent, false) } : {};
}

/** Who wrote it, for the apps of the other company in a Slack Connect channel (facts, sections 2 and 21). */
function foreignAuthor(slack: Slack, channel: Channel, message: Message): JsonObject {
  const author = slack.world.users.get(text(message.body.user));
  if (!author || author.isBot || !slack.world.isExtShared(channel)) return {};
  return {
    user_team: author.teamId,
    source_team: author.teamId,
    user_profile: {
      first_name: author.realName.split(' ')[0],
      real_name: author.realName,
      display_name: author.name,
      name: author.name,
      team: author.teamId,
      is_restricted: author.isRestricted,
      is_ultra_restricted: author.isUltraRestricted,
    },
  };
}

function hiddenEvent(slack: Slack, channel: Channel, subtype: string): JsonObject {
  const ts = slack.world.nextTs(channel);
  return {
    type: 'message',
    subtype,
    hidden: true,
    channel: channel.id,
    ts,
    event_ts: ts,
    channel_type: CHANNEL_TYPE[channel.kind],
  };
}

function listeners(slack: Slack, channel: Channel): Installation[] {
  return slack.world
    .installationsIn(channel)
    .filter(
      (installation) =>
        channel.members.has(installation.botUserId) &&
        installation.scopes.includes(HISTORY_SCOPE[channel.kind]),
    );
}
