import type { Channel, User, UserGroup } from './model.js';

/** Unix seconds at which everything in the seed was made. */
export const SEEDED_AT = Date.UTC(2026, 0, 5) / 1000;

/** Makes people of one workspace; `more` is what differs from a plain member. */
export function personOf(teamId: string, emailDomain: string) {
  return (id: string, name: string, realName: string, title: string, more: Partial<User> = {}): User => ({
    id,
    teamId,
    name,
    realName,
    email: `${name}@${emailDomain}`,
    title,
    color: '674b1b',
    isAdmin: false,
    isOwner: false,
    isPrimaryOwner: false,
    isRestricted: false,
    isUltraRestricted: false,
    isBot: false,
    deleted: false,
    tz: 'Europe/Amsterdam',
    tzLabel: 'Central European Time',
    tzOffset: 3600,
    updated: SEEDED_AT,
    ...more,
  });
}

/** Makes channels of one workspace, public unless `more` says otherwise; the first member made it. */
export function channelOf(teamId: string) {
  return (
    id: string,
    name: string,
    members: string[],
    purpose: string,
    more: Partial<Channel> = {},
  ): Channel =>
    emptyChannel({
      id,
      teamId,
      name,
      members: new Set(members),
      ...more,
      purpose: { value: purpose, creator: members[0], lastSet: SEEDED_AT },
    });
}

/** A direct message of two, or with a name a group's. */
export function directOf(teamId: string, id: string, members: string[], name = ''): Channel {
  const kind = name === '' ? 'im' : 'mpim';
  return emptyChannel({ id, teamId, name, kind, members: new Set(members) });
}

export function groupOf(
  teamId: string,
  id: string,
  name: string,
  handle: string,
  users: string[],
  more: Partial<UserGroup> = {},
): UserGroup {
  return {
    id,
    teamId,
    name,
    handle,
    description: '',
    created: SEEDED_AT,
    updated: SEEDED_AT,
    disabled: 0,
    createdBy: users[0],
    updatedBy: users[0],
    channels: [],
    users,
    ...more,
  };
}

/** A channel in which nothing was said yet. */
export function emptyChannel(given: Partial<Channel> & Pick<Channel, 'id' | 'teamId' | 'members'>): Channel {
  return {
    sharedTeamIds: new Set([given.teamId]),
    name: '',
    previousNames: [],
    kind: 'public',
    archived: false,
    isGeneral: false,
    creator: [...given.members][0] ?? '',
    created: SEEDED_AT,
    topic: { value: '', creator: '', lastSet: 0 },
    purpose: { value: '', creator: '', lastSet: 0 },
    lockedThreads: new Set(),
    closedBy: new Set(),
    lastRead: new Map(),
    messages: [],
    byTs: new Map(),
    lastTsMicros: 0,
    revision: 0,
    ...given,
  };
}
