import { MinuteCounts } from './minute-counts.js';

/** Deliveries to one app in one workspace in sixty minutes (facts, section 2). */
export const EVENTS_PER_HOUR = 30_000;

export type QuotaVerdict =
  | 'send'
  /** Not this event, but once in this minute `app_rate_limited`. */
  | 'announce'
  | 'drop';

/** Counts events, not their retries: the page doesn't say (unverified). */
export class EventQuota {
  private readonly sent = new Map<string, MinuteCounts>();
  private readonly announced = new Map<string, number>();

  take(key: string, perHour: number, nowMs: number): QuotaVerdict {
    let counts = this.sent.get(key);
    if (!counts) {
      counts = new MinuteCounts();
      this.sent.set(key, counts);
    }
    if (counts.total(nowMs) < perHour) {
      counts.add(nowMs);
      return 'send';
    }
    const minute = Math.floor(nowMs / 60_000);
    if (this.announced.get(key) === minute) return 'drop';
    this.announced.set(key, minute);
    return 'announce';
  }

  clear(): void {
    this.sent.clear();
    this.announced.clear();
  }
}
