import { pace, POST_MESSAGE_PACE, type PaceSpec, type PaceState } from './channel-pace.js';

/** Which limits this Slack enforces. Off by default, so that a test meets one only where it asks for it. */
export interface LimitSettings {
  enabled: boolean;
  postMessage: PaceSpec;
}

export const DEFAULT_LIMITS: LimitSettings = { enabled: false, postMessage: POST_MESSAGE_PACE };

/** Remembers what each app has used of each channel's allowance. */
export class Limiter {
  settings: LimitSettings = structuredClone(DEFAULT_LIMITS);
  private readonly states = new Map<string, PaceState>();

  /** Seconds to wait, or `undefined` where the post may pass. */
  refusePost(appId: string, channelId: string, nowMs: number): number | undefined {
    if (!this.settings.enabled) return undefined;
    const key = `${appId}/${channelId}`;
    const verdict = pace(this.states.get(key), this.settings.postMessage, nowMs);
    this.states.set(key, verdict.state);
    return verdict.ok ? undefined : verdict.retryAfterS;
  }

  reset(): void {
    this.settings = structuredClone(DEFAULT_LIMITS);
    this.states.clear();
  }

  configure(settings: Partial<LimitSettings>): void {
    this.settings = { ...this.settings, ...settings };
    this.states.clear();
  }
}
