import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import {
  Deliveries,
  type DeliveryReceipt,
  type DeliveryView,
  Outbox,
  Permalinks,
  priorityOf,
} from '../delivery/index.js';
import { Installations, Quotas } from '../installation/index.js';
import { databaseNow } from '../platform/clock.js';
import { NotFoundError } from '../platform/errors/app-error.js';
import { Idempotency, type IdempotentRequest } from '../platform/http/idempotency.js';
import { Transactions } from '../platform/database/transactions.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { type RoutingDecision, decide } from './domain/routing.js';
import { notificationCard } from './notification-card.js';
import { NotificationKinds } from './notification-kinds.js';
import { type Draft, type Notification, placesOf, summaryOf } from './notification.js';
import { NotificationEntity } from './notification.entity.js';
import { type AppliedDocument, Routing } from './routing.service.js';
import { SilencedNotifications } from './silenced-notifications.js';
import { type Silence, type SilenceOf, type Silenced, Silencers } from './silencers.js';

export interface Accepted {
  id: string;
  deliveries: DeliveryReceipt[];
  /** Where it was not shown, and why; absent where nothing was silenced. */
  silenced?: Silenced[];
}

/** A delivery, and the link to what stands in Slack: to the storm's summary, where it was merged. */
export type DeliveryStatus = DeliveryView & { permalink: string | null };

export interface NotificationStatus {
  id: string;
  type: string;
  severity: string;
  title: string;
  received_at: string;
  routes: RoutingDecision['verdicts'];
  deliveries: DeliveryStatus[];
  /** Where it was not shown, and why. */
  silenced: Silenced[];
}

/** What holds for all that comes in together. */
interface Rules extends AppliedDocument {
  silenceOf: SilenceOf;
  now: Date;
}

/** Takes in what other systems report, decides where it goes, and owes it to Slack: all or nothing. */
@Injectable()
export class Notifications {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly routing: Routing,
    private readonly kinds: NotificationKinds,
    private readonly idempotency: Idempotency,
    private readonly sent: Deliveries,
    private readonly permalinks: Permalinks,
    private readonly quotas: Quotas,
    private readonly installations: Installations,
    private readonly silencers: Silencers,
    private readonly kept: SilencedNotifications,
  ) {}

  /**
   * What is in the answer is committed. The answers stand in the order of the drafts.
   * @throws QuotaExceededError, WorkspaceEndedError
   */
  async accept(ctx: WorkspaceContext, drafts: Draft[], idempotent?: IdempotentRequest): Promise<Accepted[]> {
    const bytes = drafts.reduce((sum, draft) => sum + Buffer.byteLength(JSON.stringify(draft)), 0);
    await this.quotas.take(ctx, { notifications: drafts.length, bytes });
    return this.transactions.run(ctx, (tx) =>
      this.idempotency.once(ctx, tx, idempotent, async () => {
        await this.installations.refuseEnded(ctx, tx);
        const now = await databaseNow(tx);
        const applied = await this.routing.current(ctx, tx);
        const silenceOf = await this.silencers.inForce(ctx, tx);
        const answers = new Map<Draft, Accepted>();
        // One order for all, so that two bodies with the same alerts don't wait for each other in a circle.
        for (const draft of [...drafts].sort(byFingerprint)) {
          answers.set(draft, await this.acceptOne(ctx, tx, draft, { ...applied, silenceOf, now }));
        }
        return drafts.map((draft) => answers.get(draft) as Accepted);
      }),
    );
  }

  /** @throws NotFoundError */
  async status(ctx: WorkspaceContext, id: string): Promise<NotificationStatus> {
    const found = await this.dataSource.manager.findOneBy(NotificationEntity, {
      workspaceId: ctx.workspaceId,
      id,
    });
    if (found === null)
      throw new NotFoundError({ detail: `There is no notification ${id} in this workspace.` });
    const ids: { id: string }[] = await this.dataSource.query(
      `SELECT delivery_id AS id FROM notification_delivery WHERE workspace_id = $1 AND notification_id = $2`,
      [ctx.workspaceId, id],
    );
    const deliveries = await this.sent.these(
      ctx,
      ids.map((one) => one.id),
    );
    return {
      id: found.id,
      type: found.type,
      severity: found.severity,
      title: found.title,
      received_at: found.receivedAt.toISOString(),
      routes: found.routes,
      deliveries: await Promise.all(
        deliveries.map(async (one) => ({ ...one, permalink: await this.permalinkOf(ctx, one) })),
      ),
      silenced: await this.kept.of(ctx, this.dataSource.manager, id),
    };
  }

  private async permalinkOf(ctx: WorkspaceContext, delivery: DeliveryView): Promise<string | null> {
    if (delivery.merged_into === null) return this.permalinks.of(ctx, delivery);
    const [summary] = await this.sent.these(ctx, [delivery.merged_into]);
    return summary === undefined ? null : this.permalinks.of(ctx, summary);
  }

  private async acceptOne(
    ctx: WorkspaceContext,
    tx: EntityManager,
    draft: Draft,
    { version, document, silenceOf, now }: Rules,
  ): Promise<Accepted> {
    const decision = decide(document, draft);
    const silences = silencesOf(decision, draft, silenceOf);
    const notification: Notification = {
      ...draft,
      id: uuidv7(),
      occurredAt: draft.occurredAt ?? now,
      summary: summaryOf(document, draft),
    };
    await tx.insert(NotificationEntity, {
      workspaceId: ctx.workspaceId,
      id: notification.id,
      type: draft.type,
      severity: draft.severity,
      source: draft.source ?? null,
      title: draft.title,
      fingerprint: draft.fingerprint ?? null,
      status: draft.status ?? null,
      body: draft as object,
      routes: decision.verdicts,
      routesVersion: version,
      occurredAt: notification.occurredAt,
      receivedAt: now,
    });
    const deliveries = await this.owe(ctx, tx, notification, audible(decision, silences));
    // A card that stands there is brought up to date, silence or not.
    for (const { channel } of deliveries) silences.delete(channel);
    if (draft.status === 'resolved') silences.clear();
    await this.kept.record(ctx, tx, notification.id, silences);
    await tx.query(
      `INSERT INTO notification_delivery (workspace_id, notification_id, delivery_id)
       SELECT $1, $2, unnest($3::uuid[]) ON CONFLICT DO NOTHING`,
      [ctx.workspaceId, notification.id, deliveries.map(({ id }) => id)],
    );
    const silenced = [...silences].map(([channel, { why }]) => ({ channel, why }));
    return { id: notification.id, deliveries, ...(silenced.length === 0 ? {} : { silenced }) };
  }

  private async owe(
    ctx: WorkspaceContext,
    tx: EntityManager,
    notification: Notification,
    decision: RoutingDecision,
  ): Promise<DeliveryReceipt[]> {
    const { destinations, only_to: onlyTo } = decision;
    const { type, severity, threadKey, summary } = notification;
    const places = placesOf(decision);
    const kind = this.kinds.of(type);
    if (kind !== undefined) return kind.accept(ctx, tx, notification, places);
    const owed = { message: notificationCard(notification), priority: priorityOf(severity), threadKey };
    if (onlyTo === undefined) return this.outbox.post(ctx, tx, { ...owed, summary }, places);
    const [destination] = destinations;
    if (destination === undefined) return [];
    return [await this.outbox.whisper(ctx, tx, owed, { destination, userId: onlyTo })];
  }
}

function byFingerprint(a: Draft, b: Draft): number {
  const [left, right] = [a.fingerprint ?? '', b.fingerprint ?? ''];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** By destination. */
function silencesOf(
  { destinations }: RoutingDecision,
  draft: Draft,
  silenceOf: SilenceOf,
): Map<string, Silence> {
  const found = new Map<string, Silence>();
  for (const destination of destinations) {
    const silence = silenceOf(draft, destination);
    if (silence !== undefined) found.set(destination, silence);
  }
  return found;
}

const audible = (decision: RoutingDecision, silences: ReadonlyMap<string, Silence>): RoutingDecision => ({
  ...decision,
  destinations: decision.destinations.filter((destination) => !silences.has(destination)),
});
