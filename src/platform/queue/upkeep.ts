import { InjectQueue, Processor } from '@nestjs/bullmq';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { Log } from '../logging/log.js';
import { LoggedWorker } from './logged-worker.js';

export const UPKEEP_QUEUE = 'upkeep';
const EVERY_MS = 60 * 60 * 1_000;

/** @param stop the process ends: what takes long leaves the rest for the next round */
type Chore = (stop: () => boolean) => Promise<unknown>;

/** Chores that may be done again at any time: dropping what has expired. Modules add theirs when they start. */
@Injectable()
export class Upkeep {
  private readonly chores = new Map<string, Chore>();

  add(name: string, run: Chore) {
    if (this.chores.has(name)) throw new Error(`Two chores are called "${name}"; give one another name`);
    this.chores.set(name, run);
  }

  /** Runs all chores, one after the other, until `stop`; a failing one doesn't keep the rest from their turn. */
  async runAll(stop: () => boolean = () => false): Promise<{ name: string; error: unknown }[]> {
    const failed = [];
    for (const [name, run] of this.chores) {
      if (stop()) break;
      try {
        await run(stop);
      } catch (error) {
        failed.push({ name, error });
      }
    }
    return failed;
  }
}

/** Schedules the hourly round; one for all processes, since a scheduler's name is its identity. */
@Injectable()
export class UpkeepScheduler implements OnApplicationBootstrap {
  constructor(
    @InjectQueue(UPKEEP_QUEUE) private readonly queue: Queue,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap() {
    this.queue.on('error', (err) => this.log.warn({ err }, 'The upkeep queue is not reachable'));
    // Not waited for: without its queue the service still starts, and does its work a little later.
    void this.schedule();
  }

  private async schedule() {
    try {
      await this.queue.upsertJobScheduler(
        'hourly',
        { every: EVERY_MS },
        { opts: { removeOnComplete: true, removeOnFail: 10 } },
      );
    } catch (err) {
      this.log.warn({ err }, 'The hourly upkeep could not be scheduled; the next start tries again');
    }
  }
}

@Processor(UPKEEP_QUEUE)
export class UpkeepWorker extends LoggedWorker implements BeforeApplicationShutdown {
  private stopped = false;
  private round?: Promise<void>;

  constructor(
    private readonly upkeep: Upkeep,
    log: Log,
  ) {
    super(log);
  }

  async process() {
    if (this.stopped) return;
    this.round = this.runAll();
    await this.round;
  }

  /** The chore under way is finished while there still is a database; the rest is the next round's. */
  async beforeApplicationShutdown() {
    this.stopped = true;
    await this.round;
  }

  private async runAll(): Promise<void> {
    for (const { name, error } of await this.upkeep.runAll(() => this.stopped)) {
      this.log.warn({ err: error, chore: name }, 'An upkeep chore failed; it runs again with the next round');
    }
  }
}
