import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Transactions } from '../platform/database/transactions.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import type { SlackMessage } from '../slack/index.js';
import { type CardRow, cards } from './cards.js';
import {
  type Destination,
  type IfUnsure,
  addressIn,
  addressOf,
  isWebhook,
  laneFor,
  mentionIn,
} from './domain/address.js';
import { eta } from './domain/outcome.js';
import { LaneWaker, type TouchedLane, touchedAgain } from './lane-waker.js';

export interface DeliveryReceipt {
  id: string;
  /** As routed: `#incidents`, an id, an e-mail address, `webhook:name`. */
  channel: string;
  state: 'queued' | 'held';
  /** When it should arrive; null once it has, or never will. */
  eta: string | null;
}

/** A message, and how it may be treated on its way. */
export interface Owed {
  message: SlackMessage;
  /** 0 is critical, 3 information; see `priorityOf`. */
  priority: number;
  /** Where nobody can look whether it arrived: send it again, and say so (unless said otherwise), or leave it to a person. */
  ifUnsure?: IfUnsure;
  /** What shares it goes into one thread in each destination: the first is its root. */
  threadKey?: string;
  /** Set where it may become a line of a summary, in a storm. */
  summary?: Summary;
}

/** How a message stands in the summary of a storm. */
export interface Summary {
  source: string;
  title: string;
  /** So many may wait in its lane; one more is a storm. 1 to 500. */
  threshold: number;
}

export interface Card extends Owed {
  /** What the card is about, `alert:<id>`: one card per subject and destination. */
  subject: string;
  /** Grows with every change; an older version never overwrites a newer one. */
  version: number;
  /** It is over with this version: what can't be edited is posted once more. */
  ends?: boolean;
}

/** A row of `delivery` to be. */
interface Item extends Owed {
  destination: string;
  op?: 'post' | 'ephemeral' | 'delete';
  state?: 'queued' | 'held';
  userId?: string;
  threadCardId?: string;
  card?: { id: string; version: number | null };
  ends?: boolean;
  /** Whom it mentions; of a card, its own row says it. */
  mention?: string;
}

const CHANNEL_CALLED = `SELECT id FROM channel WHERE workspace_id = $1 AND name = $2 ORDER BY is_archived, seen_at DESC LIMIT 1`;
const MESSAGES_WITH = `SELECT channel_id AS id FROM direct_message WHERE workspace_id = $1 AND user_id = $2`;

const choiceOf = (owed: Owed, to: Destination): IfUnsure =>
  (typeof to === 'string' ? undefined : to.ifUnsure) ?? owed.ifUnsure ?? 'resend';

/** In a storm: how long what may merge waits for it before it goes by itself. Its owner looks every second. */
const STORM_WAIT = "interval '5 seconds'";

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
  private readonly touched = new WeakMap<EntityManager, Map<string, TouchedLane>>();

  constructor(
    private readonly transactions: Transactions,
    private readonly waker: LaneWaker,
  ) {}

  /** A message that stands for itself and is never edited. */
  async post(
    ctx: WorkspaceContext,
    tx: EntityManager,
    owed: Owed,
    destinations: Destination[],
  ): Promise<DeliveryReceipt[]> {
    const receipts = [];
    for (const to of destinations) {
      const destination = addressIn(to);
      const item = { ...owed, ifUnsure: choiceOf(owed, to), destination, mention: mentionIn(to) };
      const { threadKey } = item;
      const root = await cards.showRoot(ctx, tx, item);
      const parent =
        root === undefined && threadKey !== undefined
          ? await cards.rootOf(ctx, tx, destination, threadKey)
          : undefined;
      if (root !== undefined) receipts.push(await this.enqueueCard(ctx, tx, { ...item, version: 1 }, root));
      else if (parent !== undefined) receipts.push(await this.enqueueReply(ctx, tx, item, parent));
      else receipts.push(await this.enqueue(ctx, tx, item));
    }
    return receipts;
  }

  /**
   * Shown in a channel to one person alone: by id or e-mail address. Whoever isn't in it gets it in direct messages. Slack
   * doesn't promise that it arrives.
   */
  async whisper(
    ctx: WorkspaceContext,
    tx: EntityManager,
    owed: Owed,
    { destination, userId }: { destination: string; userId: string },
  ): Promise<DeliveryReceipt> {
    return this.enqueue(ctx, tx, { ...owed, destination, op: 'ephemeral', userId });
  }

  /** A reply in the thread of each of a subject's cards. It waits until its card stands; where that never will, it stands by itself. */
  async reply(
    ctx: WorkspaceContext,
    tx: EntityManager,
    subject: string,
    owed: Owed,
  ): Promise<DeliveryReceipt[]> {
    const receipts = [];
    for (const card of await cards.of(ctx, tx, subject)) {
      const item = { ...owed, ifUnsure: owed.ifUnsure ?? card.if_unsure, destination: card.destination };
      receipts.push(await this.enqueueReply(ctx, tx, item, card));
    }
    return receipts;
  }

  /** Takes a subject's cards away, wherever they are, with what still waits for their threads. */
  async removeCards(ctx: WorkspaceContext, tx: EntityManager, subject: string): Promise<void> {
    for (const { id, destination, channel_id } of await cards.remove(ctx, tx, subject)) {
      const gone = { message: { text: '' }, priority: 3, op: 'delete', card: { id, version: null } } as const;
      await this.enqueue(ctx, tx, { ...gone, destination }, channel_id);
    }
  }

  /** Shows a card in these destinations: posts it where it isn't yet, brings it up to date where it is. */
  async showCard(
    ctx: WorkspaceContext,
    tx: EntityManager,
    card: Card,
    destinations: Destination[],
  ): Promise<DeliveryReceipt[]> {
    const receipts = [];
    for (const to of destinations) {
      const { subject, threadKey } = card;
      const place = {
        ...{ subject, threadKey, destination: addressIn(to) },
        ...{ ifUnsure: choiceOf(card, to), mention: mentionIn(to) },
      };
      receipts.push(await this.enqueueCard(ctx, tx, card, await cards.show(ctx, tx, place)));
    }
    return receipts;
  }

  /** Brings a subject's cards up to date, wherever they are. */
  async editCards(ctx: WorkspaceContext, tx: EntityManager, card: Card): Promise<DeliveryReceipt[]> {
    const receipts = [];
    for (const row of await cards.of(ctx, tx, card.subject))
      receipts.push(await this.enqueueCard(ctx, tx, card, row));
    return receipts;
  }

  /** Something that somebody else has written waits in this lane. */
  wake(ctx: WorkspaceContext, tx: EntityManager, lane: string): Promise<void> {
    return this.wakeLane(ctx, tx, lane, 0);
  }

  /** A version that still waits is replaced where it stands, so that ten edits in a second become one. */
  private async enqueueCard(
    ctx: WorkspaceContext,
    tx: EntityManager,
    card: Omit<Card, 'subject'>,
    row: CardRow,
  ): Promise<DeliveryReceipt> {
    const { destination } = row;
    // An edit of what stands is no post: nobody is spared anything by its merging.
    const summary = row.ts === null ? card.summary : undefined;
    const [merged]: [{ id: string; channel: string }[], number] = await tx.query(
      `UPDATE delivery SET message = $3, card_version = $4, priority = least(priority, $5), ends = $6,
         mergeable = $7, source = $8, title = $9, merge_at = $10
       WHERE workspace_id = $1 AND card_id = $2 AND state IN ('queued', 'held', 'unknown') AND card_version <= $4
       RETURNING id, channel`,
      [
        ...[ctx.workspaceId, row.id, JSON.stringify(card.message), card.version, card.priority],
        ...[card.ends ?? false, ...summaryColumns({ ...card, summary })],
      ],
    );
    const waiting = merged[0];
    if (waiting !== undefined) {
      await this.wakeLane(ctx, tx, waiting.channel, card.priority, summary?.threshold);
      return this.receipt(ctx, tx, waiting.id, destination, waiting.channel);
    }
    const { id, channel_id, ts, if_unsure: ifUnsure, thread_card_id: rootId } = row;
    const item = { ...card, summary, ifUnsure, destination, card: { id, version: card.version } };
    if (rootId !== null && ts === null) return this.enqueueReply(ctx, tx, item, { ...row, id: rootId });
    return this.enqueue(ctx, tx, item, channel_id);
  }

  /** @param parent in its place where it is known; a webhook has no threads */
  private async enqueueReply(
    ctx: WorkspaceContext,
    tx: EntityManager,
    item: Item,
    parent: CardRow,
  ): Promise<DeliveryReceipt> {
    const thread = isWebhook(item.destination)
      ? undefined
      : await cards.openThread(ctx, tx, parent.id, item.priority);
    if (thread === undefined) return this.enqueue(ctx, tx, item);
    const { id: threadCardId, ts, lost, reply_hold, channel_id, lane } = thread;
    const state = (ts !== null || lost) && reply_hold === null ? 'queued' : 'held';
    // It belongs to its thread, and so into no summary.
    const reply: Item = { ...item, state, threadCardId, summary: undefined };
    return this.enqueue(ctx, tx, reply, lane ?? channel_id);
  }

  /** @param place the channel, where it is known already */
  private async enqueue(
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
        ...[ctx.workspaceId, id, lane, item.priority, item.state ?? 'queued', JSON.stringify(item.message)],
        ...[item.card?.id ?? null, item.card?.version ?? null, item.op ?? 'post', item.userId ?? null],
        ...[
          item.threadCardId ?? null,
          item.ifUnsure ?? 'resend',
          ...summaryColumns(item),
          item.ends ?? false,
          item.card === undefined ? (item.mention ?? null) : null,
        ],
      ],
    );
    await this.wakeLane(ctx, tx, lane, item.priority, item.summary?.threshold);
    return this.receipt(ctx, tx, id, item.destination, lane, rows[0].state);
  }

  /**
   * Touches the lane only where it sleeps, or waits for less: a busy channel must not become a queue for one row's lock. An
   * INSERT that meets its row locks it until the commit, whatever its WHERE says, so it is not even tried. The waker
   * looks again after the commit.
   */
  private async wakeLane(
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
