import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { type CardRow, cards } from './cards.js';
import { type Destination, type IfUnsure, addressIn, isWebhook, mentionIn } from './domain/address.js';
import type { Card, DeliveryReceipt, Item, Owed } from './owed.js';
import { OwedRows } from './owed-rows.js';

const choiceOf = (owed: Owed, to: Destination): IfUnsure =>
  (typeof to === 'string' ? undefined : to.ifUnsure) ?? owed.ifUnsure ?? 'resend';

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
  constructor(private readonly rows: OwedRows) {}

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
      else receipts.push(await this.rows.add(ctx, tx, item));
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
    return this.rows.add(ctx, tx, { ...owed, destination, op: 'ephemeral', userId });
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
      await this.rows.add(ctx, tx, { ...gone, destination }, channel_id);
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
        subject,
        threadKey,
        destination: addressIn(to),
        ifUnsure: choiceOf(card, to),
        mention: mentionIn(to),
        lasts: card.ends === false,
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
    return this.rows.wakeLane(ctx, tx, lane, 0);
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
    const replaced = await this.rows.replaceWaiting(ctx, tx, { ...card, summary }, row);
    if (replaced !== undefined) return replaced;
    const { id, channel_id, ts, if_unsure: ifUnsure, thread_card_id: rootId } = row;
    const item = { ...card, summary, ifUnsure, destination, card: { id, version: card.version } };
    if (rootId !== null && ts === null) return this.enqueueReply(ctx, tx, item, { ...row, id: rootId });
    return this.rows.add(ctx, tx, item, channel_id);
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
    if (thread === undefined) return this.rows.add(ctx, tx, item);
    const { id: threadCardId, ts, lost, reply_hold, channel_id, lane } = thread;
    const state = (ts !== null || lost) && reply_hold === null ? 'queued' : 'held';
    // It belongs to its thread, and so into no summary.
    const reply: Item = { ...item, state, threadCardId, summary: undefined };
    return this.rows.add(ctx, tx, reply, lane ?? channel_id);
  }
}
