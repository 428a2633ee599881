import type { JsonObject } from '../json.js';

export interface Team {
  id: string;
  name: string;
  domain: string;
}

export interface User {
  id: string;
  teamId: string;
  name: string;
  realName: string;
  email: string;
  title: string;
  isAdmin: boolean;
  isBot: boolean;
  deleted: boolean;
  tz: string;
  tzLabel: string;
  /** Seconds east of UTC. */
  tzOffset: number;
  color: string;
  /** Unix seconds of the last change. */
  updated: number;
  /** Set for an app's bot user. */
  appId?: string;
  botId?: string;
}

export type ChannelKind = 'public' | 'private' | 'im' | 'mpim';

export interface Channel {
  id: string;
  teamId: string;
  /** Empty for direct messages. */
  name: string;
  previousNames: string[];
  kind: ChannelKind;
  archived: boolean;
  isGeneral: boolean;
  creator: string;
  /** Unix seconds. */
  created: number;
  topic: string;
  purpose: string;
  members: Set<string>;
  messages: Message[];
  byTs: Map<string, Message>;
  /** Microseconds of the newest `ts` given out here, so that the next is larger. */
  lastTsMicros: number;
  /** The world's change number when anything here last changed. */
  revision: number;
}

/** One message. `body` is the object as Slack's API shows it; the rest is what only the sandbox knows. */
export interface Message {
  ts: string;
  body: JsonObject;
  /** An ephemeral: only this user sees it, and no method finds it. */
  ephemeralTo?: string;
  /** What this was posted with, shown only to `include_all_metadata`. */
  metadata?: JsonObject;
  /** The world's change number when this last changed. */
  revision: number;
  /** How often it was edited. */
  edits: number;
}

/** What the app's configuration pages hold. */
export interface SlackApp {
  id: string;
  name: string;
  clientId: string;
  clientSecret: string;
  signingSecret: string;
  /** The deprecated verification token, which still rides on every payload. */
  verificationToken: string;
  /** A redirect_uri must equal one of these or lie under it. */
  redirectUrls: string[];
  eventsUrl: string;
  interactivityUrl: string;
  commandsUrl: string;
  /** Where menus get their options, where that is another URL than interactivity's. */
  optionsUrl?: string;
  /** Off where the app has no home tab; on unless it says so. */
  homeTab?: boolean;
  /** Commands that are sent with links in place of names (`should_escape`), such as `/oncall`. */
  escapedCommands?: string[];
  /** Event types to send; `null` sends all that the granted scopes cover. */
  botEvents: string[] | null;
}

export type TokenKind = 'bot' | 'user';

export interface Token {
  token: string;
  kind: TokenKind;
  appId: string;
  teamId: string;
  /** The bot user for a bot token. */
  userId: string;
  scopes: string[];
  /** `account_inactive` answers a bot token of a removed app, `token_revoked` a user token (facts, section 6). */
  state: 'live' | 'account_inactive' | 'token_revoked';
}

export interface Installation {
  appId: string;
  teamId: string;
  botUserId: string;
  botId: string;
  botToken: string;
  /** Who pressed Allow last. */
  installedBy: string;
  scopes: string[];
  /** User tokens by user id. */
  userTokens: Map<string, string>;
}
