import { OnWorkerEvent, WorkerHost } from '@nestjs/bullmq';
import type { Log } from '../logging/log.js';

const QUIET_MS = 60_000;

/** A worker whose troubles with its queue reach our log: unheard, BullMQ prints each one, many a second. */
export abstract class LoggedWorker extends WorkerHost {
  private quietUntil = 0;

  constructor(protected readonly log: Log) {
    super();
  }

  @OnWorkerEvent('error')
  onError(err: Error) {
    const now = performance.now();
    if (now < this.quietUntil) return;
    this.quietUntil = now + QUIET_MS;
    this.log.warn(
      { err, queue: this.worker.name },
      'The queue is not reachable; rows wait for the sweep. Told once a minute',
    );
  }
}
