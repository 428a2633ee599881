import { personalClaims } from '../openid/claims.js';
import { ApiError } from './api-call.js';
import type { MethodTable } from './method.js';
import { appOf } from './oauth-methods.js';

/**
 * Sign in with Slack's half of the Web API. Its access token opens `openid.connect.userInfo`, ends by `auth.revoke`, and
 * is `invalid_auth` everywhere else (*unverified*).
 */
export const openidMethods: MethodTable = {
  'openid.connect.token': {
    tier: 4,
    withoutToken: true,
    run(call) {
      const app = appOf(call);
      const grantType = call.string('grant_type');
      if (grantType !== '' && grantType !== 'authorization_code') throw new ApiError('invalid_grant_type');
      const { signIns, world } = call.slack;
      const result = signIns.redeem(call.string('code'), app, call.string('redirect_uri'));
      if (typeof result === 'string') throw new ApiError(result);
      const user = world.users.get(result.signIn.userId);
      if (!user || user.deleted) throw new ApiError('user_not_found');
      return {
        access_token: result.accessToken,
        token_type: 'Bearer',
        id_token: signIns.idToken(app, result.signIn, user, result.accessToken),
      };
    },
  },
  'openid.connect.userInfo': {
    tier: 4,
    withoutToken: true,
    ownTokens: true,
    run(call) {
      const { signIns, world } = call.slack;
      if (call.givenToken === '') throw new ApiError('not_authed');
      const signIn = signIns.find(call.givenToken);
      if (!signIn) {
        const ordinary = world.tokens.get(call.givenToken);
        if (!ordinary) throw new ApiError('invalid_auth');
        throw new ApiError('missing_scope', { needed: 'openid', provided: ordinary.scopes.join(',') });
      }
      const user = world.users.get(signIn.userId);
      const team = world.teams.get(signIn.teamId);
      if (!user || !team || user.deleted) throw new ApiError('account_inactive');
      const enterprise = world.enterprises.get(team.enterpriseId ?? '');
      return {
        sub: user.id,
        'https://slack.com/user_id': user.id,
        'https://slack.com/team_id': team.id,
        ...personalClaims(signIn.scopes, user),
        ...(signIn.scopes.includes('profile')
          ? { 'https://slack.com/team_name': team.name, 'https://slack.com/team_domain': team.domain }
          : {}),
        ...(enterprise
          ? {
              'https://slack.com/enterprise_id': enterprise.id,
              'https://slack.com/enterprise_name': enterprise.name,
              'https://slack.com/enterprise_domain': enterprise.domain,
            }
          : {}),
      };
    },
  },
};
