import type { Config } from '../platform/config/config.js';

export interface AskedScope {
  scope: string;
  /** For whoever reads the landing page; it goes on after the scope's name. */
  why: string;
}

/** What the bot asks for, and why. The landing page, Slack's authorize page and the manifest have it from here. */
export const BOT_SCOPES: readonly AskedScope[] = [
  { scope: 'chat:write', why: 'posts cards and keeps them up to date' },
  { scope: 'chat:write.public', why: 'posts to public channels without being invited to each' },
  { scope: 'commands', why: 'adds its slash commands and shortcuts' },
  {
    scope: 'users:read',
    why: 'tells your own people from those of other companies in shared channels, and knows your admins',
  },
  { scope: 'usergroups:read', why: 'knows who is in the user groups that you give roles to' },
  { scope: 'channels:read', why: 'finds public channels by the names in your routes' },
  { scope: 'groups:read', why: 'finds the private channels it was invited to' },
  { scope: 'channels:join', why: 'joins a public channel that it is to post to and may not otherwise' },
  { scope: 'im:write', why: 'opens direct messages with people whom your systems name' },
  { scope: 'users:read.email', why: 'finds people by the e-mail addresses that your systems know' },
  {
    scope: 'channels:history',
    why: 'looks whether a message arrived, when Slack’s answer didn’t, so that nothing is posted twice',
  },
  { scope: 'groups:history', why: 'the same in private channels that it was invited to' },
  { scope: 'im:history', why: 'the same in its direct messages' },
  { scope: 'files:write', why: 'uploads the chart of a digest' },
  { scope: 'files:read', why: 'sees when Slack has taken in a chart that it uploaded' },
];

/** Asked for where SLACK_INCOMING_WEBHOOK says so; not of organisations, whose webhook would belong to no channel. */
export const WEBHOOK_SCOPE: AskedScope = {
  scope: 'incoming-webhook',
  why: 'lets you choose one channel on Slack’s page that cards can go to from the first minute',
};

const USER_SCOPE_REASONS: Readonly<Record<string, string>> = {
  'users.profile:write': 'sets your own status, only for yourself and only when you ask for it',
  'search:read': 'searches as you, in what you can read yourself',
};
const CONFIGURED = 'asked for, for yourself alone, by whoever runs this service';

/** Slack gives a webhook for a channel, which an organisation as a whole has not. */
export const botScopes = ({ slack }: Config, organisation = false): AskedScope[] =>
  slack.incomingWebhook && !organisation ? [...BOT_SCOPES, WEBHOOK_SCOPE] : [...BOT_SCOPES];

/** What whoever installs is asked for themselves; nothing unless configured. */
export const userScopes = ({ slack }: Config): AskedScope[] =>
  slack.userScopes.map((scope) => ({ scope, why: USER_SCOPE_REASONS[scope] ?? CONFIGURED }));
