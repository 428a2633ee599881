import {
  announceArchive,
  announceCreation,
  announceMember,
  announceRename,
} from '../deliveries/channel-events.js';
import type { JsonObject } from '../json.js';
import { mintId } from '../workspace/ids.js';
import type { Channel, User } from '../workspace/model.js';
import { presentChannel } from '../workspace/present.js';
import { emptyChannel } from '../workspace/seed-builders.js';
import { ApiError, type ApiCall } from './api-call.js';
import {
  CHANNEL_MANAGE_SCOPES,
  CHANNEL_READ_SCOPES,
  managedChannel,
  MANAGE_SCOPES,
  ownChannel,
} from './channel-access.js';
import type { MethodTable } from './method.js';

const MAX_NAME = 80;
const MAX_TOPIC = 250;
const MAX_INVITED = 100;
const INVITE_SCOPES = [...CHANNEL_MANAGE_SCOPES, 'channels:write.invites', 'groups:write.invites'];

/**
 * What changes channels and who is in them. The errors that the facts don't name are *unverified*: they are those that
 * the types and method pages of Slack's SDKs have.
 */
export const channelMethods: MethodTable = {
  'conversations.create': { tier: 2, anyScope: CHANNEL_MANAGE_SCOPES, run: create },
  'conversations.rename': {
    tier: 2,
    anyScope: CHANNEL_MANAGE_SCOPES,
    run(call) {
      const channel = ownChannel(call);
      const name = channelName(call);
      channel.previousNames = [channel.name, ...channel.previousNames];
      channel.name = name;
      announceRename(call.slack, channel);
      return shown(call, channel);
    },
  },
  'conversations.archive': {
    tier: 2,
    anyScope: CHANNEL_MANAGE_SCOPES,
    run(call) {
      const channel = managedChannel(call);
      if (channel.archived) throw new ApiError('already_archived');
      if (channel.isGeneral) throw new ApiError('cant_archive_general');
      ownChannel(call);
      return setArchived(call, channel, true);
    },
  },
  'conversations.unarchive': {
    tier: 2,
    anyScope: CHANNEL_MANAGE_SCOPES,
    run(call) {
      const channel = managedChannel(call);
      if (!channel.archived) throw new ApiError('not_archived');
      return setArchived(call, channel, false);
    },
  },
  'conversations.setTopic': {
    tier: 2,
    anyScope: [...CHANNEL_MANAGE_SCOPES, 'channels:write.topic', 'groups:write.topic'],
    run(call) {
      const channel = ownChannel(call);
      channel.topic = shortText(call, 'topic');
      return shown(call, channel);
    },
  },
  'conversations.setPurpose': {
    tier: 2,
    anyScope: CHANNEL_MANAGE_SCOPES,
    run(call) {
      const channel = ownChannel(call);
      channel.purpose = shortText(call, 'purpose');
      return shown(call, channel);
    },
  },
  'conversations.invite': { tier: 3, anyScope: INVITE_SCOPES, run: invite },
  'conversations.kick': {
    tier: 3,
    anyScope: CHANNEL_MANAGE_SCOPES,
    run(call) {
      const channel = ownChannel(call);
      const user = person(call, call.required('user'));
      if (user.id === call.caller.token.userId) throw new ApiError('cant_kick_self');
      if (channel.isGeneral) throw new ApiError('cant_kick_from_general');
      if (!channel.members.has(user.id)) throw new ApiError('not_in_channel');
      remove(call, channel, user);
      return { errors: {} };
    },
  },
  'conversations.leave': {
    tier: 3,
    anyScope: [...CHANNEL_MANAGE_SCOPES, 'channels:join'],
    run(call) {
      const channel = call.channel(call.required('channel'));
      const user = call.slack.world.users.get(call.caller.token.userId);
      if (channel.kind === 'im') throw new ApiError('method_not_supported_for_channel_type');
      if (channel.archived) throw new ApiError('is_archived');
      if (!user || !channel.members.has(user.id)) return { not_in_channel: true };
      if (channel.isGeneral) throw new ApiError('cant_leave_general');
      remove(call, channel, user);
      return {};
    },
  },
  'conversations.close': {
    tier: 2,
    anyScope: CHANNEL_READ_SCOPES.concat('im:write', 'mpim:write'),
    run(call) {
      const { kind } = managedChannel(call);
      if (kind !== 'im' && kind !== 'mpim') throw new ApiError('method_not_supported_for_channel_type');
      return { no_op: true, already_closed: true };
    },
  },
};

function create(call: ApiCall): JsonObject {
  const teamId = call.workspace.id;
  const kind = call.boolean('is_private') ? 'private' : 'public';
  call.need(...MANAGE_SCOPES[kind]);
  const creator = call.caller.token.userId;
  const channel = emptyChannel({
    id: mintId('C'),
    teamId,
    name: channelName(call),
    kind,
    creator,
    created: Math.floor(call.slack.timer.now() / 1000),
    members: new Set([creator]),
  });
  call.slack.world.channels.set(channel.id, channel);
  announceCreation(call.slack, channel);
  return shown(call, channel);
}

/** All or none of them, unless `force` lets in whom it can. */
function invite(call: ApiCall): JsonObject {
  const { slack } = call;
  const channel = call.channel(call.required('channel'));
  const ownScope = channel.kind === 'public' ? 'channels:write.invites' : 'groups:write.invites';
  call.need(...MANAGE_SCOPES[channel.kind], ownScope);
  if (channel.kind === 'im') throw new ApiError('method_not_supported_for_channel_type');
  const self = call.caller.token.userId;
  if (!channel.members.has(self)) throw new ApiError('not_in_channel');
  if (channel.archived) throw new ApiError('is_archived');
  const ids = call
    .required('users')
    .split(',')
    .map((id) => id.trim());
  if (ids.length > MAX_INVITED) throw new ApiError('too_many_users');
  const errors = ids.flatMap((user): { user: string; ok: false; error: string }[] => {
    const error = refusal(call, channel, user);
    return error === undefined ? [] : [{ user, ok: false, error }];
  });
  if (errors.length > 0 && !(call.boolean('force') && errors.length < ids.length)) {
    throw new ApiError(errors[0].error, { errors });
  }
  for (const id of ids) {
    const user = slack.world.users.get(id);
    if (!user || errors.some((error) => error.user === id)) continue;
    channel.members.add(id);
    announceMember(slack, channel, user, true, slack.world.users.get(self));
  }
  return { ...shown(call, channel), ...(errors.length > 0 ? { errors } : {}) };
}

function refusal(call: ApiCall, channel: Channel, id: string): string | undefined {
  const { world } = call.slack;
  const user = world.users.get(id);
  if (!user || ![...channel.sharedTeamIds].some((teamId) => world.isIn(user, teamId)))
    return 'user_not_found';
  if (user.deleted) return 'user_disabled';
  if (user.id === call.caller.token.userId) return 'cant_invite_self';
  if (channel.members.has(id)) return 'already_in_channel';
  return user.isUltraRestricted ? 'ura_max_channels' : undefined;
}

function remove(call: ApiCall, channel: Channel, user: User): void {
  // The one who leaves hears of it too, so the event goes out first.
  announceMember(call.slack, channel, user, false);
  channel.members.delete(user.id);
  call.slack.world.touch(channel);
}

function setArchived(call: ApiCall, channel: Channel, archived: boolean): JsonObject {
  channel.archived = archived;
  call.slack.world.touch(channel);
  const by = call.slack.world.users.get(call.caller.token.userId);
  if (by) announceArchive(call.slack, channel, by);
  return {};
}

function person(call: ApiCall, id: string): User {
  const user = call.slack.world.users.get(id);
  if (!user) throw new ApiError('user_not_found');
  return user;
}

function channelName(call: ApiCall): string {
  const name = call.string('name').replace(/^#/, '');
  if (name === '') throw new ApiError('invalid_name_required');
  if (name.length > MAX_NAME) throw new ApiError('invalid_name_maxlength');
  if (!/^[\p{Ll}\p{Lo}\p{N}_-]+$/u.test(name)) throw new ApiError('invalid_name_specials');
  if (call.slack.world.channel(call.caller.team.id, name)) throw new ApiError('name_taken');
  return name;
}

function shortText(call: ApiCall, name: string): string {
  const value = call.string(name);
  if (value.length > MAX_TOPIC) throw new ApiError('too_long');
  return value;
}

function shown(call: ApiCall, channel: Channel): JsonObject {
  const { world } = call.slack;
  world.touch(channel);
  const { token, team } = call.caller;
  return { channel: presentChannel(world, channel, token.userId, team.id) };
}
