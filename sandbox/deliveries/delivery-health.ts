import { MinuteCounts } from './minute-counts.js';

const EXEMPT_BELOW_EVENTS = 1000;
const MOST_FAILED = 0.95;

/**
 * Whether an app takes its events: Slack switches deliveries off where more than 95 % of the attempts of sixty minutes,
 * retries among them, failed, unless there were fewer than 1,000 events (facts, section 2).
 */
export class DeliveryHealth {
  private readonly events = new MinuteCounts();
  private readonly attempts = new MinuteCounts();
  private readonly failures = new MinuteCounts();

  /** Notes an attempt. Answers whether deliveries must end. */
  note(attempt: { first: boolean; failed: boolean }, nowMs: number): boolean {
    if (attempt.first) this.events.add(nowMs);
    this.attempts.add(nowMs);
    if (attempt.failed) this.failures.add(nowMs);
    if (this.events.total(nowMs) < EXEMPT_BELOW_EVENTS) return false;
    return this.failures.total(nowMs) / this.attempts.total(nowMs) > MOST_FAILED;
  }
}
