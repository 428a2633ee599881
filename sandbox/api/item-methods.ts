import { objects, type JsonObject } from '../json.js';
import { parseTs } from '../workspace/ids.js';
import type { Channel, Message } from '../workspace/model.js';
import { pin } from '../workspace/pinning.js';
import { presentPin } from '../workspace/present-pin.js';
import { presentMessage } from '../workspace/present.js';
import { react } from '../workspace/reactions.js';
import { ApiError, type ApiCall } from './api-call.js';
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
      const shown = presentMessage(channel, message, false);
      const reactions = objects(shown.reactions).map((reaction) => ({
        ...reaction,
        users: call.boolean('full') ? reaction.users : (reaction.users as string[]).slice(0, PARTIAL_USERS),
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

function change(call: ApiCall, added: boolean): JsonObject {
  const name = call.string('name').replace(/^:|:$/g, '');
  if (name === '') throw new ApiError('invalid_name');
  const { channel, message } = item(call, 'timestamp');
  if (channel.archived) throw new ApiError('is_archived');
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
