import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Queue } from 'bullmq';
import { DataSource } from 'typeorm';
import { Log } from '../platform/logging/log.js';
import { Doorbell } from '../platform/queue/doorbell.js';

export const LANES_QUEUE = 'lanes';

/** Tells the workers, in whichever process, that something waits. Losing a wake costs the time until the next sweep. */
@Injectable()
export class LaneWaker {
  private readonly doorbell: Doorbell;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @InjectQueue(LANES_QUEUE) queue: Queue,
    private readonly log: Log,
  ) {
    this.doorbell = new Doorbell(queue, log);
  }

  /** @param lanes pairs of workspace and channel, committed */
  async wake(lanes: [string, string][]): Promise<void> {
    try {
      // A worker may have put the lane to sleep while our rows were not yet to be seen.
      await this.dataSource.query(
        `UPDATE lane SET awake = true WHERE NOT awake AND (workspace_id, channel) IN
           (SELECT * FROM unnest($1::text[], $2::text[]))`,
        [lanes.map(([workspaceId]) => workspaceId), lanes.map(([, channel]) => channel)],
      );
      this.doorbell.ring();
    } catch (err) {
      // The rows are committed, and the caller is right to say so.
      this.log.warn({ err }, 'Could not wake the lanes; the sweep will');
    }
  }
}
