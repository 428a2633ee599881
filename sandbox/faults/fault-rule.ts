/** What goes wrong with a request of the app, or (the last two) with an event that it is sent. */
export const FAULTS = [
  'ratelimited',
  'refused',
  'error',
  'timeout',
  'reset',
  'slow',
  'duplicate',
  'reorder',
] as const;

export interface FaultRule {
  fault: (typeof FAULTS)[number];
  /** Of error, timeout and reset: only after Slack has done what was asked. Default false: it was never done. */
  accepted?: boolean;
  /** `api`, `webhook`, `response_url`, `oauth`, `event`, …; any where absent. */
  kind?: string;
  /** A Web API method or an event's type; `chat.*` means all that begin so. */
  name?: string;
  /** A channel's id or name, as the request names it or as it is. */
  channel?: string;
  /** From 0 to 1, default 1. */
  probability?: number;
  /** How often it strikes at most; no bound where absent. */
  count?: number;
  /** How many matching requests pass before it begins. */
  skip?: number;
  /** Of ratelimited: whole seconds in `Retry-After`, default 1. */
  retryAfterS?: number;
  /** Of refused: Slack's code, default `internal_error`. The answer is its usual 200 with `ok: false`. */
  error?: string;
  /** Of error: the HTTP status, default 500. */
  status?: number;
  /** Of slow: milliseconds of the world by which the answer is late, default 1000. */
  ms?: number;
}

/** A request as far as rules look at it. `channels` holds every name that its channel goes by. */
export interface FaultTarget {
  direction: 'in' | 'out';
  kind: string;
  name: string;
  channels: readonly string[];
}

export function concerns(rule: FaultRule, target: FaultTarget): boolean {
  const outgoing = rule.fault === 'duplicate' || rule.fault === 'reorder';
  if (outgoing !== (target.direction === 'out')) return false;
  if (rule.kind !== undefined && rule.kind !== target.kind) return false;
  if (rule.channel !== undefined && !target.channels.includes(rule.channel.replace(/^#/, ''))) return false;
  if (rule.name === undefined) return true;
  return rule.name.endsWith('*') ? target.name.startsWith(rule.name.slice(0, -1)) : rule.name === target.name;
}
