import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import type { Queue } from 'bullmq';
import { UPKEEP_QUEUE } from './upkeep.js';

/** Without its queue the service still works, a little later: a sweep finds the rows. So it is degraded, not down. */
@Injectable()
export class QueueHealthIndicator {
  constructor(
    private readonly indicators: HealthIndicatorService,
    @InjectQueue(UPKEEP_QUEUE) private readonly queue: Queue,
  ) {}

  async check(name: string) {
    const indicator = this.indicators.check(name);
    const result = await indicator.attempt(() => this.queue.count().then(() => undefined)).withTimeout(1_000);
    return result[name]?.status === 'up'
      ? result
      : indicator.degraded('The queue is not reachable; work waits for the sweep');
  }
}
