/** A channel's allowance: `burst` at once, then one more every `1 / perSecond` seconds. */
export interface PaceSpec {
  perSecond: number;
  burst: number;
}

/** What was left of an allowance at a moment (milliseconds since 1970). */
export interface PaceState {
  tokens: number;
  at: number;
}

export type PaceVerdict =
  { ok: true; state: PaceState } | { ok: false; retryAfterS: number; state: PaceState };

/** Slack's rule for chat.postMessage: about one a second per channel, short bursts above it (facts, section 9). */
export const POST_MESSAGE_PACE: PaceSpec = { perSecond: 1, burst: 4 };

/** Whether one more may pass at `nowMs`; a refusal costs nothing and says how many whole seconds to wait. */
export function pace(state: PaceState | undefined, spec: PaceSpec, nowMs: number): PaceVerdict {
  const before = state ?? { tokens: spec.burst, at: nowMs };
  const elapsedS = Math.max(0, nowMs - before.at) / 1000;
  const tokens = Math.min(spec.burst, before.tokens + elapsedS * spec.perSecond);
  if (tokens >= 1) return { ok: true, state: { tokens: tokens - 1, at: nowMs } };
  return {
    ok: false,
    retryAfterS: Math.max(1, Math.ceil((1 - tokens) / spec.perSecond)),
    state: { tokens, at: nowMs },
  };
}
