import type { PaceSpec } from './allowance.js';

/**
 * Which limits this Slack enforces (facts, section 9), all of them settable. Off by default, so that a test meets one
 * only where it asks for it.
 */
export interface LimitSettings {
  enabled: boolean;
  /** Requests a minute per method, workspace and app. */
  tiers: Record<1 | 2 | 3 | 4, number>;
  /** The same for single methods, above their tier; `null` lifts it. */
  methods: Record<string, number | null>;
  /** chat.postMessage, per channel. */
  postMessage: PaceSpec;
  /** chat.postMessage, per workspace. */
  postsPerMinute: number;
  /** Incoming webhooks, per URL. */
  webhook: PaceSpec;
  /**
   * What new commercially distributed apps outside the Marketplace get: conversations.history and .replies once a
   * minute, 15 messages at most. Counts whether or not the other limits are on.
   */
  nonMarketplace: boolean;
}

/**
 * Slack documents tiers as "1+ … 100+ per minute"; the sandbox gives no more than the number, the strictest reading.
 * "Short bursts", "several hundred" and "hundreds per minute" have no figures: 4, 300 and 300 are chosen here
 * (unverified), and so is the burst of a webhook.
 */
export const DEFAULT_LIMITS: LimitSettings = {
  enabled: false,
  tiers: { 1: 1, 2: 20, 3: 50, 4: 100 },
  methods: { 'auth.test': 300, 'chat.getPermalink': 300, 'oauth.v2.access': 600 },
  postMessage: { perSecond: 1, burst: 4 },
  postsPerMinute: 300,
  webhook: { perSecond: 1, burst: 4 },
  nonMarketplace: false,
};

const SCARCE_METHODS = ['conversations.history', 'conversations.replies'];
const SCARCE_PER_MINUTE = 1;
const SCARCE_PAGE = 15;

/** Requests a minute that a method may get, `undefined` where nothing limits it by the minute. */
export function perMinute(
  settings: LimitSettings,
  method: string,
  tier: 1 | 2 | 3 | 4 | 'special',
): number | undefined {
  if (settings.nonMarketplace && SCARCE_METHODS.includes(method)) return SCARCE_PER_MINUTE;
  if (!settings.enabled) return undefined;
  const own = settings.methods[method];
  if (own !== undefined) return own ?? undefined;
  return tier === 'special' ? undefined : settings.tiers[tier];
}

/** Default and largest page of conversations.history or .replies. */
export function historyPage(
  settings: LimitSettings,
  usual: { fallback: number; max: number },
): { fallback: number; max: number } {
  return settings.nonMarketplace ? { fallback: SCARCE_PAGE, max: SCARCE_PAGE } : usual;
}
