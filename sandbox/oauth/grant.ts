/** What a person allowed on the authorize page. */
export interface Grant {
  appId: string;
  /** The workspace, or the organisation. */
  teamId: string;
  userId: string;
  scopes: string[];
  userScopes: string[];
  /** Empty where the request named none; must come again, the same, in the exchange. */
  redirectUri: string;
  /** Allowed on the page for people's permissions alone, and exchanged by `oauth.v2.user.access`. */
  userOnly: boolean;
  /** PKCE: the S256 of what the exchange must bring. */
  codeChallenge?: string;
  /** Where the incoming webhook posts, for the scope of that name. */
  webhookChannelId?: string;
}
