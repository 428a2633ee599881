import { randomBytes } from 'node:crypto';
import type { Timer } from '../timer.js';

/** Where a trigger id came from. */
export interface TriggerOrigin {
  /** The view that was used, so that another can be pushed on top of it. */
  viewId?: string;
  /** The conversation that the person was in. */
  channelId?: string;
}

interface Trigger extends TriggerOrigin {
  appId: string;
  userId: string;
  teamId: string;
  expiresAt: number;
  used: boolean;
}

export type TriggerError = 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';

const LIFETIME_MS = 3000;

/** Trigger ids: good for three seconds and one use (facts, section 3). */
export class Triggers {
  private readonly issued = new Map<string, Trigger>();
  private count = 0;

  constructor(private readonly timer: Timer) {}

  issue(appId: string, teamId: string, userId: string, origin: TriggerOrigin = {}): string {
    this.count += 1;
    const id = `${this.count}.${Math.floor(this.timer.now())}.${randomBytes(16).toString('hex')}`;
    const expiresAt = this.timer.now() + LIFETIME_MS;
    this.issued.set(id, { ...origin, appId, teamId, userId, expiresAt, used: false });
    if (this.issued.size > 10_000) this.issued.delete(this.issued.keys().next().value as string);
    return id;
  }

  /** Uses the trigger up, or says why not. Another app's or workspace's is as good as none. */
  exchange(id: string, appId: string, teamId: string): (TriggerOrigin & { userId: string }) | TriggerError {
    const trigger = this.issued.get(id);
    if (trigger?.appId !== appId || trigger.teamId !== teamId) return 'invalid_trigger_id';
    if (trigger.used) return 'exchanged_trigger_id';
    if (this.timer.now() > trigger.expiresAt) return 'expired_trigger_id';
    trigger.used = true;
    return { userId: trigger.userId, viewId: trigger.viewId, channelId: trigger.channelId };
  }

  clear(): void {
    this.issued.clear();
  }
}
