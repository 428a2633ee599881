import type { JsonObject } from '../json.js';
import type { Installation, SlackApp, Token } from '../workspace/model.js';
import { ApiError, type ApiCall } from './api-call.js';
import type { MethodTable } from './method.js';

export const oauthMethods: MethodTable = {
  'oauth.v2.access': { tier: 'special', withoutToken: true, run: access },
  'oauth.v2.user.access': { tier: 'special', withoutToken: true, run: userAccess },
  'oauth.v2.exchange': { tier: 3, withoutToken: true, ownTokens: true, run: exchange },
};

/**
 * The app that calls, by its client id and secret: Basic, else fields. A public client brings its code verifier, or
 * its refresh token, in the secret's place (facts, section 10).
 */
export function appOf(call: ApiCall, publicToo = false): SlackApp {
  const id = call.basic?.id ?? call.string('client_id');
  const secret = call.basic?.secret ?? call.string('client_secret');
  const app = call.slack.world.app(id);
  if (!app) throw new ApiError('invalid_client_id');
  if (publicToo && app.pkce && secret === '') return app;
  if (app.clientSecret !== secret) throw new ApiError('bad_client_secret');
  return app;
}

/** A code, or a refresh token, for tokens (shapes: facts, sections 10 and 16). */
function access(call: ApiCall): JsonObject {
  const app = appOf(call, true);
  const grantType = call.string('grant_type');
  if (grantType === 'refresh_token') {
    const token = call.slack.tokens.refresh(app, call.string('refresh_token'));
    if (!token) throw new ApiError('invalid_refresh_token');
    return renewed(call, app, token);
  }
  if (grantType !== '' && grantType !== 'authorization_code') throw new ApiError('invalid_grant_type');
  return redeem(call, app);
}

/**
 * A person's token, and nothing of a bot's; it stands at the top level (AR in the facts, `oauth.v2.user.access`: the
 * schema, which the page's own example contradicts). The grant by assertion is not played.
 */
function userAccess(call: ApiCall): JsonObject {
  const app = appOf(call, true);
  const grantType = call.string('grant_type');
  if (!['', 'authorization_code', 'refresh_token'].includes(grantType))
    throw new ApiError('invalid_grant_type');
  const token = grantType === 'refresh_token' ? refreshedPerson(call, app) : redeemedPerson(call, app);
  const installation = call.slack.world.installations.get(`${app.id}/${token.teamId}`);
  return {
    ...tokenFields(call, app, token),
    user_id: token.userId,
    app_id: app.id,
    ...(installation ? installedIn(call, installation) : {}),
  };
}

/** A bot's refresh token is of no use here (*unverified*). */
function refreshedPerson(call: ApiCall, app: SlackApp): Token {
  const token = call.slack.tokens.refresh(app, call.string('refresh_token'), 'user');
  if (!token) throw new ApiError('invalid_refresh_token');
  return token;
}

function redeemedPerson(call: ApiCall, app: SlackApp): Token {
  const { installation, grant } = exchangedCode(call, app, true);
  const token = call.slack.world.tokens.get(installation.userTokens.get(grant.userId) ?? '');
  if (!token) throw new ApiError('invalid_code');
  return token;
}

function exchangedCode(call: ApiCall, app: SlackApp, userOnly: boolean) {
  const result = call.slack.grants.exchange(call.string('code'), app, {
    redirectUri: call.string('redirect_uri'),
    codeVerifier: call.string('code_verifier'),
    userOnly,
  });
  if (typeof result === 'string') throw new ApiError(result);
  return result;
}

function redeem(call: ApiCall, app: SlackApp): JsonObject {
  const { world, installs, publicUrl } = call.slack;
  const { installation, grant } = exchangedCode(call, app, false);
  const botToken = world.tokens.get(installation.botToken);
  const userToken = world.tokens.get(installation.userTokens.get(grant.userId) ?? '');
  const hook = grant.webhookChannelId;
  const webhook = hook === undefined ? undefined : installs.addWebhook(installation, hook, grant.userId);
  const channel = world.channels.get(hook ?? '');
  return {
    app_id: app.id,
    authed_user: {
      id: grant.userId,
      ...(userToken && grant.userScopes.length > 0 ? tokenFields(call, app, userToken) : {}),
    },
    ...(botToken && grant.scopes.length > 0
      ? { ...tokenFields(call, app, botToken), bot_user_id: installation.botUserId }
      : {}),
    ...installedIn(call, installation),
    ...(webhook && channel
      ? {
          incoming_webhook: {
            channel: channel.kind === 'public' ? `#${channel.name}` : channel.name,
            channel_id: channel.id,
            configuration_url: `https://${world.teams.get(webhook.teamId)?.domain}.slack.com/services/${webhook.id}`,
            url: publicUrl + webhook.path,
          },
        }
      : {}),
  };
}

/**
 * A token that doesn't expire for one that does. That the old one dies at once is *unverified*, and so is which of the
 * method's errors (docs.slack.dev, `oauth.v2.exchange`) says what: a token that isn't the app's, or that expires
 * already, is no legacy token of its own; one that was revoked has lost its authorization. Slack's client sends the
 * token as a field and as the caller's own, which is why nobody but this method judges it.
 */
function exchange(call: ApiCall): JsonObject {
  const app = appOf(call);
  if (!app.tokenRotation) throw new ApiError('token_rotation_not_enabled');
  const { world, tokens } = call.slack;
  const old = world.tokens.get(call.required('token'));
  if (!old || old.appId !== app.id || old.expiresAt !== undefined) throw new ApiError('invalid_token');
  if (old.exchanged) throw new ApiError('token_already_exchanged');
  const installation = world.installations.get(`${app.id}/${old.teamId}`);
  if (!installation || old.state !== 'live') throw new ApiError('authorization_not_found');
  const token = tokens.mint(app, old, old.scopes);
  if (old.kind === 'bot') installation.botToken = token.token;
  else installation.userTokens.set(old.userId, token.token);
  tokens.revoke(old);
  old.exchanged = true;
  return renewed(call, app, token);
}

/** A renewed token stands at the top level, a person's too (facts, section 10). */
function renewed(call: ApiCall, app: SlackApp, token: Token): JsonObject {
  const installation = call.slack.world.installations.get(`${app.id}/${token.teamId}`);
  return {
    ...tokenFields(call, app, token),
    app_id: app.id,
    ...(token.kind === 'bot' ? { bot_user_id: token.userId } : { authed_user: { id: token.userId } }),
    ...(installation ? installedIn(call, installation) : {}),
  };
}

function tokenFields(call: ApiCall, app: SlackApp, token: Token): JsonObject {
  return {
    access_token: token.token,
    token_type: token.kind,
    scope: token.scopes.join(','),
    ...call.slack.tokens.renewal(app, token),
  };
}

function installedIn({ slack: { world } }: ApiCall, installation: Installation): JsonObject {
  const team = world.teams.get(installation.teamId);
  const enterprise = world.enterprises.get(installation.enterpriseId ?? '');
  return {
    team: team ? { id: team.id, name: team.name } : null,
    enterprise: enterprise ? { id: enterprise.id, name: enterprise.name } : null,
    is_enterprise_install: installation.isEnterpriseInstall,
  };
}
