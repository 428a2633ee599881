import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { Log } from '../platform/logging/log.js';
import { Doorbell } from '../platform/queue/doorbell.js';

export const EVENTS_QUEUE = 'events';

/** Says that work waits: to the worker in this process where there is one, else to the others. */
@Injectable()
export class EventWaker {
  private readonly doorbell: Doorbell;
  private here?: () => void;

  constructor(@InjectQueue(EVENTS_QUEUE) queue: Queue, log: Log) {
    this.doorbell = new Doorbell(queue, log);
  }

  workHere(look: () => void) {
    this.here = look;
  }

  wake() {
    if (this.here === undefined) this.doorbell.ring();
    else this.here();
  }
}
