import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { addressIn } from '../delivery/index.js';
import { type RoutingDocument, decide } from './domain/routing.js';
import { NotificationKinds } from './notification-kinds.js';
import { NotificationEntity } from './notification.entity.js';
import { placesOf, summaryOf } from './notification.js';
import { Routing } from './routing.service.js';
import { type Silence, type Silenced, Silencers } from './silencers.js';

/** What a silence has kept back, once it is over. */
export interface KeptBack {
  /** Of one alert all that was reported counts once. */
  count: number;
  /** Of the severest, as plain text. */
  titles: string[];
  /** Of these so many are shown now, since they still last. */
  shown: number;
}

const MOST_TITLES = 5;

interface Row {
  id: string;
  destination: string;
}

/** What was taken in and not shown: nothing is lost, each has its reason, and what still lasts is shown afterwards. */
@Injectable()
export class SilencedNotifications {
  constructor(
    private readonly silencers: Silencers,
    private readonly kinds: NotificationKinds,
    private readonly routing: Routing,
  ) {}

  async record(
    { workspaceId }: WorkspaceContext,
    tx: EntityManager,
    id: string,
    silenced: ReadonlyMap<string, Silence>,
  ): Promise<void> {
    if (silenced.size === 0) return;
    const all = [...silenced];
    await tx.query(
      `INSERT INTO silenced_notification (workspace_id, notification_id, destination, silenced_by, why)
       SELECT $1, $2, * FROM unnest($3::text[], $4::text[], $5::text[])`,
      [
        workspaceId,
        id,
        all.map(([destination]) => destination),
        all.map(([, { by }]) => by),
        all.map(([, { why }]) => why),
      ],
    );
  }

  of({ workspaceId }: WorkspaceContext, tx: EntityManager, id: string): Promise<Silenced[]> {
    return tx.query(
      `SELECT destination AS channel, why FROM silenced_notification WHERE workspace_id = $1 AND notification_id = $2
       ORDER BY destination`,
      [workspaceId, id],
    );
  }

  /**
   * A silence is over. What another one silences still is that one's from now on; what lasts, as an alert that fires, is
   * shown; the rest stays as it is recorded.
   */
  async release(ctx: WorkspaceContext, tx: EntityManager, by: string): Promise<KeptBack> {
    const { workspaceId } = ctx;
    const [{ count }]: { count: number }[] = await tx.query(
      `SELECT count(DISTINCT coalesce(n.fingerprint, n.id::text))::int AS count
       FROM silenced_notification s JOIN notification n ON n.workspace_id = s.workspace_id AND n.id = s.notification_id
       WHERE s.workspace_id = $1 AND s.silenced_by = $2`,
      [workspaceId, by],
    );
    if (count === 0) return { count, titles: [], shown: 0 };
    const newest: Row[] = await tx.query(
      `SELECT id, destination FROM (
         SELECT DISTINCT ON (coalesce(n.fingerprint, n.id::text), s.destination) n.id, s.destination, n.severity
         FROM silenced_notification s JOIN notification n ON n.workspace_id = s.workspace_id AND n.id = s.notification_id
         WHERE s.workspace_id = $1 AND s.silenced_by = $2
         ORDER BY coalesce(n.fingerprint, n.id::text), s.destination, n.id DESC) newest
       ORDER BY array_position(ARRAY['critical', 'error', 'warning', 'info'], severity), id`,
      [workspaceId, by],
    );
    const { document } = await this.routing.current(ctx, tx);
    const silenceOf = await this.silencers.inForce(ctx, tx);
    const titles = new Set<string>();
    const shown = new Set<string>();
    for (const { id, destination } of newest) {
      const row = await tx.findOneByOrFail(NotificationEntity, { workspaceId, id });
      titles.add(row.title);
      const silence = silenceOf(row.body, destination);
      if (silence !== undefined) await this.handOver(ctx, tx, { id, destination }, by, silence);
      else if (await this.show(ctx, tx, row, destination, document)) shown.add(row.fingerprint ?? id);
    }
    return { count, titles: [...titles].slice(0, MOST_TITLES), shown: shown.size };
  }

  /** All that was reported of it. */
  private async handOver(
    { workspaceId }: WorkspaceContext,
    tx: EntityManager,
    { id, destination }: Row,
    from: string,
    { by, why }: Silence,
  ): Promise<void> {
    await tx.query(
      `UPDATE silenced_notification s SET silenced_by = $5, why = $6 FROM notification n, notification this
       WHERE this.workspace_id = $1 AND this.id = $2 AND n.workspace_id = $1
         AND (n.id = this.id OR n.fingerprint = this.fingerprint)
         AND s.workspace_id = $1 AND s.notification_id = n.id AND s.destination = $3 AND s.silenced_by = $4`,
      [workspaceId, id, destination, from, by, why],
    );
  }

  private async show(
    ctx: WorkspaceContext,
    tx: EntityManager,
    { id, body, occurredAt, type }: NotificationEntity,
    destination: string,
    document: RoutingDocument,
  ): Promise<boolean> {
    const notification = { ...body, id, occurredAt, summary: summaryOf(document, body) };
    const place = placesOf(decide(document, body)).find((one) => addressIn(one) === addressIn(destination));
    return (await this.kinds.of(type)?.showLate?.(ctx, tx, notification, [place ?? destination])) ?? false;
  }
}
