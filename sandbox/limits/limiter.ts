import type { SandboxClock } from '../clock/sandbox-clock.js';
import { charge, waitFor, type AllowanceSpec, type AllowanceState } from './allowance.js';
import type { Refusal } from '../log/traffic-entry.js';
import { DEFAULT_LIMITS, perMinute, type LimitSettings } from './limit-settings.js';

/** Who asks: limits are counted per app and workspace. */
export interface LimitedCaller {
  appId: string;
  teamId: string;
}

type Allowance = [key: string, spec: AllowanceSpec];

/**
 * Remembers what each app has used of its allowances. Every question answers the whole seconds that a client must
 * wait (`Retry-After`, in the client's time), or `undefined` where the request passes and is counted. A request counts
 * at the moment of its arrival `at`, the log's own, so that by the log never more than the limit arrives.
 */
export class Limiter {
  settings: LimitSettings = structuredClone(DEFAULT_LIMITS);
  private readonly states = new Map<string, AllowanceState>();

  constructor(private readonly clock: SandboxClock) {}

  /** A call of a Web API method, by its tier. */
  refuseCall(
    who: LimitedCaller,
    method: string,
    tier: 1 | 2 | 3 | 4 | 'special',
    at = this.clock.now(),
  ): number | undefined {
    const limit = perMinute(this.settings, method, tier);
    if (limit === undefined) return undefined;
    return this.admit([[`${method}/${who.appId}/${who.teamId}`, { perMinute: limit }]], at);
  }

  /** A post to a channel: the channel's pace and the workspace's minute. A refusal by one is charged to neither. */
  refusePost(who: LimitedCaller, channelId: string, at = this.clock.now()): Refusal | undefined {
    if (!this.settings.enabled) return undefined;
    const minute: Allowance = [
      `posts/${who.appId}/${who.teamId}`,
      { perMinute: this.settings.postsPerMinute },
    ];
    const pace: Allowance = [`post/${who.appId}/${channelId}`, this.settings.postMessage];
    const ofWorkspace = this.ask([minute], at);
    const retryAfterS = this.admit([minute, pace], at);
    if (retryAfterS === undefined) return undefined;
    return { retryAfterS, scope: ofWorkspace > 0 ? 'method' : 'channel' };
  }

  /** A post through the incoming webhook of this secret or path. */
  refuseWebhook(key: string, at = this.clock.now()): number | undefined {
    return this.settings.enabled ? this.admit([[`webhook/${key}`, this.settings.webhook]], at) : undefined;
  }

  reset(): void {
    this.settings = structuredClone(DEFAULT_LIMITS);
    this.states.clear();
  }

  /** Changes what is named and forgets what was used. */
  configure(settings: Partial<LimitSettings>): void {
    const { tiers, methods } = this.settings;
    this.settings = {
      ...this.settings,
      ...settings,
      tiers: { ...tiers, ...settings.tiers },
      methods: { ...methods, ...settings.methods },
    };
    this.states.clear();
  }

  private ask(allowances: Allowance[], at: number): number {
    return Math.max(...allowances.map(([key, spec]) => waitFor(spec, this.states.get(key), at)));
  }

  private admit(allowances: Allowance[], at: number): number | undefined {
    const wait = this.ask(allowances, at);
    if (wait > 0) return this.clock.worldSeconds(wait);
    for (const [key, spec] of allowances) this.states.set(key, charge(spec, this.states.get(key), at));
    return undefined;
  }
}
