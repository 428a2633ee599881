import { signal } from '@preact/signals';
import { go } from './place.js';

/** A message that somebody wants to see, until they do; and how often they asked. */
export const found = signal<{ channel: string; ts: string; times: number } | null>(null);

/** Goes to a message: in its channel, a reply in its thread beside it. */
export function showMessage(channel: string, ts: string, thread: string | null): void {
  go({ channel, ...(thread === null ? {} : { thread }), tab: '' });
  found.value = { channel, ts: thread ?? ts, times: (found.value?.times ?? 0) + 1 };
}
