import { NOTHING, isBlank } from './blank.js';
import { checkMessage } from './check-message.js';
import { LIMITS } from './limits.js';
import { escapeMrkdwn, link as mrkdwnLink, truncateMrkdwn } from './mrkdwn.js';
import { passagesOf } from './passages.js';
import { passagesText } from './passages-text.js';
import { isObject } from './shapes/shape.js';
import type { SlackMessage } from './slack-message.js';

export interface PlainOptions {
  /** Where the whole message can be read. */
  link?: string;
  /** Why there is no card, in plain words. */
  why?: string;
}

/**
 * The message as text alone, for when Slack refuses its form: titles, texts, fields, tables and links, of as much as fits,
 * with the link to all of it. Any JSON will do; it never throws. Metadata stays: a lost answer is looked up by it.
 */
export function plainMessage(message: unknown, { link, why }: PlainOptions = {}): SlackMessage {
  const tail = [
    why === undefined || isBlank(why) ? '' : `_${truncateMrkdwn(escapeMrkdwn(oneLine(why)), 300)}_`,
    link === undefined ? '' : mrkdwnLink(link, 'The whole message'),
  ]
    .filter((part) => part !== '' && part.length <= 1_000)
    .join('  ·  ');
  const body = passagesText(passagesOf(message));
  const room = LIMITS.messageText - tail.length - FENCE.length - 1;
  const text = closed(truncateMrkdwn(isBlank(body) ? NOTHING : body, room));
  const plain: SlackMessage = { text: tail === '' ? text : `${text}\n${tail}` };
  const metadata = isObject(message) ? message.metadata : undefined;
  const whole = { ...plain, metadata } as SlackMessage;
  return metadata !== undefined && checkMessage(whole).length === 0 ? whole : plain;
}

const FENCE = '\n```';

/** A code block that was cut must not swallow the link below. */
const closed = (text: string) => (text.split('```').length % 2 === 0 ? `${text}${FENCE}` : text);

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
