import { parseTs } from '../workspace/ids.js';
import type { Message } from '../workspace/model.js';
import { ApiError } from './api-call.js';

/**
 * One page of messages, newest first or oldest first as `order` says they come, and the cursor of the next. It names
 * the message that the next page begins with, as Slack's does (`next_ts:1512085861000543`; docs.slack.dev,
 * "Pagination"): what is posted or deleted between two pages neither repeats a message nor skips one.
 */
export function messagePage(
  messages: Message[],
  order: 'newest' | 'oldest',
  cursor: string,
  limit: number,
): { items: Message[]; nextCursor: string } {
  const start = cursor === '' ? 0 : startOf(messages, order, cursor);
  const next = messages.at(start + limit);
  const nextCursor = next ? Buffer.from(`next_ts:${parseTs(next.ts)}`).toString('base64') : '';
  return { items: messages.slice(start, start + limit), nextCursor };
}

/** Where the named message is, or, should it be gone, what comes after it. */
function startOf(messages: Message[], order: 'newest' | 'oldest', cursor: string): number {
  const named = /^next_ts:(\d{1,16})$/.exec(Buffer.from(cursor, 'base64').toString())?.[1];
  if (named === undefined) throw new ApiError('invalid_cursor');
  const at = messages.findIndex(({ ts }) => {
    const micros = parseTs(ts) ?? 0;
    return order === 'newest' ? micros <= Number(named) : micros >= Number(named);
  });
  return at < 0 ? messages.length : at;
}
