/**
 * Where something goes. As people write it, a destination: `#ops`, a channel's id, a person's id or e-mail address, or
 * `webhook:name`. As a lane it is the channel's id or the webhook; until it has been looked up, an address that stands for
 * a channel: `#ops`, `@U0123456789`, `@ann@example.com`.
 */

/** What one message goes to. */
export type Destination =
  | string
  | {
      address: string;
      /** Where nobody can look whether it arrived: post it again, or leave it to a person. */
      ifUnsure?: IfUnsure;
      /** Whom its post mentions: `oncall:payments`, and what else `Mentions` knows. */
      mention?: string;
    };

export type IfUnsure = 'resend' | 'leave';

/** What has to be looked up before anything can be sent. */
export type Address =
  { kind: 'channel'; name: string } | { kind: 'person'; id: string } | { kind: 'email'; email: string };

const CHANNEL = /^[CG][A-Z0-9]{5,}$/;
const PERSON = /^[UW][A-Z0-9]{5,}$/;
/** Not every address that a mail server would take; enough to tell a typo. */
const EMAIL = /^[^\s@<>,;:"#]+@[^\s@<>,;:"#]+\.[^\s@<>,;:"#.]+$/;
const WEBHOOK_NAME = /^[a-z0-9][a-z0-9._-]{0,79}$/;
const WEBHOOK_LANE = 'webhook:';

/** Of a public or private one; of direct messages it says nothing. */
export const isChannelId = (text: string): boolean => CHANNEL.test(text);
export const isPersonId = (text: string): boolean => PERSON.test(text);
export const isEmail = (text: string): boolean => text.length <= 254 && EMAIL.test(text);
export const isWebhookName = (text: string): boolean => WEBHOOK_NAME.test(text);

/** The lane is one person's direct messages. */
export const isDirect = (lane: string): boolean => /^[@DUW]/.test(lane);

export const webhookLane = (name: string): string => `${WEBHOOK_LANE}${name}`;
export const isWebhook = (lane: string): boolean => lane.startsWith(WEBHOOK_LANE);
/** Of a webhook's lane. */
export const webhookName = (lane: string): string => lane.slice(WEBHOOK_LANE.length);

/** Names and e-mail addresses have no capitals of their own in Slack: however they are typed, they are one. */
export const inSmall = (address: string): string =>
  address.startsWith('#') || isEmail(address) ? address.toLowerCase() : address;

export function laneFor(destination: string): string {
  const address = inSmall(destination);
  return isPersonId(address) || isEmail(address) ? `@${address}` : address;
}

/** undefined where the lane is a channel's or a webhook's own. */
export function addressOf(lane: string): Address | undefined {
  if (lane.startsWith('#')) return { kind: 'channel', name: lane.slice(1) };
  if (!lane.startsWith('@')) return undefined;
  const person = lane.slice(1);
  return isPersonId(person) ? { kind: 'person', id: person } : { kind: 'email', email: person };
}

/** The same for SQL: the lane `column` is an address. */
export const isAddressSql = (column: string): string => `${column} ~ '^[#@]'`;

export const mentionIn = (destination: Destination): string | undefined =>
  typeof destination === 'string' ? undefined : destination.mention;

export const addressIn = (destination: Destination): string =>
  inSmall(typeof destination === 'string' ? destination : destination.address);
