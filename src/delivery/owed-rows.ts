import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Transactions } from '../platform/database/transactions.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { addressOf, laneFor } from './domain/address.js';
import { eta } from './domain/outcome.js';
import { LaneWaker, type TouchedLane, touchedAgain } from './lane-waker.js';
import type { Card, DeliveryReceipt, Item, Owed } from './owed.js';

const CHANNEL_CALLED = `SELECT id FROM channel WHERE workspace_id = $1 AND name = $2 ORDER BY is_archived, seen_at DESC LIMIT 1`;
const MESSAGES_WITH = `SELECT channel_id AS id FROM direct_message WHERE workspace_id = $1 AND user_id = $2`;

/** In a storm: how long what may merge waits for it before it goes by itself. Its owner looks every second. */
const STORM_WAIT = "interval '5 seconds'";

/** Beyond so many ahead, an ETA is a lower bound; counting them all would make accepting slow. */
const COUNTED_AHEAD = 1_000;

/** The rows of what is owed, as whoever owes it writes them: into a lane, in the caller's transaction. */
@Injectable()
export class OwedRows {
  /** Lanes that a running transaction puts something into. */
  private readonly touched = new WeakMap<EntityManager, Map<string, TouchedLane>>();

  constructor(
    private readonly transactions: Transactions,
    private readonly waker: LaneWaker,
  ) {}

  /** @param place the channel, where it is known already */
  async add(
    ctx: WorkspaceContext,
    tx: EntityManager,
    item: Item,
    place: string | null = null,
  ): Promise<DeliveryReceipt> {
    const id = uuidv7();
    const lane = place ?? (await this.laneOf(ctx, tx, item.destination));
    const rows: { state: 'queued' | 'held' }[] = await tx.query(
      `WITH storm AS MATERIALIZED (
         SELECT FROM storm WHERE workspace_id = $1 AND channel = $3 AND $5::text = 'queued' AND $13::boolean)
       INSERT INTO delivery (workspace_id, id, channel, priority, state, message, card_id, card_version, op, user_id,
         thread_card_id, if_unsure, mergeable, source, title, merge_at, ends, mention, held_until)
       VALUES ($1, $2, $3, $4, CASE WHEN EXISTS (SELECT FROM storm) THEN 'held' ELSE $5::text END, $6, $7, $8, $9, $10,
         $11, $12, $13, $14, $15, $16, $17, $18, CASE WHEN EXISTS (SELECT FROM storm) THEN clock_now() + ${STORM_WAIT} END)
       RETURNING state`,
      [
        ctx.workspaceId,
        id,
        lane,
        item.priority,
        item.state ?? 'queued',
        JSON.stringify(item.message),
        item.card?.id ?? null,
        item.card?.version ?? null,
        item.op ?? 'post',
        item.userId ?? null,
        item.threadCardId ?? null,
        item.ifUnsure ?? 'resend',
        ...summaryColumns(item),
        item.ends ?? false,
        item.card === undefined ? (item.mention ?? null) : null,
      ],
    );
    await this.wakeLane(ctx, tx, lane, item.priority, item.summary?.threshold);
    return this.receipt(ctx, tx, id, item.destination, lane, rows[0].state);
  }

  /**
   * A version of a card that still waits is replaced where it stands.
   * @returns undefined where none does
   */
  async replaceWaiting(
    ctx: WorkspaceContext,
    tx: EntityManager,
    card: Omit<Card, 'subject'>,
    { id, destination }: { id: string; destination: string },
  ): Promise<DeliveryReceipt | undefined> {
    const [merged]: [{ id: string; channel: string }[], number] = await tx.query(
      `UPDATE delivery SET message = $3, card_version = $4, priority = least(priority, $5), ends = $6,
         mergeable = $7, source = $8, title = $9, merge_at = $10
       WHERE workspace_id = $1 AND card_id = $2 AND state IN ('queued', 'held', 'unknown') AND card_version <= $4
       RETURNING id, channel`,
      [
        ctx.workspaceId,
        id,
        JSON.stringify(card.message),
        card.version,
        card.priority,
        card.ends ?? false,
        ...summaryColumns(card),
      ],
    );
    const waiting = merged[0];
    if (waiting === undefined) return undefined;
    await this.wakeLane(ctx, tx, waiting.channel, card.priority, card.summary?.threshold);
    return this.receipt(ctx, tx, waiting.id, destination, waiting.channel);
  }

  /**
   * Touches the lane only where it sleeps, or waits for less: a busy channel must not become a queue for one row's lock. An
   * INSERT that meets its row locks it until the commit, whatever its WHERE says, so it is not even tried. The waker
   * looks again after the commit.
   */
  async wakeLane(
    { workspaceId }: WorkspaceContext,
    tx: EntityManager,
    lane: string,
    priority: number,
    threshold?: number,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO lane (workspace_id, channel, top) SELECT $1::text, $2::text, $3::smallint WHERE NOT EXISTS (
         SELECT FROM lane WHERE workspace_id = $1 AND channel = $2 AND awake AND top <= $3)
       ON CONFLICT (workspace_id, channel) DO UPDATE SET awake = true, woken = true, top = least(lane.top, EXCLUDED.top)
         WHERE NOT lane.awake OR lane.top > EXCLUDED.top`,
      [workspaceId, lane, priority],
    );
    const lanes = this.touched.get(tx) ?? new Map<string, TouchedLane>();
    const key = `${workspaceId} ${lane}`;
    lanes.set(key, touchedAgain(lanes.get(key), { workspaceId, channel: lane, top: priority, threshold }));
    this.touched.set(tx, lanes);
    this.transactions.afterCommit(tx, 'lanes', () => {
      this.waker.wake(lanes.values());
      return Promise.resolve();
    });
  }

  /** The lane of a destination: the channel's id where we know it, else its address until the sender has looked it up. */
  private async laneOf(ctx: WorkspaceContext, tx: EntityManager, destination: string): Promise<string> {
    const lane = laneFor(destination);
    const address = addressOf(lane);
    if (address === undefined || address.kind === 'email') return lane;
    const [found, called] =
      address.kind === 'channel' ? [CHANNEL_CALLED, address.name] : [MESSAGES_WITH, address.id];
    // What still waits under the address goes first, so what is owed later joins it there.
    const rows: { id: string }[] = await tx.query(
      `SELECT found.id FROM (${found}) found
       WHERE NOT EXISTS (SELECT 1 FROM delivery WHERE workspace_id = $1 AND channel = $3 AND state = 'queued')`,
      [ctx.workspaceId, called, lane],
    );
    return rows[0]?.id ?? lane;
  }

  private async receipt(
    ctx: WorkspaceContext,
    tx: EntityManager,
    id: string,
    destination: string,
    lane: string,
    state: DeliveryReceipt['state'] = 'queued',
  ): Promise<DeliveryReceipt> {
    const rows: { ahead: number; opens: Date; now: Date }[] = await tx.query(
      `SELECT l.next_at AS opens, clock_now() AS now, (
         SELECT count(*)::int FROM (
           SELECT 1 FROM delivery o WHERE o.workspace_id = d.workspace_id AND o.channel = d.channel AND o.state = 'queued'
             AND (o.priority, o.seq) < (d.priority, d.seq) LIMIT ${COUNTED_AHEAD}) counted) AS ahead
       FROM delivery d JOIN lane l ON l.workspace_id = d.workspace_id AND l.channel = d.channel
       WHERE d.workspace_id = $1 AND d.id = $2 AND d.channel = $3`,
      [ctx.workspaceId, id, lane],
    );
    const row = rows[0];
    const at = row === undefined ? null : eta(row.ahead, row.opens, row.now).toISOString();
    return { id, channel: destination, state, eta: at };
  }
}

/** mergeable, source, title, merge_at. */
const summaryColumns = ({
  priority,
  summary,
}: Owed): [boolean, string | null, string | null, number | null] => {
  if (summary === undefined || priority === 0) return [false, null, null, null];
  return [true, summary.source, summary.title, summary.threshold];
};
