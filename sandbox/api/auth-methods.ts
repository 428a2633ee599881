import { announceUninstall, uninstall } from '../deliveries/lifecycle-events.js';
import type { JsonObject } from '../json.js';
import { ApiError, page, type ApiCall } from './api-call.js';
import type { MethodTable } from './method.js';
import { appOf } from './oauth-methods.js';

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
      const { token, installation } = call.caller;
      const { world } = call.slack;
      const wide = installation.isEnterpriseInstall;
      // That an organisation's token is told the E-id as its team_id is *unverified*.
      const owner = (wide ? world.enterprises : world.teams).get(installation.teamId);
      return {
        url: `https://${owner?.domain}.${wide ? 'enterprise.' : ''}slack.com/`,
        team: owner?.name,
        user: world.users.get(token.userId)?.name ?? '',
        team_id: installation.teamId,
        user_id: token.userId,
        ...(token.kind === 'bot' ? { bot_id: installation.botId } : {}),
        ...(installation.enterpriseId === null ? {} : { enterprise_id: installation.enterpriseId }),
        is_enterprise_install: wide,
      };
    },
  },
  'auth.teams.list': {
    tier: 2,
    run(call) {
      const { installation } = call.caller;
      const teams = [...installation.grantedTeamIds].flatMap((id) => call.slack.world.teams.get(id) ?? []);
      const { items, nextCursor } = page(teams, call.string('cursor'), call.limit(100, 1000));
      const icon = call.boolean('include_icon') ? { icon: { image_default: true } } : {};
      return {
        teams: items.map(({ id, name }) => ({ id, name, ...icon })),
        response_metadata: { next_cursor: nextCursor },
      };
    },
  },
  'auth.revoke': { tier: 3, signInTokens: true, run: revoke },
  'apps.uninstall': {
    tier: 1,
    run(call) {
      const app = appOf(call);
      const { installation } = call.caller;
      if (installation.appId !== app.id) throw new ApiError('client_id_token_mismatch');
      uninstall(call.slack, installation);
      return {};
    },
  },
};

/**
 * Ends the calling token. With rotation that token alone dies, without a word (the silence is *unverified*). A bot
 * token that doesn't rotate takes the bot's memberships and webhooks along (facts, section 10), and the app is gone
 * where nobody else's token is left (docs.slack.dev, `app_uninstalled`). It also logs out who signed in with Slack.
 */
function revoke(call: ApiCall): JsonObject {
  if (call.boolean('test')) return { revoked: false };
  const { slack } = call;
  if (slack.signIns.find(call.givenToken)) {
    slack.signIns.end(call.givenToken);
    return { revoked: true };
  }
  const { token, installation } = call.caller;
  if (token.expiresAt !== undefined) {
    slack.tokens.revoke(token);
    return { revoked: true };
  }
  slack.tokens.end(token);
  if (token.kind === 'user') installation.userTokens.delete(token.userId);
  const botLives = slack.world.tokens.get(installation.botToken)?.state === 'live';
  const last = !botLives && installation.userTokens.size === 0;
  announceUninstall(slack, installation, {
    oauth: token.kind === 'user' ? [token.userId] : [],
    bot: token.kind === 'bot' ? [token.userId] : [],
    uninstalled: last,
  });
  if (last) slack.installs.uninstall(installation);
  else if (token.kind === 'bot') slack.installs.silenceBot(installation);
  slack.world.touch();
  return { revoked: true };
}
