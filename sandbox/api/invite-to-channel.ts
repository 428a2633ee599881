import { enterChannel } from '../workspace/channel-changes.js';
import type { Channel } from '../workspace/model.js';
import { ApiError, type ApiCall } from './api-call.js';
import { isDirect, MANAGE_SCOPES, unsupported } from './channel-access.js';

const MAX_INVITED = 100;

export interface InviteError {
  user: string;
  ok: false;
  error: string;
  [key: string]: string | false;
}

/** conversations.invite: all or none of them, unless `force` lets in whom it can. */
export function inviteToChannel(call: ApiCall): { channel: Channel; errors: InviteError[] } {
  const { world } = call.slack;
  const channel = call.channel(call.required('channel'));
  const ownScope = channel.kind === 'public' ? 'channels:write.invites' : 'groups:write.invites';
  call.need(...MANAGE_SCOPES[channel.kind], ownScope);
  if (isDirect(channel)) throw unsupported();
  const self = call.caller.token.userId;
  if (!channel.members.has(self)) throw new ApiError('not_in_channel');
  if (channel.archived) throw new ApiError('is_archived');
  const ids = call.string('users').split(',').map((id) => id.trim()).filter((id) => id !== ''); // prettier-ignore
  if (ids.length === 0) throw new ApiError('no_user');
  // *Unverified*: the page gives the number and no error of its own.
  if (ids.length > MAX_INVITED) throw new ApiError('too_many_users');
  const errors = ids.flatMap((user): InviteError[] => {
    const error = refusal(call, channel, user);
    return error === undefined ? [] : [{ user, ok: false, error }];
  });
  if (errors.length > 0 && !(call.boolean('force') && errors.length < ids.length)) {
    throw new ApiError(errors[0].error, { errors });
  }
  for (const id of ids) {
    const user = world.users.get(id);
    if (!user || errors.some((error) => error.user === id)) continue;
    enterChannel(call.slack, channel, user, world.users.get(self));
  }
  return { channel, errors };
}

function refusal(call: ApiCall, channel: Channel, id: string): string | undefined {
  const { world } = call.slack;
  const user = world.users.get(id);
  const seenBy = [...channel.sharedTeamIds];
  if (!user) return 'user_not_found';
  if (!seenBy.some((teamId) => world.isIn(user, teamId))) {
    const { enterpriseId } = world.teams.get(channel.teamId) ?? {};
    const sameOrganisation = enterpriseId !== undefined && user.enterpriseId === enterpriseId;
    return sameOrganisation ? 'org_user_not_in_team' : 'user_not_found';
  }
  // *Unverified*: which error tells that an account is closed.
  if (user.deleted) return 'cant_invite';
  if (user.id === call.caller.token.userId) return 'cant_invite_self';
  if (channel.members.has(id)) return 'already_in_channel';
  const channels = world.channelsOf(channel.teamId).filter(({ kind }) => kind === 'public' || kind === 'private'); // prettier-ignore
  const full = user.isUltraRestricted && channels.some(({ members }) => members.has(id));
  return full ? 'ura_max_channels' : undefined;
}
