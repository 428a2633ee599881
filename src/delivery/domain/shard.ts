import { createHash } from 'node:crypto';

/** As many as processes that can share the work. A workspace's lanes are all in one; see migrations/…-lanes.ts. */
export const SHARDS = 64;

/** The same that the database computes for its rows. */
export const shardOf = (workspaceId: string): number =>
  createHash('md5').update(workspaceId).digest()[0] % SHARDS;

/** How many shards one of so many processes holds, so that all are held and nobody has two more than another. */
export const fairShare = (members: number): number => Math.ceil(SHARDS / Math.max(1, members));
