import type { Queue } from 'bullmq';
import type { Log } from '../logging/log.js';

/** So many milliseconds apart at least, while there is much to tell. */
const PAUSE_MS = 25;

/**
 * Rings for the workers, in whichever process: "rows wait, look now". One job says it for all that came while the last
 * one was on its way. A ring that is lost costs the time until the next sweep, nothing else.
 */
export class Doorbell {
  private ringing = false;
  private again = false;

  constructor(
    private readonly queue: Queue,
    private readonly log: Log,
  ) {
    queue.on('error', (err) =>
      log.warn({ err, queue: queue.name }, 'The queue is not reachable; the sweep goes on'),
    );
  }

  /** Nobody waits for it. */
  ring() {
    if (this.ringing) {
      this.again = true;
      return;
    }
    this.ringing = true;
    void this.tell().finally(() => {
      // A timer that holds no process open.
      setTimeout(() => {
        this.ringing = false;
        if (!this.again) return;
        this.again = false;
        this.ring();
      }, PAUSE_MS).unref();
    });
  }

  private async tell() {
    try {
      await this.queue.add('wake', {}, { removeOnComplete: true, removeOnFail: true });
    } catch (err) {
      this.log.warn({ err, queue: this.queue.name }, 'Could not ring for the workers; the sweep will');
    }
  }
}
