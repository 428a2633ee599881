import type { JsonObject } from '../json.js';
import type { User } from '../workspace/model.js';
import { LOCALE, presentChannel, presentUser } from '../workspace/present.js';
import { personOf } from '../workspace/seed-builders.js';
import { ApiError, page, type ApiCall } from './api-call.js';
import { CHANNEL_READ_SCOPES, listedChannels } from './channel-access.js';
import type { MethodTable } from './method.js';

/** *Unverified*: the facts name `limit_required`, not the size of the workspace that earns it. */
const MAX_WITHOUT_LIMIT = 1000;

const SLACKBOT = 'USLACKBOT';

export const userMethods: MethodTable = {
  'users.info': {
    tier: 4,
    scopes: ['users:read'],
    run(call) {
      const user = visibleUser(call, call.required('user'));
      return { user: shownUser(call, user) };
    },
  },
  'users.list': {
    tier: 2,
    scopes: ['users:read'],
    run(call) {
      const { world, timer } = call.slack;
      const users = [...world.usersOf(call.workspace.id), slackbot(call.workspace.id)];
      if (users.length > MAX_WITHOUT_LIMIT && call.string('limit') === '')
        throw new ApiError('limit_required');
      const { items, nextCursor } = page(users, call.string('cursor'), call.limit(MAX_WITHOUT_LIMIT, 1000));
      return {
        members: items.map((user) => shownUser(call, user)),
        cache_ts: Math.floor(timer.now() / 1000),
        response_metadata: { next_cursor: nextCursor },
      };
    },
  },
  'users.lookupByEmail': {
    tier: 3,
    scopes: ['users:read.email'],
    run(call) {
      const email = call.required('email').toLowerCase();
      const user = call.slack.world
        .usersOf(call.caller.team.id)
        .find((candidate) => candidate.email === email && !candidate.deleted);
      if (!user) throw new ApiError('users_not_found');
      return { user: shownUser(call, user) };
    },
  },
  'users.conversations': {
    tier: 3,
    anyScope: CHANNEL_READ_SCOPES,
    run(call) {
      const userId = call.string('user') || call.caller.token.userId;
      visibleUser(call, userId);
      const { world } = call.slack;
      const { token, team } = call.caller;
      const theirs = listedChannels(call).filter((channel) => channel.members.has(userId));
      const { items, nextCursor } = page(theirs, call.string('cursor'), call.limit(100, 999));
      return {
        channels: items.map((channel) => {
          // This list alone leaves out whether the caller is a member.
          const { is_member: _left, ...shown } = presentChannel(world, channel, token.userId, team.id);
          return shown;
        }),
        response_metadata: { next_cursor: nextCursor },
      };
    },
  },
  'team.info': {
    tier: 3,
    scopes: ['team:read'],
    run(call) {
      const { world } = call.slack;
      const wanted = call.string('team');
      const team = wanted === '' ? call.caller.team : world.teams.get(wanted);
      if (!team || !call.covers(team.id)) throw new ApiError('team_not_found');
      const { id, name, domain, emailDomain } = team;
      const enterprise = world.enterprises.get(team.enterpriseId ?? '');
      return {
        team: {
          id,
          name,
          url: `https://${domain}.slack.com/`,
          domain,
          email_domain: emailDomain,
          icon: { image_default: true },
          ...(enterprise ? { enterprise_id: enterprise.id, enterprise_name: enterprise.name } : {}),
        },
      };
    },
  },
  'bots.info': {
    tier: 3,
    scopes: ['users:read'],
    run(call) {
      const bot = call.string('bot');
      const user = call.slack.world.usersOf(call.caller.team.id).find((candidate) => candidate.botId === bot);
      if (bot === '' || !user) throw new ApiError('bot_not_found');
      const { botId, deleted, realName, updated, appId, id } = user;
      return { bot: { id: botId, deleted, name: realName, updated, app_id: appId, user_id: id, icons: {} } };
    },
  },
};

/**
 * Someone of the workspace, or of a company with which it shares any channel; who of the latter is in none of them is
 * found, as a stranger. Anybody else does not exist (*unverified*).
 */
export function visibleUser(call: ApiCall, id: string): User {
  const { world } = call.slack;
  const { team } = call.caller;
  const user = id === SLACKBOT ? slackbot(team.id) : world.users.get(id);
  if (!user) throw new ApiError('user_not_found');
  const connected = new Set(world.channelsOf(team.id).flatMap(({ sharedTeamIds }) => [...sharedTeamIds]));
  if (world.isIn(user, team.id) || [...connected].some((teamId) => world.isIn(user, teamId))) return user;
  throw new ApiError('user_not_found');
}

/** In every workspace, under one id, and not a bot by its flags (facts, section 21). */
function slackbot(teamId: string): User {
  return personOf(teamId, '')(SLACKBOT, 'slackbot', 'Slackbot', '', {
    email: '',
    color: '757575',
    updated: 0,
  });
}

/** The user, with the e-mail address where the token may see it: never another company's (*unverified*). */
export function shownUser(call: ApiCall, user: User): JsonObject {
  const { world } = call.slack;
  const { team } = call.caller;
  const withEmail = call.can('users:read.email') && world.isIn(user, team.id);
  // Facts, section 21: only where asked for, and never of another company's people.
  const locale = world.isIn(user, team.id) && call.boolean('include_locale') ? { locale: LOCALE } : {};
  return { ...presentUser(world, user, withEmail, team.id), ...locale };
}
