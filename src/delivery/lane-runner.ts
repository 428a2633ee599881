import { Processor } from '@nestjs/bullmq';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Log } from '../platform/logging/log.js';
import { LoggedWorker } from '../platform/queue/logged-worker.js';
import { LaneClaims } from './lane-claims.js';
import { LaneSender } from './lane-sender.js';
import { LANES_QUEUE } from './lane-waker.js';

/** How many messages one process has on their way at once, each to another channel. */
const MOST_AT_ONCE = 32;
const SWEEP_MS = 2_000;
const LONGEST_NAP_MS = 60_000;

/** Works the lanes off: looks when it is told to, when the next lane opens, and when the sweep found something. */
@Injectable()
export class LaneRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly inFlight = new Set<Promise<void>>();
  private alarm?: NodeJS.Timeout;
  private looking?: Promise<void>;
  private lookAgain = false;
  private stopped = false;

  constructor(
    private readonly claims: LaneClaims,
    private readonly sender: LaneSender,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap() {
    this.look();
  }

  /** Claims nothing more, and waits for what is on its way. */
  async beforeApplicationShutdown() {
    this.stopped = true;
    clearTimeout(this.alarm);
    await this.looking;
    await Promise.allSettled(this.inFlight);
  }

  /** Something may be due. Calls that come while it looks are one more look. */
  look() {
    if (this.stopped) return;
    this.lookAgain = true;
    this.looking ??= this.lookUntilDone().finally(() => {
      this.looking = undefined;
      if (this.lookAgain) this.look();
    });
  }

  @Interval(SWEEP_MS)
  async sweep(): Promise<void> {
    if (this.stopped) return;
    try {
      await this.claims.sweep();
      this.look();
    } catch (err) {
      this.log.warn({ err }, 'The sweep of the lanes failed; the next one is in 2 s');
    }
  }

  private async lookUntilDone(): Promise<void> {
    try {
      while (this.lookAgain && !this.stopped) {
        this.lookAgain = false;
        await this.claimAndSend();
      }
      this.setAlarm(await this.claims.untilNextDue());
    } catch (err) {
      this.log.warn({ err }, 'Could not look for due lanes; the sweep tries again');
    }
  }

  private async claimAndSend(): Promise<void> {
    const free = MOST_AT_ONCE - this.inFlight.size;
    if (free === 0) return;
    for (const claim of await this.claims.take(free)) {
      const sending = this.sender
        .deliver(claim)
        .catch((err: unknown) =>
          this.log.error(
            { err, delivery: claim.id },
            'A delivery broke off; it is tried again when its lease ends',
          ),
        )
        .finally(() => {
          this.inFlight.delete(sending);
          this.look();
        });
      this.inFlight.add(sending);
    }
  }

  private setAlarm(ms: number | undefined) {
    clearTimeout(this.alarm);
    if (ms === undefined || this.stopped) return;
    this.alarm = setTimeout(() => this.look(), Math.min(Math.max(Math.ceil(ms), 1), LONGEST_NAP_MS));
  }
}

/** The alarm clock's other end: a job carries nothing, it only says "look now". */
@Processor(LANES_QUEUE)
export class LaneWakeWorker extends LoggedWorker {
  constructor(
    private readonly runner: LaneRunner,
    log: Log,
  ) {
    super(log);
  }

  process(): Promise<void> {
    this.runner.look();
    return Promise.resolve();
  }
}
