import type { ShownMessage } from '../../page/shown.js';

/**
 * The messages with what came and without what is gone. Both lists are in order; what comes is mostly newer, or older,
 * than all that is there.
 */
export function mergeMessages(
  before: readonly ShownMessage[],
  news: ShownMessage[],
  gone: readonly string[],
): readonly ShownMessage[] {
  const first = news.at(0)?.ts;
  const last = news.at(-1)?.ts;
  if (gone.length === 0 && first !== undefined && last !== undefined) {
    const [oldest, newest] = [before.at(0)?.ts, before.at(-1)?.ts];
    if (newest === undefined || first > newest) return [...before, ...news];
    if (oldest !== undefined && last < oldest) return [...news, ...before];
  }
  const byTs = new Map(before.map((message) => [message.ts, message]));
  for (const ts of gone) byTs.delete(ts);
  for (const message of news) byTs.set(message.ts, message);
  return [...byTs.values()].sort((a, b) => (a.ts < b.ts ? -1 : 1));
}
