import type { Channel, Message } from './model.js';

/** Replies by their parent's `ts`, oldest first, ephemerals left out: who presents a parent must not search for them. */
const threads = new WeakMap<Channel, Map<string, Message[]>>();

/** The replies of a thread's parent, oldest first, ephemerals left out. */
export function repliesTo(channel: Channel, ts: string): readonly Message[] {
  return threads.get(channel)?.get(ts) ?? [];
}

export function noteReply(channel: Channel, message: Message): void {
  const parent = parentOf(message);
  if (parent === undefined) return;
  let byParent = threads.get(channel);
  if (!byParent) {
    byParent = new Map();
    threads.set(channel, byParent);
  }
  const replies = byParent.get(parent);
  if (replies) replies.push(message);
  else byParent.set(parent, [message]);
}

export function removeReply(channel: Channel, message: Message): void {
  const parent = parentOf(message);
  const byParent = threads.get(channel);
  if (parent === undefined || !byParent) return;
  const left = (byParent.get(parent) ?? []).filter((reply) => reply !== message);
  if (left.length > 0) byParent.set(parent, left);
  else byParent.delete(parent);
}

/** Lets the oldest messages go once there are a tenth more than `keep`, so that the cost is spread. */
export function forgetOldest(channel: Channel, keep: number): void {
  if (channel.messages.length <= keep * 1.1) return;
  const gone = channel.messages.slice(0, -keep);
  channel.messages = channel.messages.slice(-keep);
  for (const message of gone) {
    channel.byTs.delete(message.ts);
    removeReply(channel, message);
  }
}

function parentOf(message: Message): string | undefined {
  const parent = message.body.thread_ts;
  if (message.ephemeralTo !== undefined || typeof parent !== 'string' || parent === message.ts)
    return undefined;
  return parent;
}
