import { announceMembers, announceUserGroup } from '../deliveries/user-group-events.js';
import type { JsonObject } from '../json.js';
import { mintId } from '../workspace/ids.js';
import type { UserGroup } from '../workspace/model.js';
import { presentUserGroup } from '../workspace/present-user-group.js';
import { ApiError, missingArgument, type ApiCall } from './api-call.js';
import type { MethodTable } from './method.js';

const READ = ['usergroups:read'];
const WRITE = ['usergroups:write'];

/** User groups (facts, section 18). Where everyone may manage them, a bot's token does too. */
export const userGroupMethods: MethodTable = {
  'usergroups.list': {
    tier: 2,
    scopes: READ,
    run(call) {
      available(call);
      const disabledToo = call.boolean('include_disabled');
      const groups = call.slack.world
        .userGroupsOf(call.workspace.id)
        .filter((group) => disabledToo || group.disabled === 0);
      return { usergroups: groups.map((group) => shown(call, group)) };
    },
  },
  'usergroups.users.list': {
    tier: 2,
    scopes: READ,
    run(call) {
      const group = namedGroup(call);
      // *Unverified*: whether a disabled group's people show without include_disabled.
      if (group.disabled !== 0 && !call.boolean('include_disabled')) throw new ApiError('no_such_subteam');
      return { users: group.users };
    },
  },
  'usergroups.users.update': { tier: 2, scopes: WRITE, run: updateUsers },
  'usergroups.create': {
    tier: 2,
    scopes: WRITE,
    run(call) {
      const { world, timer } = call.slack;
      const teamId = call.workspace.id;
      manageable(call);
      const name = call.string('name');
      if (name === '') throw missingArgument('name');
      // *Unverified*: the handle made where none is given.
      const handle = handleOf(call) || name.toLowerCase().replace(/[^a-z0-9._-]+/g, '-');
      refuseTwins(call, name, handle);
      const now = Math.floor(timer.now() / 1000);
      const by = call.caller.token.userId;
      const group: UserGroup = {
        id: mintId('S'),
        teamId,
        name,
        handle,
        description: call.string('description'),
        created: now,
        updated: now,
        disabled: 0,
        createdBy: by,
        updatedBy: by,
        channels: defaultChannels(call),
        users: [],
      };
      world.userGroups.set(group.id, group);
      world.touch();
      announceUserGroup(call.slack, group, 'subteam_created');
      return { usergroup: shown(call, group) };
    },
  },
  'usergroups.update': {
    tier: 2,
    scopes: WRITE,
    run(call) {
      manageable(call, 'paid_teams_only');
      const group = namedGroup(call);
      const name = call.string('name') || group.name;
      const handle = handleOf(call) || group.handle;
      refuseTwins(call, name, handle, group);
      const description = call.has('description') ? call.string('description') : group.description;
      const channels = call.has('channels') ? defaultChannels(call) : group.channels;
      Object.assign(group, { name, handle, description, channels });
      return changed(call, group);
    },
  },
  'usergroups.disable': { tier: 2, scopes: WRITE, run: (call) => setDisabled(call, true) },
  'usergroups.enable': { tier: 2, scopes: WRITE, run: (call) => setDisabled(call, false) },
};

/** Replaces the whole list. Empty it can't get, and guests and bots it can't hold. */
function updateUsers(call: ApiCall): JsonObject {
  manageable(call);
  const group = namedGroup(call);
  if (!call.has('users')) throw missingArgument('users');
  const ids = idList(call, 'users');
  if (ids.length === 0) throw new ApiError('no_users_provided');
  const { world } = call.slack;
  const fits = (id: string) => {
    const user = world.user(group.teamId, id);
    return user !== undefined && user.id === id && !user.deleted && !user.isBot && !user.isRestricted;
  };
  // *Unverified*: that nothing is changed where only some of them fit.
  if (!ids.some(fits)) throw new ApiError('invalid_users');
  if (!ids.every(fits)) throw new ApiError('failed_for_some_users');
  const before = group.users;
  const beforeAt = group.updated;
  group.users = ids;
  const answer = changed(call, group, true);
  announceMembers(call.slack, group, before, beforeAt);
  return answer;
}

function setDisabled(call: ApiCall, disabled: boolean): JsonObject {
  manageable(call);
  const group = namedGroup(call);
  group.disabled = disabled ? Math.floor(call.slack.timer.now() / 1000) : 0;
  return changed(call, group);
}

function changed(call: ApiCall, group: UserGroup, people = false): JsonObject {
  group.updated = Math.floor(call.slack.timer.now() / 1000);
  group.updatedBy = call.caller.token.userId;
  call.slack.world.touch();
  announceUserGroup(call.slack, group, 'subteam_updated');
  return { usergroup: shown(call, group, people) };
}

function namedGroup(call: ApiCall): UserGroup {
  available(call);
  const teamId = call.workspace.id;
  const id = call.string('usergroup');
  if (id === '') throw missingArgument('usergroup');
  const group = call.slack.world.userGroups.get(id);
  if (!group || group.teamId !== teamId) throw new ApiError('no_such_subteam');
  return group;
}

function refuseTwins(call: ApiCall, name: string, handle: string, self?: UserGroup): void {
  const others = call.slack.world.userGroupsOf(call.workspace.id).filter((group) => group !== self);
  if (others.some((group) => group.name === name)) throw new ApiError('name_already_exists');
  const { world } = call.slack;
  const teamId = call.workspace.id;
  const taken = [
    ...others.map((group) => group.handle),
    ...world.channelsOf(teamId).map((channel) => channel.name),
    ...world.usersOf(teamId).map((user) => user.name),
  ];
  if (taken.includes(handle)) throw new ApiError('handle_already_exists');
}

/** A free plan has no user groups; usergroups.update has a word of its own for it (AR). */
function available(call: ApiCall, error = 'plan_upgrade_required'): void {
  if (call.workspace.userGroups === 'unavailable') throw new ApiError(error);
}

/** Where the workspace keeps user groups to its admins, a bot may not touch them (facts, section 18). */
function manageable(call: ApiCall, unavailable?: string): void {
  available(call, unavailable);
  const user = call.slack.world.users.get(call.caller.token.userId);
  if (call.workspace.userGroups === 'admins' && !user?.isAdmin) throw new ApiError('permission_denied');
}

/** Lower case, digits, `.`, `_` and `-`, unique among groups, channels and people; the form is *unverified*. */
function handleOf(call: ApiCall): string {
  const handle = call.string('handle').replace(/^@/, '');
  if (handle !== '' && !/^[\p{Ll}\p{Lo}\p{N}._-]{1,80}$/u.test(handle)) throw new ApiError('bad_handle');
  return handle;
}

function defaultChannels(call: ApiCall): string[] {
  const ids = idList(call, 'channels');
  const { world } = call.slack;
  const here = (id: string) => world.channels.get(id)?.sharedTeamIds.has(call.workspace.id) === true;
  if (!ids.every(here)) throw new ApiError('invalid_channel_provided');
  return ids;
}

/** Comma-separated, or a list in a JSON body. */
function idList(call: ApiCall, name: string): string[] {
  const given = call.args[name];
  const ids = Array.isArray(given) ? given.map(String) : call.string(name).split(',');
  return [...new Set(ids.map((id) => id.trim()).filter((id) => id !== ''))];
}

/** What lists show of its people only where asked, a change of them shows always. */
function shown(call: ApiCall, group: UserGroup, people = false): JsonObject {
  return presentUserGroup(group, {
    users: people || call.boolean('include_users'),
    count: people || call.boolean('include_count'),
  });
}
