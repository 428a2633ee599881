import type { Pick } from './domain/next-pick.js';
import type { Begun } from './domain/workspace-pace.js';

export interface LaneKey {
  workspaceId: string;
  /** A channel's id, or an address that stands for one until it is known. */
  channel: string;
}

/** A lane whose turn it is. It is nobody else's until `done`. */
export interface Turn extends LaneKey {
  pick: Pick;
  /** How long after this message the channel's next may follow, as far as it is known. */
  restMs: number;
  /** It counts as a post from now on, until it is known to be something else. */
  begun: Begun;
  shard: number;
  /** Tries in this lane that got no proper answer, one after the other. */
  unansweredInARow: number;
}

/** How a turn ended. */
export interface TurnEnd {
  /** What it was for. */
  sent?: { priority: number };
  /** When a post was answered: only that uses the channel's pace. */
  postedAt?: number;
  unanswered?: boolean;
  /** The priority of what waits now; null when nothing does, and the lane sleeps in the database. */
  next: number | null;
  /** For a lane that must rest for a reason of its own. */
  notBefore?: number;
}
