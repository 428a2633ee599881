import type { JsonObject } from '../json.js';

export interface Team {
  id: string;
  name: string;
  domain: string;
  emailDomain: string;
  /** The Grid organisation that the workspace belongs to. */
  enterpriseId?: string;
  /** Who may manage user groups; everyone where it isn't said, and nobody where the plan has none. */
  userGroups?: 'admins' | 'unavailable';
  /** For how long messages can be edited; for ever where it isn't said. */
  editWindowMinutes?: number;
  /** Set while Slack has closed the workspace. */
  disabled?: boolean;
  /** Set while the workspace moves into a Grid organisation. */
  migrating?: boolean;
}

/** A Grid organisation. */
export interface Enterprise {
  id: string;
  name: string;
  domain: string;
}

export interface User {
  id: string;
  /** The home workspace; for the bot of an organisation-wide app, the organisation. */
  teamId: string;
  /** Every workspace of a Grid organisation that the user is in, the home among them; else absent. */
  teamIds?: Set<string>;
  enterpriseId?: string;
  name: string;
  realName: string;
  email: string;
  title: string;
  /** What the person shows beside the name: `{text: 'On holiday', emoji: ':palm_tree:'}`. */
  status?: {
    text: string;
    emoji: string;
    /** Unix seconds after which it shows no more; 0 for never. */ until?: number;
  };
  /** Beside the name, where it isn't the handle. */
  displayName?: string;
  /** What else the person's profile tells: `{phone: '+31 6 …'}`. */
  profile?: Record<string, string>;
  /** Set while the person, or a bot, says that they are away. */
  away?: boolean;
  isAdmin: boolean;
  isOwner: boolean;
  isPrimaryOwner: boolean;
  /** A guest; a single-channel guest is ultra-restricted too. */
  isRestricted: boolean;
  isUltraRestricted: boolean;
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

/** A channel's topic, or its purpose. */
export interface ChannelText {
  value: string;
  /** Who set it last; `''` and 0 where nobody did. */
  creator: string;
  /** Unix seconds. */
  lastSet: number;
}

/** What a channel's admins forbid apps to write there. */
export type Posting = 'restricted' | 'read_only' | 'thread_only' | 'non_threadable';

export type ChannelKind = 'public' | 'private' | 'im' | 'mpim';

export interface Channel {
  id: string;
  /** The workspace that made it. */
  teamId: string;
  /** Every workspace that sees it: more than one for a channel of a Grid organisation or of Slack Connect. */
  sharedTeamIds: Set<string>;
  /** Empty for direct messages. */
  name: string;
  previousNames: string[];
  kind: ChannelKind;
  archived: boolean;
  isGeneral: boolean;
  creator: string;
  /** Unix seconds. */
  created: number;
  topic: ChannelText;
  purpose: ChannelText;
  members: Set<string>;
  /** What its admins have forbidden apps to write. */
  posting?: Posting;
  /** Threads, by their parent's `ts`, into which nobody may write. */
  lockedThreads: Set<string>;
  /** By user, the `ts` up to which they have marked it as read. */
  lastRead: Map<string, string>;
  /** Members who have closed this direct message, until they open it again or somebody writes. */
  closedBy: Set<string>;
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

/** A user group. */
export interface UserGroup {
  id: string;
  teamId: string;
  name: string;
  handle: string;
  description: string;
  /** Unix seconds. */
  created: number;
  updated: number;
  /** 0 while it is enabled. */
  disabled: number;
  createdBy: string;
  updatedBy: string;
  /** Channels that its members join by default. */
  channels: string[];
  users: string[];
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
  /** Off where people have no direct messages with the app; on unless it says so. */
  messagesTab?: boolean;
  /** Off where the app's incoming webhooks are switched off; on unless it says so. */
  incomingWebhooks?: boolean;
  /** Commands that are sent with links in place of names (`should_escape`), such as `/oncall`. */
  escapedCommands?: string[];
  /** The slash commands and shortcuts of its manifest: what people are offered while they type. */
  commands?: { command: string; description: string; usageHint: string }[];
  shortcuts?: { name: string; type: 'global' | 'message'; callbackId: string; description: string }[];
  /** Event types to send; `null` sends all that the granted scopes cover. */
  botEvents: string[] | null;
  /** Whose message metadata it wants to hear of, `*` for any app or any type (facts, section 19). */
  metadataSubscriptions?: { app_id: string; event_type: string }[];
  /** `token_rotation_enabled`: new tokens expire and come with a refresh token. */
  tokenRotation: boolean;
  /** `org_deploy_enabled`: an organisation may install it as a whole. */
  orgDeploy: boolean;
  /** `pkce_enabled`: a public client, which proves itself by a code verifier and holds no secret. */
  pkce: boolean;
  /** `socket_mode_enabled`: what Slack sends goes over WebSockets, and nothing to the URLs above. */
  socketMode: boolean;
  /** The app-level token (`connections:write`, `authorizations:read`) that opens them. */
  appToken: string;
  /** The "Delayed Events" setting: failed events come again hourly for a day. */
  delayedEvents: boolean;
  /** Set by Slack when nearly all deliveries fail; taken back by hand. */
  eventsDisabled: boolean;
  /** The one workspace that may install it; `null` for an app that is distributed to all. */
  homeTeamId: string | null;
}

export type TokenKind = 'bot' | 'user';

export interface Token {
  token: string;
  kind: TokenKind;
  appId: string;
  /** The workspace, or the organisation where the app is installed there. */
  teamId: string;
  /** The bot user for a bot token. */
  userId: string;
  scopes: string[];
  /** `account_inactive` answers a bot token of a removed app, `token_revoked` a user token (facts, section 6). */
  state: 'live' | 'account_inactive' | 'token_revoked';
  /** Milliseconds since 1970; a token without never expires. */
  expiresAt?: number;
  /** Set once it was given for one that expires. */
  exchanged?: boolean;
}

/** An incoming webhook, made when a person chose its channel on the authorize page. */
export interface IncomingWebhook {
  /** The B-id in its path. */
  id: string;
  /** `/services/T…/B…/secret`; the key under which it is known. */
  path: string;
  appId: string;
  teamId: string;
  channelId: string;
  /** Who allowed it. */
  userId: string;
}

export interface Installation {
  appId: string;
  /** The workspace; for an organisation-wide installation the organisation's E-id. */
  teamId: string;
  /** The organisation that it is in, or that it covers. */
  enterpriseId: string | null;
  isEnterpriseInstall: boolean;
  /** The workspaces that an admin has added an organisation-wide app to; just the one of any other. */
  grantedTeamIds: Set<string>;
  /** The bot and its token; all three empty where only people's scopes were granted. */
  botUserId: string;
  botId: string;
  botToken: string;
  /** Who pressed Allow last. */
  installedBy: string;
  scopes: string[];
  /** User tokens by user id. */
  userTokens: Map<string, string>;
}
