import { type AllowanceState, type PaceSpec, charge, waitFor } from '../../sandbox/limits/allowance.js';

export interface Storm {
  /** Channels of one workspace. */
  channels: number;
  /** For each channel. */
  messages: number;
}

/** What the sandbox limits posts by. */
export interface PostLimits {
  postMessage: PaceSpec;
  postsPerMinute: number;
}

/**
 * The seconds between the first and the last post of one workspace, were each sent at the first moment at which the
 * limits let it pass: of the channels that may, always the one with the most left to say.
 */
export function optimum({ channels, messages }: Storm, limits: PostLimits): number {
  const minute = { perMinute: limits.postsPerMinute };
  const lanes = Array.from({ length: channels }, () => ({
    left: messages,
    pace: undefined as AllowanceState | undefined,
  }));
  let used: AllowanceState | undefined;
  let now = 0;
  let last = 0;
  for (let left = channels * messages; left > 0; left -= 1) {
    const open = lanes.filter((lane) => lane.left > 0);
    const waits = open.map(({ pace }) => waitFor(limits.postMessage, pace, now));
    now += Math.max(Math.min(...waits), waitFor(minute, used, now));
    const next = open
      .filter(({ pace }) => waitFor(limits.postMessage, pace, now) === 0)
      .reduce((one, other) => (other.left > one.left ? other : one));
    next.pace = charge(limits.postMessage, next.pace, now);
    next.left -= 1;
    used = charge(minute, used, now);
    last = now;
  }
  return last / 1_000;
}
