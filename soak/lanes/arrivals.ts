import type { Request } from './request.js';

export interface ShownCard {
  ts: string;
  /** As it was posted, and then as it was edited. */
  versions: number[];
}

export interface ArrivedReply {
  seq: number;
  threadTs?: string;
}

/** What Slack has taken, whatever it answered. */
export interface Arrivals {
  /** How often each plain message was. */
  plain: Map<number, number>;
  cards: Map<number, ShownCard[]>;
  /** By card and number, `7 2`, in the order of their arrival. */
  replies: Map<string, ArrivedReply[]>;
}

/** @param requests in the order in which they began, which is the order in which the sandbox worked them off */
export function arrivalsOf(requests: Request[]): Arrivals {
  const arrivals: Arrivals = { plain: new Map(), cards: new Map(), replies: new Map() };
  for (const { seq, said, posted, edited, threadTs } of requests) {
    if (said === undefined) continue;
    if (posted !== undefined) {
      if (said.kind === 'plain') arrivals.plain.set(said.id, (arrivals.plain.get(said.id) ?? 0) + 1);
      if (said.kind === 'card') add(arrivals.cards, said.id, { ts: posted, versions: [said.version] });
      if (said.kind === 'reply') add(arrivals.replies, `${said.card} ${said.number}`, { seq, threadTs });
    } else if (edited !== undefined && said.kind === 'card') {
      arrivals.cards
        .get(said.id)
        ?.find(({ ts }) => ts === edited)
        ?.versions.push(said.version);
    }
  }
  return arrivals;
}

function add<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
