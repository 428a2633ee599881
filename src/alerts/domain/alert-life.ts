/** An alert's life: it fires, somebody may acknowledge it, it is resolved. Another firing after that is another alert. */
export type AlertState = 'firing' | 'acknowledged' | 'resolved';

const MOVES: Record<AlertState, readonly AlertState[]> = {
  firing: ['acknowledged', 'resolved'],
  acknowledged: ['resolved'],
  resolved: [],
};

export const canMove = (from: AlertState, to: AlertState) => MOVES[from].includes(to);

/** What is known of the newest alert with a fingerprint. */
export interface KnownAlert {
  state: AlertState;
  firedAt: Date | null;
  resolvedAt: Date | null;
}

export interface AlertNews {
  status: 'firing' | 'resolved';
  /** When it began firing, or ended. */
  occurredAt: Date;
}

/**
 * What news about a fingerprint means. Senders repeat themselves, and their requests overtake each other.
 * - `open`: a new alert, with a card of its own
 * - `refresh`: the open alert still fires; its card shows what changed, if anything did
 * - `resolve`: the open alert ends
 * - `record`: it ended before we heard of its beginning; remembered, so that the late beginning is known as stale
 * - `stale`: about a time that is over
 */
export type Meaning = 'open' | 'refresh' | 'resolve' | 'record' | 'stale';

export function meaningOf(news: AlertNews, known: KnownAlert | undefined): Meaning {
  const { status, occurredAt } = news;
  if (status === 'firing') {
    if (known === undefined) return 'open';
    if (known.state !== 'resolved') return 'refresh';
    return known.resolvedAt !== null && occurredAt <= known.resolvedAt ? 'stale' : 'open';
  }
  if (known === undefined) return 'record';
  if (known.state === 'resolved') return 'stale';
  return known.firedAt !== null && occurredAt < known.firedAt ? 'stale' : 'resolve';
}
