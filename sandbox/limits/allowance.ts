/** `burst` at once, then one more every `1 / perSecond` seconds. */
export interface PaceSpec {
  perSecond: number;
  burst: number;
}

/** At most `perMinute` in any sixty seconds. */
export interface WindowSpec {
  perMinute: number;
}

export type AllowanceSpec = PaceSpec | WindowSpec;

/** What was used, and of what. Times are milliseconds since 1970. */
export interface AllowanceState {
  /** Of a pace: the moment at which the allowance is full again. */
  fullAt: number;
  /** Of a window: when what still counts was accepted, oldest first. */
  accepted: readonly number[];
}

const UNUSED: AllowanceState = { fullAt: -Infinity, accepted: [] };
const MINUTE_MS = 60_000;

/** Milliseconds until one more may pass; 0 where it may now. Asking costs nothing, so a refusal extends no wait. */
export function waitFor(spec: AllowanceSpec, state: AllowanceState = UNUSED, nowMs: number): number {
  if ('burst' in spec) {
    const interval = 1000 / spec.perSecond;
    return Math.max(0, state.fullAt - (spec.burst - 1) * interval - nowMs);
  }
  if (spec.perMinute <= 0) return MINUTE_MS;
  // The one whose leaving the window makes room for one more.
  const blocking = state.accepted[state.accepted.length - spec.perMinute];
  return blocking === undefined ? 0 : Math.max(0, blocking + MINUTE_MS - nowMs);
}

/** The state after one more was accepted. */
export function charge(spec: AllowanceSpec, state: AllowanceState = UNUSED, nowMs: number): AllowanceState {
  if ('burst' in spec) {
    return { ...state, fullAt: Math.max(state.fullAt, nowMs) + 1000 / spec.perSecond };
  }
  const counting = state.accepted.filter((at) => at + MINUTE_MS > nowMs);
  return { ...state, accepted: [...counting, nowMs] };
}
