/**
 * Slack's limits, as far as they are known. Tiers are "20+ per minute" and the like: we take no more than the number.
 * @see https://docs.slack.dev/apis/web-api/rate-limits
 */

/** Posts in a channel: about one a second. "Short bursts" has no figure. */
export const POST_INTERVAL_MS = 1_000;

/** What a workspace gets until Slack has taught us otherwise: "several hundred" posts a minute has no figure either. */
export const CAREFUL: PostLimits = { perMinute: 300, burst: 4 };

export interface PostLimits {
  /** Posts a minute in the whole workspace. Critical ones may go a tenth beyond. */
  perMinute: number;
  /** Posts at once in a channel that was quiet. */
  burst: number;
}

export const MINUTE_MS = 60_000;

const TIER_2 = 20;
const TIER_3 = 50;
const TIER_4 = 100;

/** Requests a minute per method and workspace, for the methods that lanes use beside chat.postMessage. */
const PER_MINUTE: ReadonlyMap<string, number> = new Map([
  ['chat.update', TIER_3],
  ['chat.delete', TIER_3],
  ['chat.postEphemeral', TIER_4],
  ['conversations.open', TIER_3],
  ['conversations.history', TIER_3],
  ['conversations.replies', TIER_3],
  ['conversations.join', TIER_3],
  ['conversations.info', TIER_3],
  ['conversations.list', TIER_2],
  ['users.lookupByEmail', TIER_3],
]);

/** A method that nobody has listed is taken for a scarce one. */
export const perMinuteOf = (method: string): number => PER_MINUTE.get(method) ?? TIER_2;

/** A workspace's limit can't be less than this, whatever Slack refused: it would never be learned again. */
const LEAST_PER_MINUTE = 30;
const MOST_PER_MINUTE = 100_000;

/**
 * After a refusal that was the workspace's: a little less than what went through in the last minute; but not much less than
 * what was believed, since a single refusal may have been somebody else's doing.
 */
export const lowered = (limits: PostLimits, sentInLastMinute: number): PostLimits => {
  const { perMinute } = limits;
  const seen = Math.max(Math.floor(sentInLastMinute * 0.95), Math.floor(perMinute * 0.75));
  return { ...limits, perMinute: Math.max(LEAST_PER_MINUTE, Math.min(Math.floor(perMinute * 0.95), seen)) };
};

/** A channel refused its burst: the next one is smaller. */
export const lessBurst = (limits: PostLimits): PostLimits => ({
  ...limits,
  burst: Math.max(1, Math.floor(limits.burst / 2)),
});

/**
 * After long at the limit without a refusal: more, so that what was learned in a bad hour is not for ever. By more than what
 * is kept for critical posts: what is too much must be some other post's refusal.
 */
export const raised = (limits: PostLimits): PostLimits => ({
  ...limits,
  perMinute: Math.min(MOST_PER_MINUTE, Math.ceil(limits.perMinute * 1.1)),
});
