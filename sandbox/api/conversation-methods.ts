import { HISTORY_SCOPE } from '../deliveries/message-events.js';
import { text, type JsonObject } from '../json.js';
import { parseTs } from '../workspace/ids.js';
import type { Channel, Message } from '../workspace/model.js';
import { presentChannel, presentMessage } from '../workspace/present.js';
import { repliesTo } from '../workspace/threads.js';
import { ApiError, page, type ApiCall } from './api-call.js';
import { historyLimit } from './call-limits.js';
import {
  CHANNEL_MANAGE_SCOPES,
  CHANNEL_READ_SCOPES,
  listedChannels,
  managedChannel,
  READ_SCOPE,
} from './channel-access.js';
import { messagePage } from './message-page.js';
import type { MethodTable } from './method.js';
import { openConversation } from './open-conversation.js';

const HISTORY_SCOPES = Object.values(HISTORY_SCOPE);
const OPEN_SCOPES = ['im:write', 'mpim:write', 'channels:manage', 'groups:write'];

export const conversationMethods: MethodTable = {
  'conversations.list': {
    tier: 2,
    anyScope: CHANNEL_READ_SCOPES,
    run(call) {
      const visible = listedChannels(call);
      const { token } = call.caller;
      const { items, nextCursor } = page(visible, call.string('cursor'), call.limit(100, 1000));
      // A limit above the largest is taken for the largest (*unverified*: the page says what it must be, and no more).
      return {
        channels: items.map((channel) => ({
          ...presentChannel(call.slack.world, channel, token.userId, call.caller.team.id),
          ...(channel.kind === 'im' ? {} : { num_members: channel.members.size }),
        })),
        response_metadata: { next_cursor: nextCursor },
      };
    },
  },
  'conversations.info': {
    tier: 3,
    anyScope: CHANNEL_READ_SCOPES,
    run(call) {
      const channel = call.channel(call.required('channel'));
      call.need(READ_SCOPE[channel.kind]);
      return {
        channel: {
          ...presentChannel(call.slack.world, channel, call.caller.token.userId, call.caller.team.id),
          ...lastRead(call, channel),
          ...(call.boolean('include_num_members') ? { num_members: channel.members.size } : {}),
        },
      };
    },
  },
  'conversations.members': {
    tier: 4,
    anyScope: CHANNEL_READ_SCOPES,
    run(call) {
      const channel = call.channel(call.required('channel'));
      call.need(READ_SCOPE[channel.kind]);
      const { items, nextCursor } = page([...channel.members], call.string('cursor'), call.limit(100, 1000));
      return { members: items, response_metadata: { next_cursor: nextCursor } };
    },
  },
  'conversations.mark': {
    tier: 3,
    anyScope: CHANNEL_MANAGE_SCOPES,
    run(call) {
      const channel = managedChannel(call);
      const ts = call.required('ts');
      if (parseTs(ts) === undefined) throw new ApiError('invalid_timestamp');
      const { userId } = call.caller.token;
      if (!channel.members.has(userId)) throw new ApiError('not_in_channel');
      channel.lastRead.set(userId, ts);
      call.slack.world.touch(channel);
      return {};
    },
  },
  'conversations.open': {
    tier: 3,
    anyScope: OPEN_SCOPES,
    run: openConversation,
  },
  'conversations.history': {
    tier: 3,
    anyScope: HISTORY_SCOPES,
    run(call) {
      const channel = readable(call);
      const inRange = range(call);
      const messages = channel.messages
        .filter((message) => message.ephemeralTo === undefined && inRange(message))
        .filter((message) => {
          const thread = message.body.thread_ts;
          return thread === undefined || thread === message.ts || message.body.subtype === 'thread_broadcast';
        })
        .reverse();
      return {
        ...shown(call, channel, messages, 'newest', historyLimit(call, { fallback: 100, max: 999 })),
        ...(call.string('latest') === '' ? {} : { latest: call.string('latest') }),
        ...(call.string('oldest') === '' ? {} : { oldest: call.string('oldest') }),
        pin_count: call.slack.pins.of(channel.id).size,
        channel_actions_ts: null,
        channel_actions_count: 0,
      };
    },
  },
  'conversations.replies': {
    tier: 3,
    anyScope: HISTORY_SCOPES,
    run(call) {
      const channel = readable(call);
      const named = channel.byTs.get(call.required('ts'));
      if (!named || named.ephemeralTo !== undefined) throw new ApiError('thread_not_found');
      const parentTs = text(named.body.thread_ts) || named.ts;
      const parent = channel.byTs.get(parentTs);
      const inRange = range(call);
      const replies = repliesTo(channel, parentTs).filter(inRange);
      const thread = [...(parent ? [parent] : []), ...replies];
      return shown(call, channel, thread, 'oldest', historyLimit(call, { fallback: 1000, max: 1000 }));
    },
  },
};

/** The channel, where this token may read what is said in it: a person's also where they may look in without joining. */
function readable(call: ApiCall): Channel {
  const channel = call.channel(call.required('channel'));
  call.need(HISTORY_SCOPE[channel.kind]);
  const { kind, userId } = call.caller.token;
  const looksIn = kind === 'user' && channel.kind === 'public';
  if (!looksIn && !channel.members.has(userId)) throw new ApiError('not_in_channel');
  return channel;
}

/** How far the caller has read; shown once it was marked (*unverified*: Slack's own apps mark as people read). */
function lastRead(call: ApiCall, channel: Channel): JsonObject {
  const ts = channel.lastRead.get(call.caller.token.userId);
  return ts === undefined ? {} : { last_read: ts };
}

/** `oldest` and `latest`, exclusive unless `inclusive`. */
function range(call: ApiCall): (message: Message) => boolean {
  const bound = (name: 'oldest' | 'latest', fallback: number) => {
    const given = call.string(name);
    if (given === '') return fallback;
    const micros = parseTs(given);
    if (micros === undefined) throw new ApiError(`invalid_ts_${name}`);
    return micros;
  };
  const oldest = bound('oldest', -1);
  const latest = bound('latest', Infinity);
  const inclusive = call.boolean('inclusive');
  return (message) => {
    const micros = parseTs(message.ts) ?? 0;
    return inclusive ? micros >= oldest && micros <= latest : micros > oldest && micros < latest;
  };
}

function shown(
  call: ApiCall,
  channel: Channel,
  messages: Message[],
  order: 'newest' | 'oldest',
  limit: number,
): JsonObject {
  const { items, nextCursor } = messagePage(messages, order, call.string('cursor'), limit);
  const all = call.boolean('include_all_metadata');
  return {
    messages: items.map((message) => presentMessage(channel, message, all)),
    has_more: nextCursor !== '',
    ...(nextCursor === '' ? {} : { response_metadata: { next_cursor: nextCursor } }),
  };
}
