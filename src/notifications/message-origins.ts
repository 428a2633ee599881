import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Deliveries, type DeliveryView, StandingMessages } from '../delivery/index.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { type RouteVerdict, type RoutingDecision, decide } from './domain/routing.js';
import { NotificationEntity } from './notification.entity.js';
import { Routing } from './routing.service.js';
import { SilencedNotifications } from './silenced-notifications.js';
import type { Silenced } from './silencers.js';

/** Why a message stands in Slack. */
export type MessageOrigin =
  /** Not ours, or gone from our record. */
  | { kind: 'unknown' }
  /** Its card is ours; what was decided has been kept for its time. */
  | { kind: 'forgotten' }
  /** Something of ours that took no route: a digest, an answer. */
  | { kind: 'unrouted'; delivery: DeliveryView }
  /** The summary of a storm. */
  | { kind: 'summary'; delivery: DeliveryView; messages: number }
  | RoutedMessage;

export interface RoutedMessage {
  kind: 'routed';
  delivery: DeliveryView;
  /** What it was posted for. */
  title: string;
  type: string;
  severity: string;
  source: string | null;
  receivedAt: Date;
  /** So many more were reported of the same, and are shown by it. */
  later: number;
  /** Where else it should have been shown, and was not. */
  silenced: Silenced[];
  /** As it was recorded when it was decided. */
  verdicts: RouteVerdict[];
  /** Of the document that decided. */
  version: number;
  /** Where another document counts by now: what it would decide. */
  today?: { version: number; appliedAt: Date; by: string; decision: RoutingDecision };
}

/** Finds why a message went where it stands: what was recorded when it was decided, not what would be decided now. */
@Injectable()
export class MessageOrigins {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly standing: StandingMessages,
    private readonly deliveries: Deliveries,
    private readonly routing: Routing,
    private readonly kept: SilencedNotifications,
  ) {}

  /** @param channel its id @param ts as Slack has it, `1763900000.000100` */
  async of(ctx: WorkspaceContext, channel: string, ts: string): Promise<MessageOrigin> {
    const message = await this.standing.at(ctx, channel, ts);
    if (message === undefined) return { kind: 'unknown' };
    const [delivery] = await this.deliveries.these(ctx, message.deliveries);
    if (delivery === undefined) return { kind: 'forgotten' };
    if (message.summarises > 0) return { kind: 'summary', delivery, messages: message.summarises };
    const [first, ...later] = await this.shownBy(ctx, message.deliveries);
    if (first === undefined) return { kind: 'unrouted', delivery };
    const { title, type, severity, source, receivedAt, routes: verdicts } = first;
    const facts = { title, type, severity, source, receivedAt, verdicts, later: later.length };
    const silenced = await this.kept.of(ctx, this.dataSource.manager, first.id);
    const version = first.routesVersion ?? (await this.versionAt(ctx, receivedAt));
    return {
      kind: 'routed',
      delivery,
      ...facts,
      silenced,
      version,
      today: await this.today(ctx, first, version),
    };
  }

  private shownBy({ workspaceId }: WorkspaceContext, deliveries: string[]): Promise<NotificationEntity[]> {
    return this.dataSource.manager
      .createQueryBuilder(NotificationEntity, 'n')
      .where('n.workspace_id = :workspaceId', { workspaceId })
      .andWhere(
        `n.id IN (SELECT notification_id FROM notification_delivery
          WHERE workspace_id = :workspaceId AND delivery_id = ANY (:deliveries::uuid[]))`,
        { deliveries },
      )
      .orderBy('n.received_at')
      .addOrderBy('n.id')
      .getMany();
  }

  private async versionAt({ workspaceId }: WorkspaceContext, at: Date): Promise<number> {
    const [{ version }]: { version: number | null }[] = await this.dataSource.query(
      `SELECT max(version) AS version FROM routing_document WHERE workspace_id = $1 AND applied_at <= $2`,
      [workspaceId, at],
    );
    return version ?? 0;
  }

  private async today(
    ctx: WorkspaceContext,
    { body }: NotificationEntity,
    then: number,
  ): Promise<RoutedMessage['today']> {
    const { version, document } = await this.routing.current(ctx);
    if (version === then) return undefined;
    const [{ appliedAt, by }]: { appliedAt: Date; by: string }[] = await this.dataSource.query(
      `SELECT applied_at AS "appliedAt", applied_by AS by FROM routing_document WHERE workspace_id = $1 AND version = $2`,
      [ctx.workspaceId, version],
    );
    return { version, appliedAt, by, decision: decide(document, body) };
  }
}
