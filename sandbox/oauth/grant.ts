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
  /** PKCE: the S256 of what the exchange must bring. */
  codeChallenge?: string;
  /** Where the incoming webhook posts, for the scope of that name. */
  webhookChannelId?: string;
}
