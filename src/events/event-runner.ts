import { Processor } from '@nestjs/bullmq';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Log } from '../platform/logging/log.js';
import { LoggedWorker } from '../platform/queue/logged-worker.js';
import { EventHandling } from './event-handling.js';
import { EVENTS_QUEUE, EventWaker } from './event-waker.js';
import { EventWorks } from './event-work.js';

/** Batches under way at once, each in a transaction of its own. */
const MOST_AT_ONCE = 4;
/** Few enough that one that fails costs the others little. */
const BATCH = 100;
const SWEEP_MS = 2_000;
const LONGEST_NAP_MS = 60_000;

/** Works the inbox off: looks when it is told to, when the next retry falls due, and when the sweep found something. */
@Injectable()
export class EventRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loops = new Set<Promise<void>>();
  private alarm?: NodeJS.Timeout;
  private stopped = false;
  /** Somebody rang since the last look. */
  private rang = false;

  constructor(
    private readonly works: EventWorks,
    private readonly handling: EventHandling,
    private readonly log: Log,
    waker: EventWaker,
  ) {
    waker.workHere(() => this.look());
  }

  onApplicationBootstrap() {
    this.look();
  }

  /** Claims nothing more, and waits for what is being handled. */
  async beforeApplicationShutdown() {
    this.stopped = true;
    clearTimeout(this.alarm);
    await Promise.allSettled(this.loops);
  }

  /** Something may be due. */
  look() {
    this.rang = true;
    if (this.stopped || this.loops.size >= MOST_AT_ONCE) return;
    const loop = this.work().finally(() => this.loops.delete(loop));
    this.loops.add(loop);
  }

  @Interval(SWEEP_MS)
  async sweep(): Promise<void> {
    if (this.stopped) return;
    try {
      const { ready, parked } = await this.works.reclaim();
      if (ready > 0) this.log.warn({ count: ready }, 'Took back events from a worker that is gone or slow');
      if (parked > 0) this.log.error({ count: parked }, 'Parked events that their workers died of');
      this.look();
    } catch (err) {
      this.log.warn({ err }, 'The sweep of the inbox failed; the next one is in 2 s');
    }
  }

  private async work(): Promise<void> {
    try {
      do {
        this.rang = false;
        for (;;) {
          const batch = await this.works.take(BATCH);
          if (batch.works.length === 0) break;
          // A full batch: there is more than one loop's work.
          if (batch.works.length === BATCH) this.look();
          await this.handling.run(batch);
          if (this.stopped) return;
        }
      } while (this.rang);
      this.setAlarm(await this.works.untilNextDue());
    } catch (err) {
      this.log.warn({ err }, 'Could not work on the inbox; the sweep tries again');
    }
  }

  private setAlarm(ms: number | undefined) {
    clearTimeout(this.alarm);
    if (ms === undefined || this.stopped) return;
    this.alarm = setTimeout(() => this.look(), Math.min(Math.max(Math.ceil(ms), 5), LONGEST_NAP_MS));
  }
}

/** The alarm clock's other end: a job carries nothing, it only says "look now". */
@Processor(EVENTS_QUEUE)
export class EventWakeWorker extends LoggedWorker {
  constructor(
    private readonly runner: EventRunner,
    log: Log,
  ) {
    super(log);
  }

  process(): Promise<void> {
    this.runner.look();
    return Promise.resolve();
  }
}
