import { createHash } from 'node:crypto';

/** A value that JSON has: details are kept as they were written, and nothing secret belongs into them. */
export type Detail = string | number | boolean | null | Detail[] | { [name: string]: Detail };
export type Details = Readonly<Record<string, Detail>>;

/** What somebody did, in its place in a workspace's chain. */
export interface Link {
  workspaceId: string;
  /** 1 for the first, without gaps. */
  seq: number;
  /** In milliseconds exactly. */
  at: Date;
  /** `user:U…`, `key:…`, `operator`, `slack` or `system`. */
  actor: string;
  /** `key.created`: what it was done to, and what was done. */
  action: string;
  subject: string;
  details: Details;
}

export interface Entry extends Link {
  /** The hash of the entry before; `START` for the first. */
  previous: Buffer;
  hash: Buffer;
}

export const START = Buffer.alloc(32);

/** The hash that ties an entry to all before it. */
export function hashOf(link: Link, previous: Buffer): Buffer {
  const { workspaceId, seq, at, actor, action, subject, details } = link;
  const text = canonical([workspaceId, seq, at.toISOString(), actor, action, subject, details]);
  return createHash('sha256').update(previous).update(text, 'utf8').digest();
}

/** JSON with sorted names: PostgreSQL keeps an object's names in an order of its own. */
export function canonical(value: Detail): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

export type ChainFault = 'missing' | 'moved' | 'altered';

/** How far a chain was found whole. */
export interface ChainState {
  seq: number;
  hash: Buffer;
}

export const EMPTY_CHAIN: ChainState = { seq: 0, hash: START };

/** Goes on from `state` over the next entries. @returns the new state, or where the chain breaks and how */
export function follow(
  state: ChainState,
  entries: readonly Entry[],
): { state: ChainState; broken?: { seq: number; fault: ChainFault } } {
  let { seq, hash } = state;
  for (const entry of entries) {
    const fault = faultOf({ seq, hash }, entry);
    if (fault !== undefined) {
      return { state: { seq, hash }, broken: { seq: fault === 'missing' ? seq + 1 : entry.seq, fault } };
    }
    ({ seq, hash } = entry);
  }
  return { state: { seq, hash } };
}

function faultOf({ seq, hash }: ChainState, entry: Entry): ChainFault | undefined {
  if (entry.seq !== seq + 1) return 'missing';
  if (!entry.previous.equals(hash)) return 'moved';
  return hashOf(entry, entry.previous).equals(entry.hash) ? undefined : 'altered';
}
