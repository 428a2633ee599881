import type { JsonObject } from '../json.js';
import type { Channel, User } from '../workspace/model.js';
import { presentChannel } from '../workspace/present.js';
import { ApiError, type ApiCall } from './api-call.js';
import { isDirect, unsupported } from './channel-access.js';

const MAX_USERS = 8;

/** conversations.open (facts, section 6): by the conversation's id, or by who is in it, the caller left out. */
export function openConversation(call: ApiCall): JsonObject {
  const { world } = call.slack;
  const { token, team } = call.caller;
  if (call.string('channel') !== '') {
    const channel = call.channel(call.string('channel'));
    if (!isDirect(channel)) throw unsupported();
    return opened(call, channel, false);
  }
  const listed = call.string('users').split(',').map((id) => id.trim()).filter((id) => id !== ''); // prettier-ignore
  if (listed.length === 0) throw new ApiError('users_list_not_supplied');
  const ids = [...new Set(listed)].filter((id) => id !== token.userId);
  if (ids.length === 0) throw new ApiError('not_enough_users');
  if (ids.length > MAX_USERS) throw new ApiError('too_many_users');
  for (const id of ids) reachable(call, id);
  call.need(ids.length > 1 ? 'mpim:write' : 'im:write');
  const members = [token.userId, ...ids];
  // *Unverified*: how the answer says that there is none.
  if (call.boolean('prevent_creation') && !world.findDirect(team.id, members)) {
    throw new ApiError('channel_not_found');
  }
  const { channel, created } = world.directChannel(team.id, members);
  return opened(call, channel, created);
}

/** Someone of the workspace or of its organisation, or of another company with whom it shares a channel. */
function reachable(call: ApiCall, id: string): User {
  const { world } = call.slack;
  const { team } = call.caller;
  const user = world.users.get(id);
  const known = user && (world.isIn(user, team.enterpriseId ?? team.id) || world.meets(user, team.id));
  if (!known) throw new ApiError('user_not_found');
  if (user.deleted) throw new ApiError('user_disabled');
  return user;
}

function opened(call: ApiCall, channel: Channel, created: boolean): JsonObject {
  const { userId } = call.caller.token;
  const reopened = channel.closedBy.delete(userId);
  const full = {
    ...presentChannel(call.slack.world, channel, userId, call.caller.team.id),
    last_read: '0000000000.000000',
    latest: null,
    unread_count: 0,
    unread_count_display: 0,
    is_open: true,
  };
  return {
    ...(created || reopened ? {} : { no_op: true, already_open: true }),
    channel: call.boolean('return_im') ? full : { id: channel.id },
  };
}
