import { WHOLE_ROOM } from './check-message.js';
import { LIMITS } from './limits.js';
import { link as mrkdwnLink, truncateMrkdwn } from './mrkdwn.js';
import { context } from './blocks.js';
import type { Examination } from './shapes/shape.js';
import { examine } from './shapes/message.js';
import type { SlackMessage } from './slack-message.js';

export interface Fitted {
  message: SlackMessage;
  /** What was wrong, a sentence each, in the words of `checkMessage`; empty where nothing was. */
  trimmed: string[];
}

/** Kept free for the line that tells of what is missing. */
const CLOSING = 600;
const ROOM = { blocks: WHOLE_ROOM.blocks - 1, text: WHOLE_ROOM.text - CLOSING };
const MOST_NAMED = 50;

/**
 * A message that Slack takes, whatever came: within every limit of `checkMessage`, with "… and 12 more" where something
 * is missing, and the link to all of it. One without a fault comes back as it is. It never throws.
 *
 * @param link where the whole message can be read; made for what is cut alone
 */
export function fitMessage(message: unknown, link?: () => string | undefined): Fitted {
  const whole = examine(message, WHOLE_ROOM);
  const { faults } = whole.all;
  if (faults.length === 0) return { message: message as SlackMessage, trimmed: [] };
  const trimmed = faults.slice(0, MOST_NAMED).map(({ pointer, detail }) => `${pointer || '/'}: ${detail}`);
  if (faults.length > MOST_NAMED) trimmed.push(`… and ${faults.length - MOST_NAMED} more`);
  if (!whole.all.shortened) return { message: whole.fitted, trimmed };
  const { fitted, all } = examine(message, ROOM);
  return { message: withClosing(fitted, closingLine(all, link?.())), trimmed };
}

/** "… and 12 more blocks, 3 more options · The whole message" */
function closingLine({ left }: Examination, link?: string): string {
  const counts = [...left].map(([noun, count]) => `${count} more ${count === 1 ? noun : plural(noun)}`);
  const more = counts.length === 0 ? '' : `… and ${counts.join(', ')}`;
  const to = link === undefined ? '' : mrkdwnLink(link, 'The whole message');
  const line = [more, to].filter((one) => one !== '').join('  ·  ');
  return line.length <= CLOSING ? line : more;
}

const plural = (noun: string) => (noun.startsWith('group ') ? noun.replace('group', 'groups') : `${noun}s`);

function withClosing(message: SlackMessage, line: string): SlackMessage {
  if (line === '') return message;
  const { text, blocks = [] } = message;
  if (blocks.length > 0) return { ...message, blocks: [...blocks, context(line)] };
  // Blocks would hide the text, which is all there is.
  const lead = truncateMrkdwn(text, LIMITS.messageText - line.length - 1);
  return { ...message, text: lead === '' ? line : `${lead}\n${line}` };
}
