/** What Slack answers to `oauth.v2.access`, as far as we read it. */
export interface AccessAnswer {
  access_token?: string;
  scope?: string;
  bot_user_id?: string;
  refresh_token?: string;
  expires_in?: number;
  app_id?: string;
  team?: { id?: string; name?: string } | null;
  enterprise?: { id?: string; name?: string } | null;
  is_enterprise_install?: boolean;
  authed_user?: {
    id?: string;
    scope?: string;
    access_token?: string;
    refresh_token?: string;
    expires_in?: number;
  };
  incoming_webhook?: {
    channel?: string;
    channel_id?: string;
    configuration_url?: string;
    url?: string;
  };
}

export interface GrantedToken {
  token: string;
  scopes: string[];
  /** Of a token that rotates. */
  refreshToken?: string;
  expiresInS?: number;
}

export interface GrantedWebhook {
  url: string;
  channelId: string;
  /** As Slack shows it, `#ops`. */
  channelName: string;
  configurationUrl: string;
}

/** What a workspace, or an organisation as a whole, has granted. */
export interface Grant {
  /** Absent where an organisation has granted it as a whole. */
  team?: { id: string; name: string };
  enterpriseId?: string;
  enterpriseName?: string;
  appId?: string;
  bot: GrantedToken & { id: string; userId: string };
  installerId?: string;
  /** Of the person who installed it, where people's permissions were asked for. */
  user?: GrantedToken & { id: string };
  webhook?: GrantedWebhook;
}

/** Slack granted something, but not what the service needs. */
export class UnusableGrantError extends Error {
  readonly code = 'unusable_grant';
}

/** @throws UnusableGrantError */
export function readGrant(answer: AccessAnswer, botId: string): Grant {
  const { team, enterprise, authed_user: person, bot_user_id: botUserId } = answer;
  const bot = tokenOf(answer);
  if (bot === undefined || botUserId === undefined)
    throw new UnusableGrantError('Slack granted no bot token');
  const wide = answer.is_enterprise_install === true;
  if (wide && enterprise?.id === undefined) throw new UnusableGrantError('Slack named no organisation');
  if (!wide && team?.id === undefined) throw new UnusableGrantError('Slack named no workspace');
  const personal = person === undefined ? undefined : tokenOf(person);
  return {
    ...(wide || team?.id === undefined ? {} : { team: { id: team.id, name: team.name ?? team.id } }),
    enterpriseId: enterprise?.id,
    enterpriseName: enterprise?.name,
    appId: answer.app_id,
    bot: { ...bot, id: botId, userId: botUserId },
    installerId: person?.id,
    ...(personal === undefined || person?.id === undefined ? {} : { user: { ...personal, id: person.id } }),
    ...webhookOf(answer),
  };
}

type TokenAnswer = Pick<AccessAnswer, 'access_token' | 'scope' | 'refresh_token' | 'expires_in'>;

/** A token with what belongs to it, from the answer's top level or from its `authed_user`. */
export function tokenOf(answer: TokenAnswer): GrantedToken | undefined {
  const { access_token: token, scope = '', refresh_token: refreshToken, expires_in: expiresInS } = answer;
  if (token === undefined || token === '') return undefined;
  const scopes = scope.split(',').filter((one) => one !== '');
  return {
    token,
    scopes,
    ...(refreshToken === undefined || expiresInS === undefined ? {} : { refreshToken, expiresInS }),
  };
}

function webhookOf({ incoming_webhook: hook }: AccessAnswer): { webhook?: GrantedWebhook } {
  if (hook?.url === undefined || hook.channel_id === undefined) return {};
  return {
    webhook: {
      url: hook.url,
      channelId: hook.channel_id,
      channelName: hook.channel ?? hook.channel_id,
      configurationUrl: hook.configuration_url ?? '',
    },
  };
}
