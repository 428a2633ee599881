import type { SlackMessage } from '../slack/index.js';
import { LIMITS, context, escapeMrkdwn, section, truncateMrkdwn } from '../slack/index.js';
import { isChannelId } from './domain/address.js';

/** A channel that took nothing, and Slack's word for why. */
export interface DeadChannel {
  /** `#name`, or an id. */
  channel: string;
  /** `is_archived` */
  code: string;
}

/** "#old-alerts could not be reached (is_archived); shown here instead." */
export const failoverNote = ({ channel, code }: DeadChannel): string =>
  code === 'user_not_in_channel'
    ? `:bust_in_silhouette: For you alone, from ${nameOf(channel)}; you are not in that channel.`
    : `:warning: ${nameOf(channel)} could not be reached (${escapeMrkdwn(code)}); shown here instead.`;

/** The message as the fallback channel shows it: the note stands above all else. */
export function withFailoverNote(message: SlackMessage, dead: DeadChannel): SlackMessage {
  const note = failoverNote(dead);
  const { text, blocks = [] } = message;
  if (blocks.length > 0) return { ...message, blocks: [context(note), ...blocks] };
  return { ...message, text: truncateMrkdwn(`${note}\n${text}`, LIMITS.messageText) };
}

/** Why a message failed though there is a fallback; behind Slack's words. */
export const keptFromWords = (fallback: string): string =>
  `it was meant for a private channel, and so it didn’t go to ${fallback}, which isn’t known to be private; it can be replayed`;

/**
 * What whoever installed the app is told, once per channel: what happened, where the messages are, what to do. Nothing of
 * what they say.
 * @param dead with the fallback that takes them, or the one from which they are kept, since they are private
 */
export function installerNotice(dead: DeadChannel & { fallback?: string; keptFrom?: string }): SlackMessage {
  const { channel, code, fallback, keptFrom } = dead;
  const name = nameOf(channel);
  const [why, what] = Object.hasOwn(ADVICE, code) ? (ADVICE[code] ?? UNKNOWN) : UNKNOWN;
  const where =
    fallback === undefined
      ? `What was to go there is kept as failed, and can be sent again once it works.${keptFrom === undefined ? '' : ` Since it is private, nothing of it goes to ${nameOf(keptFrom)}, which isn’t known to be.`}`
      : `Until then its messages go to ${nameOf(fallback)}.`;
  return {
    text: `Switchboard can’t post to ${name}: ${why}`,
    blocks: [
      section(`:warning: *Switchboard can’t post to ${name}.* ${capital(why)} (\`${escapeMrkdwn(code)}\`).`),
      section(`${what} ${where}`),
    ],
  };
}

type Advice = [why: string, what: string];
const OR_ROUTE = 'or send its routes to another channel.';

const ARCHIVED: Advice = ['it is archived', `Unarchive it, ${OR_ROUTE}`];

/** By Slack's word, or ours for what Slack was not asked. */
const ADVICE: Record<string, Advice> = {
  is_archived: ARCHIVED,
  is_inactive: ARCHIVED,
  channel_not_found: [
    'there is no such channel, or it is private and the app is not in it',
    `Invite the app there (\`/invite\` and its name), correct the channel’s name, ${OR_ROUTE}`,
  ],
  not_in_channel: [
    'the app is not in it, and could not join',
    `Invite the app there (\`/invite\` and its name), ${OR_ROUTE}`,
  ],
  unknown_webhook: [
    'the webhook of that name was forgotten',
    `Add it again in the console, under Destinations, ${OR_ROUTE}`,
  ],
  messages_tab_disabled: [
    'direct messages from the app are switched off',
    'Switch its Messages tab on in the app’s settings, under App Home.',
  ],
  user_disabled: ['that person’s account is deactivated', 'Name somebody else.'],
  user_not_found: ['there is no such person', 'Name somebody else.'],
  cannot_dm_bot: ['that is a bot', 'Name a person, or a channel.'],
};

const RESTRICTED: Advice = [
  'only some people may post in it',
  `Let the app post, in the channel’s settings under “Posting permissions”, ${OR_ROUTE}`,
];
for (const code of ['', '_read_only_channel', '_thread_only_channel']) {
  ADVICE[`restricted_action${code}`] = RESTRICTED;
}

const UNKNOWN: Advice = ['Slack refuses it', `Look at the channel’s settings, ${OR_ROUTE}`];

/** A link that opens it, where it is an id. A person is not called: they have nothing to do with it. */
function nameOf(channel: string): string {
  if (isChannelId(channel)) return `<#${channel}>`;
  if (/^[DUW][A-Z0-9]{6,}$/.test(channel)) return `a person’s direct messages (${channel})`;
  return escapeMrkdwn(channel);
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
