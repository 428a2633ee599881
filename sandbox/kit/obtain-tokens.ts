export interface AppCredentials {
  clientId: string;
  clientSecret: string;
}

export interface ObtainedTokens {
  /** Empty, as `botUserId` and `scope` are, where no bot scope was asked for. */
  botToken: string;
  userToken?: string;
  botUserId: string;
  /** Of an organisation's installation the E-id. */
  teamId: string;
  /** Where the app's tokens rotate. */
  refreshToken?: string;
  scope: string;
  /** With the scope incoming-webhook. */
  webhookUrl?: string;
}

/** Allows the scopes on the authorize page and exchanges the code, as an app would. */
export async function obtainTokens(
  sandboxUrl: string,
  app: AppCredentials,
  asked: {
    scopes: string[];
    userScopes: string[];
    user: string;
    workspace?: string;
    webhookChannel?: string;
  },
): Promise<ObtainedTokens> {
  const query = new URLSearchParams({
    client_id: app.clientId,
    scope: asked.scopes.join(','),
    user_scope: asked.userScopes.join(','),
    state: 'kit',
    ...(asked.workspace === undefined ? {} : { team: asked.workspace }),
    ...(asked.webhookChannel === undefined ? {} : { webhook_channel: asked.webhookChannel }),
  });
  const form = new URLSearchParams([...query, ['decision', 'allow'], ['user', asked.user]]);
  const decided = await fetch(`${sandboxUrl}/oauth/v2/authorize`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  const code = new URL(decided.headers.get('location') ?? 'about:blank').searchParams.get('code') ?? '';
  const exchanged = await fetch(`${sandboxUrl}/api/oauth.v2.access`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: app.clientId, client_secret: app.clientSecret, code }),
  });
  const answer = (await exchanged.json()) as Partial<Record<string, string>> & {
    authed_user?: { access_token?: string };
    team?: { id: string } | null;
    enterprise?: { id: string } | null;
    incoming_webhook?: { url: string };
  };
  if (!answer.ok) throw new Error(`oauth.v2.access: ${answer.error}`);
  return {
    botToken: answer.access_token ?? '',
    userToken: answer.authed_user?.access_token,
    botUserId: answer.bot_user_id ?? '',
    teamId: (answer.team ?? answer.enterprise)?.id ?? '',
    refreshToken: answer.refresh_token,
    scope: answer.scope ?? '',
    webhookUrl: answer.incoming_webhook?.url,
  };
}
