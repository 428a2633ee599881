import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Actor, Audit } from '../audit/index.js';
import { databaseNow } from '../platform/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import { ConflictError } from '../platform/errors/app-error.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { Deliveries } from './deliveries.service.js';
import { noted } from './delivery-history.js';
import type { DeliveryView } from './delivery-view.js';
import { inSmall } from './domain/address.js';
import { shardOf } from './domain/shard.js';
import { NOT_IN_CHANNEL } from './lane-rows.js';
import { LaneWaker } from './lane-waker.js';

/** Which of those that failed. */
export interface FailedFilter {
  /** A part of the words of their error: Slack's code, for instance. */
  error?: string;
  /** Their lane: a channel's id, or the `#name` that was never found. */
  channel?: string;
}

const AT_ONCE = 500;

/** To the fallback. What was for one person alone stays theirs: in the channel, everybody would see it. */
const HAS_MOVED = `(coalesce(d.failed_over_code, '${NOT_IN_CHANNEL}') <> '${NOT_IN_CHANNEL}')`;

/** A newer version of its card failed as well: that one says all that is still true. */
const IS_OLD = `EXISTS (SELECT FROM delivery newer WHERE newer.workspace_id = d.workspace_id AND newer.card_id = d.card_id
  AND newer.state = 'failed' AND newer.card_version > d.card_version)`;

/** What failed gets all its attempts again, at its place in the lane that it was meant for. */
@Injectable()
export class DeliveryReplay {
  constructor(
    private readonly transactions: Transactions,
    private readonly deliveries: Deliveries,
    private readonly waker: LaneWaker,
    private readonly audit: Audit,
  ) {}

  /**
   * @param by who asks, for the record
   * @throws NotFoundError, and ConflictError for one that has not failed
   */
  async one(ctx: WorkspaceContext, id: string, by: Actor): Promise<DeliveryView> {
    const found = await this.deliveries.get(ctx, id);
    const replayed = await this.transactions.run(ctx, async (tx) => {
      const count = await this.replay(ctx, tx, `AND d.id = $3`, [id], by);
      if (count > 0)
        await this.audit.record(ctx, tx, { actor: by, action: 'delivery.replayed', subject: id });
      return count;
    });
    if (replayed === 0) {
      const why =
        found.state === 'failed'
          ? `Delivery ${id} shows an older state of its card; replay the newest one that failed.`
          : `Delivery ${id} is ${found.state}; only one that has failed for good can be replayed.`;
      throw new ConflictError({ detail: why });
    }
    return this.deliveries.get(ctx, id);
  }

  /**
   * All that failed for one reason, until now.
   * @returns how many
   */
  async all(ctx: WorkspaceContext, { error, channel }: FailedFilter, by: Actor): Promise<number> {
    // What fails again meanwhile is not replayed for ever.
    const until = await this.transactions.run(ctx, databaseNow);
    for (let total = 0; ;) {
      const count = await this.transactions.run(ctx, async (tx) => {
        const some = await this.replay(
          ctx,
          tx,
          `AND d.finished_at <= $3 AND ($4::text IS NULL OR position($4 IN concat_ws(' ', d.error, d.failed_over_code)) > 0)
           AND ($5::text IS NULL OR d.channel = $5 OR d.failed_over_from = $5 OR coalesce(d.failed_over_from, d.channel) IN (
             SELECT c.id FROM channel c WHERE c.workspace_id = $1 AND '#' || c.name = $5))`,
          [until, error ?? null, channel === undefined ? null : inSmall(channel)],
          by,
        );
        const details = { count: some, error: error ?? null, channel: channel ?? null };
        const deed = { actor: by, action: 'deliveries.replayed', subject: ctx.workspaceId, details };
        if (some > 0) await this.audit.record(ctx, tx, deed);
        return some;
      });
      total += count;
      if (count < AT_ONCE) return total;
    }
  }

  private async replay(
    { workspaceId }: WorkspaceContext,
    tx: EntityManager,
    which: string,
    parameters: unknown[],
    by: Actor,
  ): Promise<number> {
    const failed: { id: string; threadCardId: string | null }[] = await tx.query(
      `SELECT d.id, d.thread_card_id AS "threadCardId" FROM delivery d
       WHERE d.workspace_id = $1 AND d.shard = $2 AND d.state = 'failed' AND NOT ${IS_OLD} ${which} ORDER BY d.id LIMIT ${AT_ONCE} FOR UPDATE`,
      [workspaceId, shardOf(workspaceId), ...parameters],
    );
    if (failed.length === 0) return 0;
    // Whether a thread waits must not change before its reply is back in it.
    await tx.query(
      `SELECT FROM card WHERE workspace_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
      [workspaceId, failed.flatMap(({ threadCardId }) => threadCardId ?? [])],
    );
    const words = `'Replayed by ' || $3::text`;
    const [replayed]: [{ channel: string; priority: number }[], number] = await tx.query(
      `UPDATE delivery d SET attempts = 0, rung = 'full', held_until = NULL, begun_at = NULL, finished_at = NULL,
         channel = CASE WHEN ${HAS_MOVED} THEN d.failed_over_from ELSE d.channel END,
         failed_over_from = CASE WHEN NOT ${HAS_MOVED} THEN d.failed_over_from END,
         failed_over_code = CASE WHEN NOT ${HAS_MOVED} THEN d.failed_over_code END,
         state = CASE WHEN d.thread_card_id IS NULL OR t.id IS NULL
           OR ((t.ts IS NOT NULL OR t.lost) AND t.reply_hold IS NULL) THEN 'queued' ELSE 'held' END,
         history = ${noted('d.history', `'queued'`, words)}
       FROM delivery f LEFT JOIN card t ON t.workspace_id = f.workspace_id AND t.id = f.thread_card_id
       WHERE f.workspace_id = $1 AND f.id = ANY ($2::uuid[]) AND d.workspace_id = f.workspace_id AND d.id = f.id
       RETURNING d.channel, d.priority`,
      [workspaceId, failed.map(({ id }) => id), by === 'operator' ? 'the operator' : by.replace(':', ' ')],
    );
    const tops = new Map<string, number>();
    for (const { channel, priority } of replayed)
      tops.set(channel, Math.min(priority, tops.get(channel) ?? priority));
    const lanes = [...tops].sort(([a], [b]) => (a < b ? -1 : 1));
    await tx.query(
      `INSERT INTO lane (workspace_id, channel, top) SELECT $1, channel, top FROM unnest($2::text[], $3::int[]) AS w (channel, top)
       ON CONFLICT (workspace_id, channel) DO UPDATE SET awake = true, woken = true, top = least(lane.top, EXCLUDED.top)`,
      [workspaceId, lanes.map(([channel]) => channel), lanes.map(([, top]) => top)],
    );
    this.transactions.afterCommit(tx, 'replayed lanes', () => {
      this.waker.wake(lanes.map(([channel, top]) => ({ workspaceId, channel, top })));
      return Promise.resolve();
    });
    return replayed.length;
  }
}
