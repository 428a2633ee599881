import type { JsonObject } from '../json.js';
import {
  archiveChannel,
  createChannel,
  describeChannel,
  enterChannel,
  leaveChannel,
  renameChannel,
} from '../workspace/channel-changes.js';
import type { Channel, User } from '../workspace/model.js';
import { presentChannel } from '../workspace/present.js';
import { ApiError, type ApiCall } from './api-call.js';
import {
  CHANNEL_MANAGE_SCOPES,
  managedChannel,
  MANAGE_SCOPES,
  ownChannel,
  isDirect,
  unsupported,
} from './channel-access.js';
import { inviteToChannel } from './invite-to-channel.js';
import type { MethodTable } from './method.js';

const MAX_NAME = 80;
const MAX_TOPIC = 250;
const INVITE_SCOPES = [...CHANNEL_MANAGE_SCOPES, 'channels:write.invites', 'groups:write.invites'];
const TOPIC_SCOPES = [...CHANNEL_MANAGE_SCOPES, 'channels:write.topic', 'groups:write.topic'];

/** What changes channels and who is in them; the errors are those of the method pages (AR in the facts). */
export const channelMethods: MethodTable = {
  'conversations.create': {
    tier: 2,
    anyScope: CHANNEL_MANAGE_SCOPES,
    run(call) {
      const kind = call.boolean('is_private') ? 'private' : 'public';
      call.need(...MANAGE_SCOPES[kind]);
      const given = { teamId: call.workspace.id, name: channelName(call), kind } as const;
      return shown(call, createChannel(call.slack, given, callingUser(call)));
    },
  },
  'conversations.rename': {
    tier: 2,
    anyScope: CHANNEL_MANAGE_SCOPES,
    run(call) {
      const channel = ownChannel(call);
      const user = callingUser(call);
      if (channel.creator !== user.id && !user.isAdmin) throw new ApiError('not_authorized');
      renameChannel(call.slack, channel, channelName(call), user);
      return shown(call, channel);
    },
  },
  'conversations.archive': {
    tier: 2,
    anyScope: CHANNEL_MANAGE_SCOPES,
    run(call) {
      const channel = managedChannel(call);
      if (channel.archived) throw new ApiError('already_archived');
      if (isDirect(channel)) throw unsupported();
      if (channel.isGeneral) throw new ApiError('cant_archive_general');
      archiveChannel(call.slack, ownChannel(call), true, callingUser(call));
      return {};
    },
  },
  'conversations.unarchive': {
    tier: 2,
    anyScope: CHANNEL_MANAGE_SCOPES,
    run(call) {
      const channel = managedChannel(call);
      if (isDirect(channel)) throw unsupported();
      if (!channel.archived) throw new ApiError('not_archived');
      archiveChannel(call.slack, channel, false, callingUser(call));
      return {};
    },
  },
  'conversations.setTopic': { tier: 2, anyScope: TOPIC_SCOPES, run: (call) => describe(call, 'topic') },
  'conversations.setPurpose': { tier: 2, anyScope: TOPIC_SCOPES, run: (call) => describe(call, 'purpose') },
  'conversations.join': {
    tier: 3,
    anyScope: ['channels:join', 'channels:write'],
    run(call) {
      const channel = call.channel(call.required('channel'));
      if (channel.kind !== 'public') throw unsupported();
      if (channel.archived) throw new ApiError('is_archived');
      const user = callingUser(call);
      const already = channel.members.has(user.id);
      enterChannel(call.slack, channel, user);
      const warnings = ['already_in_channel'];
      return {
        ...shown(call, channel),
        ...(already ? { warning: warnings[0], response_metadata: { warnings } } : {}),
      };
    },
  },
  'conversations.invite': {
    tier: 3,
    anyScope: INVITE_SCOPES,
    run(call) {
      const { channel, errors } = inviteToChannel(call);
      return { ...shown(call, channel), ...(errors.length > 0 ? { errors } : {}) };
    },
  },
  'conversations.kick': {
    tier: 3,
    anyScope: CHANNEL_MANAGE_SCOPES,
    run(call) {
      const channel = ownChannel(call);
      const user = call.slack.world.users.get(call.string('user'));
      if (!user) throw new ApiError('user_not_found');
      if (user.id === call.caller.token.userId) throw new ApiError('cant_kick_self');
      if (channel.isGeneral) throw new ApiError('cant_kick_from_general');
      if (!channel.members.has(user.id)) throw new ApiError('not_in_channel');
      leaveChannel(call.slack, channel, user);
      return { errors: {} };
    },
  },
  'conversations.leave': {
    tier: 3,
    anyScope: [...CHANNEL_MANAGE_SCOPES, 'channels:join'],
    run(call) {
      const channel = call.channel(call.required('channel'));
      const user = callingUser(call);
      if (channel.kind === 'im') throw unsupported();
      if (channel.archived) throw new ApiError('is_archived');
      if (!channel.members.has(user.id)) return { not_in_channel: true };
      if (channel.isGeneral) throw new ApiError('cant_leave_general');
      if (user.isRestricted) throw new ApiError('user_is_restricted');
      if (channel.members.size === 1) throw new ApiError('last_member');
      leaveChannel(call.slack, channel, user);
      return {};
    },
  },
  'conversations.close': {
    tier: 2,
    anyScope: CHANNEL_MANAGE_SCOPES,
    run(call) {
      const channel = managedChannel(call);
      if (!isDirect(channel)) throw unsupported();
      const { userId } = call.caller.token;
      if (channel.closedBy.has(userId)) return { no_op: true, already_closed: true };
      channel.closedBy.add(userId);
      return {};
    },
  },
};

function callingUser(call: ApiCall): User {
  const user = call.slack.world.users.get(call.caller.token.userId);
  if (!user) throw new ApiError('account_inactive');
  return user;
}

/** 250 characters at most; the new text may be empty, but it must be there. */
function describe(call: ApiCall, what: 'topic' | 'purpose'): JsonObject {
  const channel = call.channel(call.required('channel'));
  const scopes = channel.kind === 'public' ? 'channels:write.topic' : 'groups:write.topic';
  call.need(...MANAGE_SCOPES[channel.kind], scopes);
  if (!call.has(what)) call.required(what);
  const value = call.string(what);
  if (channel.kind === 'im') throw unsupported();
  if (!channel.members.has(call.caller.token.userId)) throw new ApiError('not_in_channel');
  if (channel.archived) throw new ApiError('is_archived');
  if (value.length > MAX_TOPIC) throw new ApiError('too_long');
  describeChannel(call.slack, channel, what, value, callingUser(call));
  return shown(call, channel);
}

function channelName(call: ApiCall): string {
  const name = call.string('name').replace(/^#/, '');
  if (name === '') throw new ApiError('invalid_name_required');
  if (name.length > MAX_NAME) throw new ApiError('invalid_name_maxlength');
  if (!/^[\p{Ll}\p{Lo}\p{N}_-]+$/u.test(name)) throw new ApiError('invalid_name_specials');
  if (/^[_-]+$/.test(name)) throw new ApiError('invalid_name_punctuation');
  if (call.slack.world.channel(call.caller.team.id, name)) throw new ApiError('name_taken');
  return name;
}

function shown(call: ApiCall, channel: Channel): JsonObject {
  const { world } = call.slack;
  world.touch(channel);
  const { token, team } = call.caller;
  return { channel: presentChannel(world, channel, token.userId, team.id) };
}
