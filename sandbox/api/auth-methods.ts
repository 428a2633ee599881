import { ApiError, type ApiCall } from './api-call.js';
import type { MethodTable } from './method.js';
import { announceUninstall } from '../deliveries/lifecycle-events.js';
import type { JsonObject } from '../json.js';
import type { SlackApp } from '../workspace/model.js';

export const authMethods: MethodTable = {
  'api.test': {
    tier: 4,
    withoutToken: true,
    run(call) {
      const { token: _token, ...args } = call.args;
      if (call.string('error') !== '') throw new ApiError(call.string('error'), { args });
      return Object.keys(args).length > 0 ? { args } : {};
    },
  },
  'auth.test': {
    tier: 'special',
    run(call) {
      const { team, token, installation } = call.caller;
      const user = call.slack.world.users.get(token.userId);
      return {
        url: `https://${team.domain}.slack.com/`,
        team: team.name,
        user: user?.name ?? '',
        team_id: team.id,
        user_id: token.userId,
        ...(token.kind === 'bot' ? { bot_id: installation.botId } : {}),
        is_enterprise_install: false,
      };
    },
  },
  'auth.revoke': {
    tier: 3,
    run(call) {
      if (call.boolean('test')) return { revoked: false };
      const { token, installation } = call.caller;
      const { slack } = call;
      slack.grants.endToken(token);
      if (token.kind === 'user') installation.userTokens.delete(token.userId);
      const last = token.kind === 'bot' && installation.userTokens.size === 0;
      announceUninstall(slack, installation, {
        oauth: token.kind === 'user' ? [token.userId] : [],
        bot: token.kind === 'bot' ? [token.userId] : [],
        uninstalled: last,
      });
      if (last) slack.grants.uninstall(installation);
      return { revoked: true };
    },
  },
  'apps.uninstall': {
    tier: 1,
    run(call) {
      const app = appOf(call);
      const { installation } = call.caller;
      if (installation.appId !== app.id) throw new ApiError('client_id_token_mismatch');
      announceUninstall(call.slack, installation, {
        oauth: [...installation.userTokens.keys()],
        bot: [installation.botUserId],
        uninstalled: true,
      });
      call.slack.grants.uninstall(installation);
      return {};
    },
  },
  'oauth.v2.access': { tier: 'special', withoutToken: true, run: oauthAccess },
};

function appOf(call: ApiCall): SlackApp {
  const id = call.basic?.id ?? call.string('client_id');
  const secret = call.basic?.secret ?? call.string('client_secret');
  const app = call.slack.world.app(id);
  if (!app) throw new ApiError('invalid_client_id');
  if (app.clientSecret !== secret) throw new ApiError('bad_client_secret');
  return app;
}

/** The code for tokens (shape: facts, sections 10 and 16). */
function oauthAccess(call: ApiCall): JsonObject {
  const app = appOf(call);
  const grantType = call.string('grant_type');
  if (grantType !== '' && grantType !== 'authorization_code') throw new ApiError('invalid_grant_type');
  const { slack } = call;
  const result = slack.grants.exchange(call.string('code'), app, call.string('redirect_uri'));
  if (typeof result === 'string') throw new ApiError(result);
  const { installation, grant } = result;
  const team = slack.world.teams.get(installation.teamId);
  const userToken = slack.world.tokens.get(installation.userTokens.get(grant.userId) ?? '');
  return {
    app_id: app.id,
    authed_user: {
      id: grant.userId,
      ...(userToken && grant.userScopes.length > 0
        ? { scope: userToken.scopes.join(','), access_token: userToken.token, token_type: 'user' }
        : {}),
    },
    ...(grant.scopes.length > 0
      ? {
          scope: installation.scopes.join(','),
          token_type: 'bot',
          access_token: installation.botToken,
          bot_user_id: installation.botUserId,
        }
      : {}),
    team: { id: installation.teamId, name: team?.name ?? '' },
    enterprise: null,
    is_enterprise_install: false,
  };
}
