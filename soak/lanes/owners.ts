import type { Request } from './request.js';

interface Reign {
  worker: string;
  epoch: number;
}

/**
 * Where two workers were in one workspace at once, a line each time. Each request says in which epoch its sender owned
 * the workspace's shard: epochs only grow, and each has one owner.
 */
export function ownersOf(requests: Request[]): string[] {
  const wrong: string[] = [];
  const reigns = new Map<string, Reign>();
  let silent = 0;
  for (const { seq, who, owner, said } of [...requests].sort((a, b) => a.seq - b.seq)) {
    if (owner === undefined) {
      if (said !== undefined) silent += 1;
      continue;
    }
    const last = reigns.get(who);
    if (last !== undefined && owner.epoch < last.epoch) {
      wrong.push(
        `request ${seq}: ${owner.worker} of epoch ${owner.epoch} after epoch ${last.epoch} had begun`,
      );
    } else if (last !== undefined && owner.epoch === last.epoch && owner.worker !== last.worker) {
      wrong.push(`request ${seq}: ${owner.worker} and ${last.worker} in epoch ${owner.epoch}`);
    } else reigns.set(who, owner);
  }
  if (silent > 0) wrong.push(`${silent} requests don't say which worker sent them`);
  return wrong;
}
