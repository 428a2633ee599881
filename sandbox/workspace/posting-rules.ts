import type { Channel, Posting, Team } from './model.js';

export const POSTING: readonly Posting[] = ['restricted', 'read_only', 'thread_only', 'non_threadable'];

/** Why an app may not write there, at the top or into the thread (the page of chat.postMessage; facts, section 6). */
export type PostingRefusal = 'restricted_action' | `restricted_action_${string}`;

/**
 * What a channel's settings forbid an app. They bind apps alone here: which people are excepted is the channel's
 * settings' too, and nobody asks. A response_url passes them by (facts, section 3).
 */
export function postingRefusal(channel: Channel, threadTs?: string): PostingRefusal | undefined {
  if (threadTs !== undefined && channel.lockedThreads.has(threadTs)) return 'restricted_action_thread_locked';
  const { posting } = channel;
  if (posting === 'restricted') return 'restricted_action';
  if (posting === 'read_only') return 'restricted_action_read_only_channel';
  if (posting === 'thread_only' && threadTs === undefined) return 'restricted_action_thread_only_channel';
  if (posting === 'non_threadable' && threadTs !== undefined)
    return 'restricted_action_non_threadable_channel';
  return undefined;
}

/** Whether a message of this `ts` may be edited no more, at `nowMs`. */
export function editWindowClosed(team: Team, ts: string, nowMs: number): boolean {
  const { editWindowMinutes } = team;
  return editWindowMinutes !== undefined && nowMs / 1000 - Number(ts) > editWindowMinutes * 60;
}
