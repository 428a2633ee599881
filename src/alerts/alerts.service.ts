import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { isDeepStrictEqual } from 'node:util';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import {
  type Card,
  type DeliveryReceipt,
  type Destination,
  Outbox,
  type Summary,
  addressIn,
  priorityOf,
} from '../delivery/index.js';
import { type Notification, type NotificationKind, NotificationKinds } from '../notifications/index.js';
import { databaseNow } from '../platform/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import { NotFoundError } from '../platform/errors/app-error.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { alertCard, alertTitle } from './alert-card.js';
import { type AlertBody, AlertEntity } from './alert.entity.js';
import { type AlertState, canMove, meaningOf } from './domain/alert-life.js';

export interface AlertsPage {
  alerts: AlertEntity[];
  /** For the next page; null on the last. */
  next: string | null;
}

/** Alerts: what fires, who has seen it, what is over. Each change is one transaction with the card's edit. */
@Injectable()
export class Alerts implements NotificationKind, OnModuleInit {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly kinds: NotificationKinds,
  ) {}

  onModuleInit() {
    this.kinds.register('alert', this);
  }

  async accept(
    ctx: WorkspaceContext,
    tx: EntityManager,
    notification: Notification,
    destinations: Destination[],
  ): Promise<DeliveryReceipt[]> {
    // Without a fingerprint nothing else can be about the same alert.
    const fingerprint = notification.fingerprint ?? notification.id;
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `alert:${ctx.workspaceId}:${fingerprint}`,
    ]);
    const known = await tx.findOne(AlertEntity, {
      where: { workspaceId: ctx.workspaceId, fingerprint },
      order: { createdAt: 'DESC', id: 'DESC' },
      // Somebody may be acknowledging it in this moment: whoever is second must see what the first one did.
      lock: { mode: 'pessimistic_write' },
    });
    const news = { status: notification.status ?? 'firing', occurredAt: notification.occurredAt };
    switch (meaningOf(news, known ?? undefined)) {
      case 'open':
        return this.outbox.showCard(
          ctx,
          tx,
          inThread(
            cardOf(await this.insert(ctx, tx, notification, fingerprint), notification.summary),
            notification,
          ),
          destinations,
        );
      case 'refresh':
        return this.refresh(ctx, tx, known as AlertEntity, notification, destinations);
      case 'resolve':
        return this.change(
          ctx,
          tx,
          known as AlertEntity,
          { state: 'resolved', resolvedAt: notification.occurredAt },
          notification.summary,
        );
      case 'record':
        await this.insert(ctx, tx, notification, fingerprint);
        return [];
      case 'stale':
        return [];
    }
  }

  /** An alert that still fires, acknowledged or not, gets its card. */
  async showLate(
    ctx: WorkspaceContext,
    tx: EntityManager,
    notification: Notification,
    destinations: Destination[],
  ): Promise<boolean> {
    const { workspaceId } = ctx;
    const fingerprint = notification.fingerprint ?? notification.id;
    const alert = await tx.findOne(AlertEntity, {
      where: { workspaceId, fingerprint },
      order: { createdAt: 'DESC', id: 'DESC' },
      lock: { mode: 'pessimistic_write' },
    });
    if (alert === null || alert.state === 'resolved') return false;
    const card = inThread(cardOf(alert, notification.summary), notification);
    await this.outbox.showCard(ctx, tx, card, destinations);
    return true;
  }

  /** Acknowledging twice is success: the first one's name stays. @param by a Slack user, or `key:<id>` */
  acknowledge(ctx: WorkspaceContext, id: string, by: string): Promise<AlertEntity> {
    return this.move(ctx, id, 'acknowledged', (now) => ({ acknowledgedAt: now, acknowledgedBy: by }));
  }

  resolve(ctx: WorkspaceContext, id: string, by: string): Promise<AlertEntity> {
    return this.move(ctx, id, 'resolved', (now) => ({ resolvedAt: now, resolvedBy: by }));
  }

  /** Newest first. @param after the cursor of the page before */
  async list(
    ctx: WorkspaceContext,
    filter: { state?: AlertState; after?: string; limit: number },
  ): Promise<AlertsPage> {
    const query = this.dataSource.manager
      .createQueryBuilder(AlertEntity, 'a')
      .where('a.workspace_id = :workspaceId', { workspaceId: ctx.workspaceId })
      .orderBy('a.id', 'DESC')
      .take(filter.limit + 1);
    if (filter.state !== undefined) query.andWhere('a.state = :state', { state: filter.state });
    // Ids are UUIDv7: they sort by the time of their making.
    if (filter.after !== undefined) query.andWhere('a.id < :after', { after: filter.after });
    const rows = await query.getMany();
    const alerts = rows.slice(0, filter.limit);
    return { alerts, next: rows.length > filter.limit ? (alerts.at(-1)?.id ?? null) : null };
  }

  /** A move that the alert's state doesn't allow any more changes nothing: somebody was faster. @throws NotFoundError */
  private move(
    ctx: WorkspaceContext,
    id: string,
    to: AlertState,
    change: (now: Date) => Partial<AlertEntity>,
  ): Promise<AlertEntity> {
    return this.transactions.run(ctx, async (tx) => {
      const alert = await tx.findOne(AlertEntity, {
        where: { workspaceId: ctx.workspaceId, id },
        lock: { mode: 'pessimistic_write' },
      });
      if (alert === null) throw new NotFoundError({ detail: `There is no alert ${id} in this workspace.` });
      if (canMove(alert.state, to))
        await this.change(ctx, tx, alert, { state: to, ...change(await databaseNow(tx)) });
      return alert;
    });
  }

  private async insert(
    ctx: WorkspaceContext,
    tx: EntityManager,
    notification: Notification,
    fingerprint: string,
  ): Promise<AlertEntity> {
    const resolved = notification.status === 'resolved';
    const alert = tx.create(AlertEntity, {
      workspaceId: ctx.workspaceId,
      id: uuidv7(),
      fingerprint,
      state: resolved ? 'resolved' : 'firing',
      version: 1,
      ...factsOf(notification),
      firedAt: resolved ? null : notification.occurredAt,
      acknowledgedAt: null,
      acknowledgedBy: null,
      resolvedAt: resolved ? notification.occurredAt : null,
      resolvedBy: null,
      createdAt: await databaseNow(tx),
    });
    await tx.insert(AlertEntity, alert);
    return alert;
  }

  /** Senders repeat what fires; only what reads otherwise is worth an edit. */
  private async refresh(
    ctx: WorkspaceContext,
    tx: EntityManager,
    alert: AlertEntity,
    notification: Notification,
    destinations: Destination[],
  ): Promise<DeliveryReceipt[]> {
    const facts = factsOf(notification);
    const before = { severity: alert.severity, source: alert.source, title: alert.title, body: alert.body };
    if (isDeepStrictEqual(before, JSON.parse(JSON.stringify(facts)))) return [];
    Object.assign(alert, facts, { version: alert.version + 1 });
    await tx.save(alert);
    const elsewhere = await this.outbox.editCards(ctx, tx, cardOf(alert, notification.summary));
    const missing = destinations.filter(
      (destination) => !elsewhere.some(({ channel }) => addressIn(channel) === addressIn(destination)),
    );
    const card = inThread(cardOf(alert, notification.summary), notification);
    return [...elsewhere, ...(await this.outbox.showCard(ctx, tx, card, missing))];
  }

  /** @param summary undefined where a person acted on it: its card is wanted, storm or not */
  private async change(
    ctx: WorkspaceContext,
    tx: EntityManager,
    alert: AlertEntity,
    change: Partial<AlertEntity>,
    summary?: Summary,
  ): Promise<DeliveryReceipt[]> {
    Object.assign(alert, change, { version: alert.version + 1 });
    await tx.save(alert);
    return this.outbox.editCards(ctx, tx, cardOf(alert, summary));
  }
}

function factsOf({ severity, source, title, text, fields, links, image, labels }: Notification) {
  const body: AlertBody = { text, fields, links, image, labels };
  return { severity, source: source ?? null, title, body };
}

const cardOf = (alert: AlertEntity, summary?: Summary): Card => ({
  subject: `alert:${alert.id}`,
  version: alert.version,
  message: alertCard(alert),
  priority: priorityOf(alert.severity),
  ends: alert.state === 'resolved',
  summary: summary && { ...summary, title: alertTitle(alert) },
});

const inThread = (card: Card, { threadKey }: Notification): Card => ({ ...card, threadKey });
