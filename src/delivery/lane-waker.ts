import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Log } from '../platform/logging/log.js';
import { LANES_CHANNEL } from './lane-session.js';

/** A lane into which something was put. */
export interface TouchedLane {
  workspaceId: string;
  channel: string;
  /** Of the severest. */
  top: number;
  /** Where some of it may merge: with more than so much waiting the lane is crowded. */
  threshold?: number;
}

/** Both in one. */
export const touchedAgain = (before: TouchedLane | undefined, now: TouchedLane): TouchedLane => ({
  ...now,
  top: Math.min(before?.top ?? now.top, now.top),
  threshold:
    before?.threshold === undefined ? now.threshold : Math.min(before.threshold, now.threshold ?? Infinity),
});

/** So many milliseconds apart at least, while there is much to tell. */
const PAUSE_MS = 25;

/**
 * The owner may have put a lane to sleep, or not know of a critical message, while our rows were not yet to be seen.
 * A critical one is told always: what the lane's row says of its severest may be just about to change. Whether a lane is
 * crowded costs a look at no more than its threshold.
 */
const WAKE = `
  WITH touched AS MATERIALIZED (
    SELECT t.*, t.threshold IS NOT NULL AND (
      SELECT count(*) FROM (SELECT FROM delivery d WHERE d.workspace_id = t.workspace_id AND d.channel = t.channel
        AND d.mergeable AND d.state IN ('queued', 'held') LIMIT t.threshold + 1) waiting) > t.threshold AS crowded
    FROM unnest($1::text[], $2::text[], $3::smallint[], $4::int[]) AS t (workspace_id, channel, top, threshold)
  ), woken AS (
    UPDATE lane l SET awake = true, woken = l.woken OR NOT l.awake OR t.top = 0, top = least(l.top, t.top),
      crowded = l.crowded OR t.crowded
    FROM touched t WHERE l.workspace_id = t.workspace_id AND l.channel = t.channel
      AND (NOT l.awake OR t.top = 0 OR (t.crowded AND NOT l.crowded))
  )
  SELECT pg_notify('${LANES_CHANNEL}', '')`;

/**
 * Tells the lanes' owner, whichever process that is, that something waits. A BullMQ job reaches one worker, and that may
 * be another; so it is a NOTIFY, after the commit of what waits and never in its transaction, since that would serialise
 * commits. One tells it for all that came meanwhile; one that is lost costs the time until the next sweep.
 */
@Injectable()
export class LaneWaker {
  private waiting = new Map<string, TouchedLane>();
  private telling = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly log: Log,
  ) {}

  /** Nobody waits for it. @param lanes what was put into them is committed */
  wake(lanes: Iterable<TouchedLane>): void {
    for (const lane of lanes) {
      const key = `${lane.workspaceId} ${lane.channel}`;
      this.waiting.set(key, touchedAgain(this.waiting.get(key), lane));
    }
    if (!this.telling) void this.tell();
  }

  private async tell(): Promise<void> {
    this.telling = true;
    const lanes = [...this.waiting.values()];
    this.waiting = new Map();
    try {
      await this.dataSource.query(WAKE, [
        lanes.map(({ workspaceId }) => workspaceId),
        lanes.map(({ channel }) => channel),
        lanes.map(({ top }) => top),
        lanes.map(({ threshold }) => threshold ?? null),
      ]);
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
