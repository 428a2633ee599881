import type { AcceptedPost, TrafficEntry } from './traffic-entry.js';

/** What a sandbox asks to upgrade its connection to. After that each line is a record, as JSON. */
export const KEEPER_PROTOCOL = 'sandbox-log';
/** Of the answer to the upgrade: the last `seq` in the book, from which a new sandbox counts on. */
export const LAST_SEQ_HEADER = 'x-last-seq';

/** Times are the sandbox's. */
export type KeeperRecord =
  /** A request has begun; with `acceptedAt`, its message was taken; with `endedAt`, it is over already. */
  | { entry: TrafficEntry; acceptedAt?: number; endedAt?: number }
  /** News of one that was written before. */
  | { seq: number; accepted: AcceptedPost; at: number }
  | { seq: number; ended: Partial<TrafficEntry>; at: number }
  | { cleared: true }
  /** Comes back as it is, once all before it is in the book. */
  | { mark: number };
