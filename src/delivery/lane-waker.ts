import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Log } from '../platform/logging/log.js';
import { LANES_CHANNEL } from './lane-session.js';

/** So many milliseconds apart at least, while there is much to tell. */
const PAUSE_MS = 25;

/**
 * Tells the lanes' owner, whichever process that is, that something waits. A BullMQ job reaches one worker, and that may
 * be another; so it is a NOTIFY, after the commit of what waits and never in its transaction, since that would serialise
 * commits. One tells it for all that came meanwhile; one that is lost costs the time until the next sweep.
 */
@Injectable()
export class LaneWaker {
  private waiting = new Map<string, [string, string]>();
  private telling = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly log: Log,
  ) {}

  /** Nobody waits for it. @param lanes pairs of workspace and channel, committed */
  wake(lanes: Iterable<[string, string]>): void {
    for (const lane of lanes) this.waiting.set(lane.join(' '), lane);
    if (!this.telling) void this.tell();
  }

  private async tell(): Promise<void> {
    this.telling = true;
    const lanes = [...this.waiting.values()];
    this.waiting = new Map();
    try {
      // The owner may have put the lane to sleep while our rows were not yet to be seen.
      await this.dataSource.query(
        `WITH woken AS (
           UPDATE lane l SET awake = true, woken = true FROM unnest($1::text[], $2::text[]) AS w (workspace_id, channel)
           WHERE l.workspace_id = w.workspace_id AND l.channel = w.channel AND NOT l.awake)
         SELECT pg_notify('${LANES_CHANNEL}', '')`,
        [lanes.map(([workspaceId]) => workspaceId), lanes.map(([, channel]) => channel)],
      );
    } catch (err) {
      // The rows are committed, and the caller was right to say so.
      this.log.warn({ err }, 'Could not wake the lanes; the sweep will');
    }
    // A timer that holds no process open.
    setTimeout(() => {
      this.telling = false;
      if (this.waiting.size > 0) void this.tell();
    }, PAUSE_MS).unref();
  }
}
