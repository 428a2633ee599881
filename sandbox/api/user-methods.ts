import { presentUser } from '../workspace/present.js';
import { ApiError, page } from './api-call.js';
import type { MethodTable } from './method.js';

export const userMethods: MethodTable = {
  'users.info': {
    tier: 4,
    scopes: ['users:read'],
    run(call) {
      const user = call.slack.world.users.get(call.required('user'));
      if (!user || user.teamId !== call.caller.team.id) throw new ApiError('user_not_found');
      const locale = call.boolean('include_locale') ? { locale: 'en-US' } : {};
      return { user: { ...presentUser(user, call.can('users:read.email')), ...locale } };
    },
  },
  'users.list': {
    tier: 2,
    scopes: ['users:read'],
    run(call) {
      const { world, timer } = call.slack;
      const users = world.usersOf(call.caller.team.id);
      const { items, nextCursor } = page(users, call.string('cursor'), call.limit(users.length, 1000));
      return {
        members: items.map((user) => presentUser(user, call.can('users:read.email'))),
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
      return { user: presentUser(user, true) };
    },
  },
  'team.info': {
    tier: 3,
    scopes: ['team:read'],
    run(call) {
      const { team } = call.caller;
      const wanted = call.string('team');
      if (wanted !== '' && wanted !== team.id) throw new ApiError('team_not_found');
      const { id, name, domain } = team;
      const url = `https://${domain}.slack.com/`;
      return { team: { id, name, url, domain, email_domain: 'acme.example', icon: { image_default: true } } };
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
