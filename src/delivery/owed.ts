import type { SlackMessage } from '../slack/index.js';
import type { IfUnsure } from './domain/address.js';

export interface DeliveryReceipt {
  id: string;
  /** As routed: `#incidents`, an id, an e-mail address, `webhook:name`. */
  channel: string;
  state: 'queued' | 'held';
  /** When it should arrive; null once it has, or never will. */
  eta: string | null;
}

/** A message, and how it may be treated on its way. */
export interface Owed {
  message: SlackMessage;
  /** 0 is critical, 3 information; see `priorityOf`. */
  priority: number;
  /** Where nobody can look whether it arrived: send it again, and say so (unless said otherwise), or leave it to a person. */
  ifUnsure?: IfUnsure;
  /** What shares it goes into one thread in each destination: the first is its root. */
  threadKey?: string;
  /** Set where it may become a line of a summary, in a storm. */
  summary?: Summary;
}

/** How a message stands in the summary of a storm. */
export interface Summary {
  source: string;
  title: string;
  /** So many may wait in its lane; one more is a storm. 1 to 500. */
  threshold: number;
}

export interface Card extends Owed {
  /** What the card is about, `alert:<id>`: one card per subject and destination. */
  subject: string;
  /** Grows with every change; an older version never overwrites a newer one. */
  version: number;
  /**
   * It is over with this version: what can't be edited is posted once more. `false`: it will end, and its card is kept until
   * then; where nothing is said, it is of no account.
   */
  ends?: boolean;
}

/** A row of `delivery` to be. */
export interface Item extends Owed {
  destination: string;
  op?: 'post' | 'ephemeral' | 'delete';
  state?: 'queued' | 'held';
  userId?: string;
  threadCardId?: string;
  card?: { id: string; version: number | null };
  ends?: boolean;
  /** Whom it mentions; of a card, its own row says it. */
  mention?: string;
}
