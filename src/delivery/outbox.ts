import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Transactions } from '../platform/database/transactions.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import type { SlackMessage } from '../slack/index.js';
import { eta } from './domain/outcome.js';
import { LaneWaker } from './lane-waker.js';

export type DeliveryState = 'queued' | 'sending' | 'sent' | 'failed' | 'superseded';

export interface DeliveryReceipt {
  id: string;
  /** As routed: `#incidents`, or an id. */
  channel: string;
  state: DeliveryState;
  /** When it should arrive; null once it has, or never will. */
  eta: string | null;
}

export interface Card {
  /** What the card is about, `alert:<id>`: one card per subject and destination. */
  subject: string;
  /** Grows with every change; an older version never overwrites a newer one. */
  version: number;
  message: SlackMessage;
  priority: number;
}

interface CardRow {
  id: string;
  destination: string;
  channel_id: string | null;
}

/** Beyond so many ahead, an ETA is a lower bound; counting them all would make accepting slow. */
const COUNTED_AHEAD = 1_000;

/**
 * What is owed to Slack. Callers write it in the transaction that makes it owed; the lanes are woken after its commit:
 *
 *   await transactions.run(ctx, async (tx) => {
 *     await tx.insert(AlertEntity, alert);
 *     await outbox.showCard(ctx, tx, card, ['#incidents']);
 *   });
 */
@Injectable()
export class Outbox {
  /** Lanes that a running transaction puts something into. */
  private readonly touched = new WeakMap<EntityManager, Map<string, [string, string]>>();

  constructor(
    private readonly transactions: Transactions,
    private readonly waker: LaneWaker,
  ) {}

  /** A message that stands for itself and is never edited. */
  async post(
    ctx: WorkspaceContext,
    tx: EntityManager,
    { message, priority }: Pick<Card, 'message' | 'priority'>,
    destinations: string[],
  ): Promise<DeliveryReceipt[]> {
    const receipts = [];
    for (const destination of destinations) {
      const lane = await this.laneOf(ctx, tx, destination);
      receipts.push(await this.enqueue(ctx, tx, { destination, lane, message, priority }));
    }
    return receipts;
  }

  /** Shows a card in these destinations: posts it where it isn't yet, brings it up to date where it is. */
  async showCard(
    ctx: WorkspaceContext,
    tx: EntityManager,
    card: Card,
    destinations: string[],
  ): Promise<DeliveryReceipt[]> {
    const receipts = [];
    for (const destination of destinations) {
      const rows: CardRow[] = await tx.query(
        `INSERT INTO card (workspace_id, id, subject, destination) VALUES ($1, $2, $3, $4)
         ON CONFLICT (workspace_id, subject, destination) DO UPDATE SET subject = EXCLUDED.subject
         RETURNING id, destination, channel_id`,
        [ctx.workspaceId, uuidv7(), card.subject, destination],
      );
      receipts.push(await this.enqueueCard(ctx, tx, card, rows[0]));
    }
    return receipts;
  }

  /** Brings a subject's cards up to date, wherever they are. */
  async editCards(ctx: WorkspaceContext, tx: EntityManager, card: Card): Promise<DeliveryReceipt[]> {
    const rows: CardRow[] = await tx.query(
      `SELECT id, destination, channel_id FROM card WHERE workspace_id = $1 AND subject = $2 ORDER BY id`,
      [ctx.workspaceId, card.subject],
    );
    const receipts = [];
    for (const row of rows) receipts.push(await this.enqueueCard(ctx, tx, card, row));
    return receipts;
  }

  /** A version that still waits is replaced where it stands, so that ten edits in a second become one. */
  private async enqueueCard(
    ctx: WorkspaceContext,
    tx: EntityManager,
    card: Card,
    row: CardRow,
  ): Promise<DeliveryReceipt> {
    const { destination } = row;
    const [merged]: [{ id: string; channel: string }[], number] = await tx.query(
      `UPDATE delivery SET message = $3, card_version = $4, priority = least(priority, $5)
       WHERE workspace_id = $1 AND card_id = $2 AND state = 'queued' AND card_version <= $4 RETURNING id, channel`,
      [ctx.workspaceId, row.id, JSON.stringify(card.message), card.version, card.priority],
    );
    const waiting = merged[0];
    if (waiting !== undefined) return this.receipt(ctx, tx, waiting.id, destination, waiting.channel);
    const lane = row.channel_id ?? (await this.laneOf(ctx, tx, destination));
    return this.enqueue(ctx, tx, { ...card, destination, lane, card: { id: row.id, version: card.version } });
  }

  private async enqueue(
    ctx: WorkspaceContext,
    tx: EntityManager,
    item: {
      destination: string;
      lane: string;
      message: SlackMessage;
      priority: number;
      card?: { id: string; version: number };
    },
  ): Promise<DeliveryReceipt> {
    const id = uuidv7();
    const { workspaceId } = ctx;
    await tx.query(
      `INSERT INTO delivery (workspace_id, id, channel, priority, state, message, card_id, card_version)
       VALUES ($1, $2, $3, $4, 'queued', $5, $6, $7)`,
      [
        workspaceId,
        id,
        item.lane,
        item.priority,
        JSON.stringify(item.message),
        item.card?.id ?? null,
        item.card?.version ?? null,
      ],
    );
    // Touches the lane only where it sleeps: a busy channel must not become a queue for one row's lock.
    await tx.query(
      `INSERT INTO lane (workspace_id, channel) VALUES ($1, $2)
       ON CONFLICT (workspace_id, channel) DO UPDATE SET awake = true WHERE NOT lane.awake`,
      [workspaceId, item.lane],
    );
    this.wakeAfterCommit(tx, [workspaceId, item.lane]);
    return this.receipt(ctx, tx, id, item.destination, item.lane);
  }

  private wakeAfterCommit(tx: EntityManager, lane: [string, string]) {
    const lanes = this.touched.get(tx) ?? new Map<string, [string, string]>();
    lanes.set(lane.join(' '), lane);
    this.touched.set(tx, lanes);
    this.transactions.afterCommit(tx, 'lanes', () => this.waker.wake([...lanes.values()]));
  }

  /** The lane of a destination: the channel's id where we know it, else its name until the sender has looked it up. */
  private async laneOf(ctx: WorkspaceContext, tx: EntityManager, destination: string): Promise<string> {
    if (!destination.startsWith('#')) return destination;
    // What still waits under the name goes first, so what is owed later joins it there.
    const rows: { id: string }[] = await tx.query(
      `SELECT id FROM channel WHERE workspace_id = $1 AND name = $2
         AND NOT EXISTS (SELECT 1 FROM delivery WHERE workspace_id = $1 AND channel = $3 AND state = 'queued')
         AND NOT EXISTS (SELECT 1 FROM delivery WHERE workspace_id = $1 AND channel = $3 AND state = 'sending')
       ORDER BY seen_at DESC LIMIT 1`,
      [ctx.workspaceId, destination.slice(1), destination],
    );
    return rows[0]?.id ?? destination;
  }

  private async receipt(
    ctx: WorkspaceContext,
    tx: EntityManager,
    id: string,
    destination: string,
    lane: string,
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
    return { id, channel: destination, state: 'queued', eta: at };
  }
}
