import type { JsonObject } from '../json.js';
import type { Message } from './model.js';

/**
 * What stands where a thread's parent was deleted, as several apps have had it from Slack (*unverified*: no page of
 * Slack's tells of it). It goes with the last reply.
 */
export function tombstoneOf({ ts }: Message): JsonObject {
  return {
    type: 'message',
    subtype: 'tombstone',
    text: 'This message was deleted.',
    user: 'USLACKBOT',
    hidden: true,
    ts,
    thread_ts: ts,
  };
}

export function isTombstone({ body }: Message): boolean {
  return body.subtype === 'tombstone';
}
