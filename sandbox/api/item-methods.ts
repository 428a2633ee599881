import { list, objects, text, type JsonObject } from '../json.js';
import { parseTs } from '../workspace/ids.js';
import type { Channel, Message } from '../workspace/model.js';
import { pin } from '../workspace/pinning.js';
import { presentPin } from '../workspace/present-pin.js';
import { presentMessage } from '../workspace/present.js';
import { react } from '../workspace/reactions.js';
import { ApiError, page, type ApiCall } from './api-call.js';
import type { MethodTable } from './method.js';
import { permalink } from '../workspace/permalink.js';

/** How many users a reaction lists without `full`; that it is partial is certain, the number *unverified*. */
const PARTIAL_USERS = 50;

/** Reactions and pins: what hangs on a message (facts, section 22). */
export const itemMethods: MethodTable = {
  'reactions.add': { tier: 3, scopes: ['reactions:write'], run: (call) => change(call, true) },
  'reactions.remove': { tier: 2, scopes: ['reactions:write'], run: (call) => change(call, false) },
  'reactions.get': {
    tier: 3,
    scopes: ['reactions:read'],
    run(call) {
      const { channel, message } = item(call, 'timestamp');
      return reacted(call, channel, message);
    },
  },
  'reactions.list': {
    tier: 2,
    scopes: ['reactions:read'],
    run(call) {
      const { slack, caller } = call;
      const userId = call.string('user') || caller.token.userId;
      if (!slack.world.users.has(userId)) throw new ApiError('user_not_found');
      const visible = slack.world
        .channelsOf(call.workspace.id)
        .filter(({ kind, members }) => kind === 'public' || members.has(caller.token.userId));
      const theirs = visible.flatMap((channel) =>
        channel.messages
          .filter(({ body }) => objects(body.reactions).some(({ users }) => list(users).includes(userId)))
          .map((message) => ({ channel, message })),
      );
      // The newest first (*unverified*: the page of the method names no order).
      theirs.sort((a, b) => (parseTs(b.message.ts) ?? 0) - (parseTs(a.message.ts) ?? 0));
      const { items, nextCursor } = page(theirs, call.string('cursor'), call.limit(100, 1000));
      return {
        items: items.map(({ channel, message }) => reacted(call, channel, message)),
        response_metadata: { next_cursor: nextCursor },
      };
    },
  },
  'pins.add': { tier: 2, scopes: ['pins:write'], run: (call) => changePin(call, true) },
  'pins.remove': { tier: 2, scopes: ['pins:write'], run: (call) => changePin(call, false) },
  'pins.list': {
    tier: 2,
    scopes: ['pins:read'],
    run(call) {
      const channel = call.channel(call.required('channel'));
      memberOf(call, channel);
      const pinned = [...call.slack.pins.of(channel.id)].reverse().flatMap(([ts, pin]) => {
        const message = channel.byTs.get(ts);
        if (!message) return [];
        return [presentPin(call.caller.team, channel, message, pin)];
      });
      return { items: pinned };
    },
  },
};

/** A message as reactions.* show it: with its permalink, and without `full` only some of who reacted. */
function reacted(call: ApiCall, channel: Channel, message: Message): JsonObject {
  const shown = presentMessage(channel, message, false);
  const reactions = objects(shown.reactions).map((reaction) => ({
    ...reaction,
    users: call.boolean('full') ? reaction.users : list(reaction.users).slice(0, PARTIAL_USERS),
  }));
  return {
    type: 'message',
    channel: channel.id,
    message: {
      ...shown,
      ...(reactions.length > 0 ? { reactions } : {}),
      permalink: permalink(call.caller.team, channel, message),
    },
  };
}

function change(call: ApiCall, added: boolean): JsonObject {
  const name = call.string('name').replace(/^:|:$/g, '');
  if (name === '') throw new ApiError('invalid_name');
  const { channel, message } = item(call, 'timestamp');
  if (channel.archived) throw new ApiError('is_archived');
  // The parent of a locked thread is of the thread (*unverified*).
  const thread = text(message.body.thread_ts) || message.ts;
  if (added && channel.lockedThreads.has(thread)) throw new ApiError('thread_locked');
  const error = react(call.slack, channel, message, name, call.caller.token.userId, added);
  if (error !== undefined) throw new ApiError(error);
  return {};
}

function changePin(call: ApiCall, added: boolean): JsonObject {
  const { channel, message } = item(call, 'timestamp');
  memberOf(call, channel);
  const by = call.slack.world.users.get(call.caller.token.userId);
  if (!by) throw new ApiError('account_inactive');
  const error = pin(call.slack, channel, message, by, added);
  if (error !== undefined) throw new ApiError(error);
  return {};
}

function item(call: ApiCall, field: string): { channel: Channel; message: Message } {
  if (call.string('channel') === '' || call.string(field) === '') throw new ApiError('no_item_specified');
  const channel = call.channel(call.string('channel'));
  const ts = call.string(field);
  if (parseTs(ts) === undefined) throw new ApiError('bad_timestamp');
  const message = channel.byTs.get(ts);
  if (!message || message.ephemeralTo !== undefined) throw new ApiError('message_not_found');
  return { channel, message };
}

function memberOf(call: ApiCall, channel: Channel): void {
  if (!channel.members.has(call.caller.token.userId)) throw new ApiError('not_in_channel');
}
