import type { JsonObject } from '../json.js';
import type { Channel, Message } from '../workspace/model.js';
import { deleteMessage, editAsApp, postAsApp } from '../workspace/posting.js';
import { editWindowClosed, postingRefusal } from '../workspace/posting-rules.js';
import { presentMessage } from '../workspace/present.js';
import { textLength } from '../blocks/text-length.js';
import { checkPostLimits } from './call-limits.js';
import { ApiError, type ApiCall } from './api-call.js';
import { readContent } from './message-arguments.js';
import type { MethodTable } from './method.js';
import { isTombstone } from '../workspace/tombstones.js';
import { permalink } from '../workspace/permalink.js';

const MAX_UPDATE_TEXT = 4000;
const MAX_EPHEMERAL_TEXT = 40_000;
/** Of all texts in the blocks together: about where apps have met the error (bolt-js #2509); *unverified*. */
const MAX_BLOCKS_TEXT = 13_200;

export const chatMethods: MethodTable = {
  'chat.postMessage': {
    tier: 'special',
    scopes: ['chat:write'],
    run(call) {
      const channel = postTarget(call);
      checkPostLimits(call, channel);
      const content = readContent(call, channel);
      checkPosting(channel, content.threadTs);
      if (textLength(content.blocks ?? []) > MAX_BLOCKS_TEXT) throw new ApiError('msg_blocks_too_long');
      const message = postAsApp(call.slack, call.caller.installation, channel, content);
      call.accepted(channel, message);
      return { channel: channel.id, ts: message.ts, message: presentMessage(channel, message, true) };
    },
  },
  'chat.update': {
    tier: 3,
    scopes: ['chat:write'],
    run(call) {
      const channel = call.channel(call.required('channel'));
      const message = ownMessage(call, channel, call.required('ts'), 'cant_update_message');
      const { team } = call.caller;
      if (editWindowClosed(team, message.ts, call.slack.timer.now()))
        throw new ApiError('edit_window_closed');
      if (call.string('text').length > MAX_UPDATE_TEXT) throw new ApiError('msg_too_long');
      const content = readContent(call, channel);
      editAsApp(call.slack, channel, message, content);
      call.edited(channel, message);
      return {
        channel: channel.id,
        ts: message.ts,
        text: message.body.text,
        message: presentMessage(channel, message, true),
      };
    },
  },
  'chat.delete': {
    tier: 3,
    scopes: ['chat:write'],
    run(call) {
      const channel = call.channel(call.required('channel'));
      const message = ownMessage(call, channel, call.required('ts'), 'cant_delete_message');
      deleteMessage(call.slack, channel, message);
      return { channel: channel.id, ts: message.ts };
    },
  },
  'chat.postEphemeral': {
    tier: 4,
    scopes: ['chat:write'],
    run(call) {
      const channel = postTarget(call);
      const userId = call.required('user');
      const { world } = call.slack;
      const user = world.users.get(userId);
      // Whoever is of a workspace that sees the channel is known there, another company's people among them.
      const known = user && [...channel.sharedTeamIds].some((teamId) => world.isIn(user, teamId));
      if (!known) throw new ApiError('user_not_found');
      if (!channel.members.has(userId)) throw new ApiError('user_not_in_channel');
      if (call.string('text').length > MAX_EPHEMERAL_TEXT) throw new ApiError('msg_too_long');
      const content = readContent(call, channel);
      // Its page lists no other of these refusals.
      if (channel.posting === 'restricted') throw new ApiError('restricted_action');
      const message = postAsApp(call.slack, call.caller.installation, channel, content, userId);
      return { message_ts: message.ts };
    },
  },
  'chat.getPermalink': {
    tier: 'special',
    run(call): JsonObject {
      const channel = call.channel(call.required('channel'));
      const message = channel.byTs.get(call.required('message_ts'));
      if (!message || message.ephemeralTo !== undefined) throw new ApiError('message_not_found');
      return { channel: channel.id, permalink: permalink(call.caller.team, channel, message) };
    },
  },
};

/** Where a post goes: a channel by id or name, a person's direct messages by user id (facts, section 6). */
export function postTarget(call: ApiCall): Channel {
  const { world } = call.slack;
  const { team, token } = call.caller;
  const target = call.required('channel');
  if (/^[UW][A-Z0-9]{8,}$/.test(target)) {
    const user = world.user(team.id, target);
    if (!user || user.deleted || user.isBot) throw new ApiError('channel_not_found');
    return withTab(call, world.directChannel(team.id, [token.userId, user.id]).channel);
  }
  const channel = withTab(call, call.channel(target, true));
  if (channel.archived) throw new ApiError('is_archived');
  const allowed = channel.members.has(token.userId) || call.can('chat:write.public');
  if (!allowed) throw new ApiError('not_in_channel');
  return channel;
}

/** Refuses what the channel's settings forbid. */
export function checkPosting(channel: Channel, threadTs: string | undefined): void {
  const refusal = postingRefusal(channel, threadTs);
  if (refusal !== undefined) throw new ApiError(refusal);
}

/** An app's bot can't write into a messages tab that its settings have switched off (facts, section 6). */
function withTab(call: ApiCall, channel: Channel): Channel {
  const { app, token } = call.caller;
  const off = channel.kind === 'im' && token.kind === 'bot' && app.messagesTab === false;
  if (off) throw new ApiError('messages_tab_disabled');
  return channel;
}

function ownMessage(call: ApiCall, channel: Channel, ts: string, otherwise: string): Message {
  const message = channel.byTs.get(ts);
  // A tombstone is not the message that it stands for (*unverified*: which error tells so).
  const gone = !message || message.ephemeralTo !== undefined || isTombstone(message);
  if (gone) throw new ApiError('message_not_found');
  if (message.body.user !== call.caller.token.userId) throw new ApiError(otherwise);
  return message;
}
