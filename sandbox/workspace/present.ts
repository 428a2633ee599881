import type { JsonObject } from '../json.js';
import type { Channel, ChannelText, Message, SlackApp, Team, User } from './model.js';
import type { World } from './world.js';
import { repliesTo } from './threads.js';

/** Everybody's, where it shows at all. */
export const LOCALE = 'en-US';
const AVATAR_SIZES = [24, 32, 48, 72, 192, 512];

/** A channel object as conversations.* shows it to `viewerId`, in the workspace `teamId`. */
export function presentChannel(
  world: World,
  channel: Channel,
  viewerId: string,
  teamId = channel.teamId,
): JsonObject {
  const extShared = world.isExtShared(channel);
  const orgShared = channel.sharedTeamIds.size > 1 && !extShared;
  const base: JsonObject = {
    id: channel.id,
    created: channel.created,
    is_archived: channel.archived,
    is_org_shared: orgShared,
    context_team_id: teamId,
    updated: channel.created * 1000,
  };
  if (channel.kind === 'im') {
    const other = [...channel.members].find((id) => id !== viewerId) ?? viewerId;
    const gone = world.users.get(other)?.deleted === true;
    return { ...base, is_im: true, user: other, is_user_deleted: gone, priority: 0 };
  }
  return {
    ...base,
    name: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: false,
    is_mpim: channel.kind === 'mpim',
    is_private: channel.kind !== 'public',
    is_general: channel.isGeneral,
    unlinked: 0,
    name_normalized: channel.name,
    is_shared: extShared || orgShared,
    is_pending_ext_shared: false,
    pending_shared: [],
    parent_conversation: null,
    creator: channel.creator,
    is_ext_shared: extShared,
    shared_team_ids: [...channel.sharedTeamIds],
    pending_connected_team_ids: [],
    is_member: channel.members.has(viewerId),
    topic: presentText(channel.topic),
    purpose: presentText(channel.purpose),
    previous_names: channel.previousNames,
  };
}

/**
 * A user object as someone of `teamId` sees it; `email` only where the caller may see it. Of another company's person
 * `is_stranger` tells whether no channel is shared with them (facts, section 21).
 */
export function presentUser(world: World, user: User, withEmail: boolean, teamId = user.teamId): JsonObject {
  const foreign = !world.isIn(user, teamId);
  const status = statusOf(world, user);
  const displayName = user.displayName ?? user.name;
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    deleted: user.deleted,
    color: user.color,
    real_name: user.realName,
    tz: user.tz,
    tz_label: user.tzLabel,
    tz_offset: user.tzOffset,
    profile: {
      title: user.title,
      phone: '',
      skype: '',
      real_name: user.realName,
      real_name_normalized: user.realName,
      display_name: displayName,
      display_name_normalized: displayName,
      ...nameParts(user),
      status_text: status.text,
      status_text_canonical: '',
      status_emoji: status.emoji,
      status_emoji_display_info: [],
      status_expiration: status.until ?? 0,
      avatar_hash: avatarHash(user),
      ...avatars(user),
      team: user.teamId,
      ...user.profile,
      ...(withEmail && user.email !== '' ? { email: user.email } : {}),
      ...(user.isBot ? { api_app_id: user.appId, bot_id: user.botId, always_active: true } : {}),
    },
    is_admin: user.isAdmin,
    is_owner: user.isOwner,
    is_primary_owner: user.isPrimaryOwner,
    is_restricted: user.isRestricted,
    is_ultra_restricted: user.isUltraRestricted,
    is_bot: user.isBot,
    is_app_user: false,
    updated: user.updated,
    is_email_confirmed: !user.isBot,
    who_can_share_contact_card: 'EVERYONE',
    ...(foreign ? { is_stranger: !world.meets(user, teamId) } : {}),
    ...(user.enterpriseId === undefined
      ? {}
      : { enterprise_user: enterpriseUser(world, user, user.enterpriseId) }),
  };
}

/** The status, until its time is over; nobody is told when that comes (*unverified*). */
function statusOf(world: World, { status }: User): NonNullable<User['status']> {
  const over = status?.until && world.timer.now() >= status.until * 1000;
  return status && !over ? status : { text: '', emoji: '' };
}

function enterpriseUser(world: World, user: User, enterpriseId: string): JsonObject {
  return {
    id: user.id,
    enterprise_id: enterpriseId,
    enterprise_name: world.enterprises.get(enterpriseId)?.name ?? '',
    is_admin: user.isAdmin,
    is_owner: user.isOwner,
    teams: [...(user.teamIds ?? [])],
  };
}

function presentText({ value, creator, lastSet }: ChannelText): JsonObject {
  return { value, creator, last_set: lastSet };
}

/** Slack splits the full name at its last space (*unverified*). */
function nameParts({ realName }: User): JsonObject {
  const parts = realName.split(' ');
  const last = parts.length > 1 ? parts.pop() : '';
  return { first_name: parts.join(' '), last_name: last };
}

function avatarHash(user: User): string {
  return `g${Buffer.from(user.id).toString('hex').slice(-11)}`;
}

/** The addresses of a person's picture, by the names of their sizes. */
export function avatars(user: User): Record<string, string> {
  return Object.fromEntries(AVATAR_SIZES.map((size) => [`image_${size}`, avatar(user, size)]));
}

/** Nothing is served there: the sandbox's people have no pictures. */
function avatar(user: User, size: number): string {
  return `https://secure.gravatar.com/avatar/${avatarHash(user)}.jpg?s=${size}`;
}

/** `bot_profile` as it rides on an app's messages. */
export function presentBotProfile(app: SlackApp, user: User, team: Team): JsonObject {
  return {
    id: user.botId,
    deleted: user.deleted,
    name: app.name,
    updated: user.updated,
    app_id: app.id,
    user_id: user.id,
    icons: {},
    team_id: team.id,
  };
}

/**
 * A message as history and replies show it: a thread's parent carries its counts, and of the metadata only the
 * event type shows unless all of it was asked for (facts, section 19).
 */
export function presentMessage(channel: Channel, message: Message, allMetadata: boolean): JsonObject {
  const body: JsonObject = { ...message.body };
  const replies = repliesTo(channel, message.ts);
  if (replies.length > 0) {
    const users = [...new Set(replies.map((reply) => reply.body.user ?? ''))];
    Object.assign(body, {
      thread_ts: message.ts,
      reply_count: replies.length,
      reply_users_count: users.length,
      latest_reply: replies[replies.length - 1].ts,
      reply_users: users,
      is_locked: channel.lockedThreads.has(message.ts),
      subscribed: false,
    });
  }
  if (message.metadata) {
    body.metadata = allMetadata ? message.metadata : { event_type: message.metadata.event_type };
  }
  return body;
}
