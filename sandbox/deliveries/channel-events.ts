import type { JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import { formatTs } from '../workspace/ids.js';
import { originIn } from './envelope.js';
import type { Channel, ChannelKind, Installation, User } from '../workspace/model.js';

/** The scope that shows what becomes of a channel of this kind. */
const READ_SCOPE: Record<ChannelKind, string> = {
  public: 'channels:read',
  private: 'groups:read',
  im: 'im:read',
  mpim: 'mpim:read',
};

/** What happens to channels, to the apps that may see the channel; a private one's events are `group_…` (types 3.2). */
export function announceArchive(slack: Slack, channel: Channel, by: User): void {
  const isPublic = channel.kind === 'public';
  const what = { type: named(channel, channel.archived ? 'archive' : 'unarchive'), channel: channel.id };
  if (channel.archived) return emit(slack, channel, { ...what, user: by.id, is_moved: 0 }, by);
  emit(slack, channel, { ...what, [isPublic ? 'user' : 'actor_id']: by.id }, by);
}

export function announceRename(slack: Slack, channel: Channel): void {
  const { id, name, created } = channel;
  const shown = { id, name, name_normalized: name, created, is_channel: true, is_mpim: false };
  emit(slack, channel, { type: named(channel, 'rename'), channel: shown });
}

export function announceCreation(slack: Slack, channel: Channel): void {
  if (channel.kind !== 'public') return;
  const { id, name, created, creator, teamId } = channel;
  const isNot = ['shared', 'org_shared', 'archived', 'frozen', 'general', 'group', 'private', 'ext_shared', 'im', 'mpim', 'pending_ext_shared']; // prettier-ignore
  const shown = {
    id,
    name,
    name_normalized: name,
    created,
    creator,
    context_team_id: teamId,
    is_channel: true,
    ...Object.fromEntries(isNot.map((what) => [`is_${what}`, false])),
  };
  emit(slack, channel, { type: 'channel_created', channel: shown }, slack.world.users.get(creator));
}

export function announceDeletedChannel(slack: Slack, channel: Channel, by: User): void {
  const date = channel.kind === 'public' ? {} : { date_deleted: Math.floor(slack.timer.now() / 1000) };
  emit(
    slack,
    channel,
    { type: named(channel, 'deleted'), channel: channel.id, actor_id: by.id, ...date },
    by,
  );
}

/** A company comes into the channel over Slack Connect, or is about to go. */
export function announceShared(slack: Slack, channel: Channel, teamId: string, shared: boolean): void {
  const left = new Set([...channel.sharedTeamIds].filter((id) => id !== teamId));
  const event = shared
    ? { type: 'channel_shared', connected_team_id: teamId }
    : {
        type: 'channel_unshared',
        previously_connected_team_id: teamId,
        is_ext_shared: slack.world.isExtShared({ ...channel, sharedTeamIds: left }),
      };
  emit(slack, channel, { ...event, channel: channel.id });
}

/** Needs no scope (facts, section 2). */
export function announceChangedId(slack: Slack, channel: Channel, before: string): void {
  const event = { type: 'channel_id_changed', old_channel_id: before, new_channel_id: channel.id };
  for (const installation of slack.world.installationsIn(channel)) {
    if (sees(installation, channel)) send(slack, installation, channel, event);
  }
}

/** `member_joined_channel` or `member_left_channel`. */
export function announceMember(slack: Slack, channel: Channel, user: User, joined: boolean, by?: User): void {
  const enterpriseId = slack.world.teams.get(channel.teamId)?.enterpriseId;
  const event = {
    type: joined ? 'member_joined_channel' : 'member_left_channel',
    user: user.id,
    channel: channel.id,
    channel_type: channel.kind === 'public' ? 'C' : 'G',
    team: channel.teamId,
    ...(enterpriseId === undefined ? {} : { enterprise: enterpriseId }),
    ...(joined && by ? { inviter: by.id } : {}),
  };
  emit(slack, channel, event, user);
}

function named(channel: Channel, what: string): string {
  return `${channel.kind === 'public' ? 'channel' : 'group'}_${what}`;
}

function emit(slack: Slack, channel: Channel, event: JsonObject, actor?: User): void {
  for (const installation of slack.world.installationsIn(channel)) {
    const itself = event.user === installation.botUserId;
    if (!sees(installation, channel) && !itself) continue;
    if (installation.scopes.includes(READ_SCOPE[channel.kind])) {
      send(slack, installation, channel, event, actor);
    }
  }
}

function sees(installation: Installation, channel: Channel): boolean {
  return channel.kind === 'public' || channel.members.has(installation.botUserId);
}

function send(
  slack: Slack,
  installation: Installation,
  channel: Channel,
  event: JsonObject,
  actor?: User,
): void {
  const eventTs = formatTs(Math.floor(slack.timer.now() * 1000));
  // An organisation's bot has no workspace of its own, and acts where the channel is.
  const teamId = actor && slack.world.teams.has(actor.teamId) ? actor.teamId : channel.teamId;
  const origin = originIn(slack.world, installation, channel, teamId);
  slack.events.emit(installation, { ...event, event_ts: eventTs }, origin);
}
