import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { NotFoundError } from '../platform/errors/app-error.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { type DeliveryRow, type DeliveryView, IS_SENDING, LANE_OF, VIEW, viewOf } from './delivery-view.js';
import { inSmall } from './domain/address.js';
import { shardOf } from './domain/shard.js';
import type { ShownState } from './domain/shown-state.js';

export interface DeliveriesPage {
  deliveries: DeliveryView[];
  /** For the next page; null on the last. */
  next: string | null;
}

/** Each state by an index that has it; `sending` stands on the lanes, of which there are few. */
const IN_STATE: Record<ShownState, string> = {
  queued: `d.state = 'queued' AND NOT EXISTS (SELECT FROM lane l
    WHERE l.workspace_id = d.workspace_id AND l.channel = d.channel AND l.sending = d.id AND ${IS_SENDING})`,
  sending: `d.state = 'queued' AND d.id IN (SELECT l.sending FROM lane l WHERE l.workspace_id = $1 AND ${IS_SENDING})`,
  held: `d.state = 'held'`,
  unknown: `d.state = 'unknown'`,
  sent: `d.state = 'sent'`,
  failed: `d.state = 'failed'`,
  superseded: `d.state = 'superseded'`,
  merged: `d.state = 'merged'`,
};

const FEW_QUEUED = `(SELECT * FROM delivery d WHERE d.workspace_id = $1 AND d.state = 'queued'
  AND ($3::text[] IS NULL OR d.channel = ANY ($3)) OFFSET 0)`;
const FEW = 10_000;

/** What is owed to Slack, and what became of it. */
@Injectable()
export class Deliveries {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Newest first.
   * @param channel a channel's id, or its `#name`
   * @param after the cursor of the page before
   */
  async list(
    ctx: WorkspaceContext,
    filter: { state?: ShownState; channel?: string; after?: string; limit: number },
  ): Promise<DeliveriesPage> {
    const { state, channel, after, limit } = filter;
    const lanes = channel === undefined ? null : await this.lanesOf(ctx, channel);
    // Ids are made in the order of time, and the primary key has them in that order: of few that wait among many that are
    // over, it would read all, and the planner doesn't know.
    const from = state === 'queued' && (await this.fewWait(ctx, lanes)) ? FEW_QUEUED : 'delivery';
    const rows = await this.read(
      `SELECT d.id FROM ${from} d
       WHERE d.workspace_id = $1 AND d.shard = $2 ${state === undefined ? '' : `AND ${IN_STATE[state]}`}
         AND ($3::text[] IS NULL OR d.channel = ANY ($3)) AND ($4::uuid IS NULL OR d.id < $4)
       ORDER BY d.id DESC LIMIT $5`,
      [ctx.workspaceId, shardOf(ctx.workspaceId), lanes, after ?? null, limit + 1],
      'd.id DESC',
    );
    const deliveries = rows.slice(0, limit);
    return { deliveries, next: rows.length > limit ? (deliveries.at(-1)?.id ?? null) : null };
  }

  /** @throws NotFoundError */
  async get(ctx: WorkspaceContext, id: string): Promise<DeliveryView> {
    const [delivery] = await this.these(ctx, [id]);
    if (delivery === undefined) throw noDelivery(id);
    return delivery;
  }

  /** Oldest first. Those that have left are not among them. */
  these(ctx: WorkspaceContext, ids: string[]): Promise<DeliveryView[]> {
    const chosen = `SELECT d.id FROM delivery d WHERE d.workspace_id = $1 AND d.id = ANY ($2::uuid[])`;
    return this.read(chosen, [ctx.workspaceId, ids], 'd.created_at, d.id');
  }

  /** How many failed for good in a time and have not been given another try; from `from` on, without `to`. */
  async failedBetween(
    { workspaceId }: WorkspaceContext,
    { from, to }: { from: Date; to: Date },
  ): Promise<number> {
    const rows: { count: number }[] = await this.dataSource.query(
      `SELECT count(*)::int AS count FROM delivery
       WHERE workspace_id = $1 AND state = 'failed' AND finished_at >= $2 AND finished_at < $3`,
      [workspaceId, from, to],
    );
    return rows[0].count;
  }

  /** @param chosen SQL that gives ids; $1 is the workspace */
  private async read(chosen: string, parameters: unknown[], order: string): Promise<DeliveryView[]> {
    const rows: DeliveryRow[] = await this.dataSource.query(
      `WITH chosen AS MATERIALIZED (${chosen})
       SELECT ${VIEW} FROM chosen JOIN delivery d ON d.workspace_id = $1 AND d.id = chosen.id ${LANE_OF} ORDER BY ${order}`,
      parameters,
    );
    return rows.map(viewOf);
  }

  private async fewWait({ workspaceId }: WorkspaceContext, lanes: string[] | null): Promise<boolean> {
    const [{ count }]: { count: number }[] = await this.dataSource.query(
      `SELECT count(*)::int AS count FROM (SELECT FROM delivery d WHERE d.workspace_id = $1 AND d.state = 'queued'
         AND ($2::text[] IS NULL OR d.channel = ANY ($2)) LIMIT ${FEW + 1}) counted`,
      [workspaceId, lanes],
    );
    return count <= FEW;
  }

  /** A name's own lane, where it is not known yet, and those of the channels that have it. */
  private async lanesOf(ctx: WorkspaceContext, channel: string): Promise<string[]> {
    if (!channel.startsWith('#')) return [channel];
    const name = inSmall(channel);
    const rows: { id: string }[] = await this.dataSource.query(
      'SELECT id FROM channel WHERE workspace_id = $1 AND name = $2',
      [ctx.workspaceId, name.slice(1)],
    );
    return [name, ...rows.map(({ id }) => id)];
  }
}

export const noDelivery = (id: string) =>
  new NotFoundError({
    detail: `There is no delivery ${id} in this workspace. What has arrived is kept for 30 days, what failed for 90.`,
  });
