import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { within } from '../platform/deadline.js';
import { Log } from '../platform/logging/log.js';
import { RequestLimits } from './request-limits.js';
import { HEARTBEAT_MS, RequestStore } from './request-store.js';

/** What this process is doing for people: it says so while it lasts, and a shutdown waits for it. */
@Injectable()
export class RunningRequests implements BeforeApplicationShutdown {
  private readonly byClaim = new Map<string, Promise<void>>();
  private stopping = false;

  constructor(
    private readonly store: RequestStore,
    private readonly limits: RequestLimits,
    private readonly log: Log,
  ) {}

  /** Nothing is to be begun that could wait for another process. */
  get stopped(): boolean {
    return this.stopping;
  }

  /** @param claim several that were taken over together share one */
  track(claim: string, work: Promise<void>) {
    const run = work.catch((err: unknown) => this.log.error({ err, claim }, 'A request broke off'));
    const before = this.byClaim.get(claim);
    const both = before === undefined ? run : Promise.all([before, run]).then(() => undefined);
    this.byClaim.set(claim, both);
    void both.finally(() => {
      if (this.byClaim.get(claim) === both) this.byClaim.delete(claim);
    });
  }

  @Interval(HEARTBEAT_MS)
  async beat(): Promise<void> {
    if (this.byClaim.size === 0) return;
    try {
      await this.store.beat([...this.byClaim.keys()]);
    } catch (err) {
      this.log.warn({ err }, 'Could not say that requests are still being handled');
    }
  }

  /** Waits for handlers that run, those of requests that still come in included. */
  async beforeApplicationShutdown() {
    this.stopping = true;
    try {
      await within(this.limits.stopBy, this.idle());
    } catch {
      this.log.warn(
        { count: this.byClaim.size },
        'Handlers still run; another process will resume their requests',
      );
    }
  }

  private async idle(): Promise<void> {
    while (this.byClaim.size > 0) await Promise.allSettled(this.byClaim.values());
  }
}
