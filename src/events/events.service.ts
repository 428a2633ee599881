import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { EventWaker } from './event-waker.js';

export const WORK_STATES = ['ready', 'running', 'done', 'parked'] as const;
export type WorkState = (typeof WORK_STATES)[number];

/** One handler's part in one event. */
export interface EventView {
  id: string;
  type: string;
  handler: string | null;
  state: WorkState | 'unhandled';
  attempts: number;
  error: string | null;
  receivedAt: Date;
  dueAt: Date | null;
  finishedAt: Date | null;
}

export interface EventsPage {
  events: EventView[];
  /** For the next page; null on the last. */
  next: string | null;
}

export interface ReplayFilter {
  id?: string;
  handler?: string;
  /** A part of the error's words. */
  error?: string;
  /** Those that were done as well; only with an `id`. Their effects then happen a second time. */
  again?: boolean;
}

/** What came in from Slack, and what became of it. */
@Injectable()
export class Events {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly waker: EventWaker,
  ) {}

  /**
   * Newest first. The first line about the cursor is for the index, which knows times alone; the second is exact.
   * @param after the cursor of the page before
   */
  async list(
    ctx: WorkspaceContext,
    filter: { state?: WorkState; type?: string; after?: string; limit: number },
  ): Promise<EventsPage> {
    const rows: (EventView & { cursor: string })[] = await this.dataSource.query(
      `SELECT e.event_id AS id, e.type, w.handler, coalesce(w.state, 'unhandled') AS state,
         coalesce(w.attempts, 0) AS attempts, w.error, e.received_at AS "receivedAt", w.due_at AS "dueAt",
         w.finished_at AS "finishedAt",
         extract(epoch FROM e.received_at)::numeric || '|' || e.event_id || '|' || coalesce(w.handler, '') AS cursor
       FROM event e LEFT JOIN event_work w USING (day, app_id, event_id)
       WHERE e.workspace_id = $1 AND ($2::text IS NULL OR w.state = $2) AND ($3::text IS NULL OR e.type = $3)
         AND ($4::text IS NULL OR e.received_at <= to_timestamp(split_part($4, '|', 1)::numeric))
         AND ($4::text IS NULL OR (e.received_at, e.event_id, coalesce(w.handler, '')) <
           (to_timestamp(split_part($4, '|', 1)::numeric), split_part($4, '|', 2), split_part($4, '|', 3)))
       ORDER BY e.received_at DESC, e.event_id DESC, coalesce(w.handler, '') DESC LIMIT $5`,
      [ctx.workspaceId, filter.state ?? null, filter.type ?? null, filter.after ?? null, filter.limit + 1],
    );
    const events = rows.slice(0, filter.limit);
    const next = rows.length > filter.limit ? (events.at(-1)?.cursor ?? null) : null;
    return { events: events.map(({ cursor: _, ...view }) => view), next };
  }

  /**
   * Parked work gets all its attempts again.
   * @returns how many handlers have another turn
   */
  async replay(ctx: WorkspaceContext, filter: ReplayFilter): Promise<number> {
    const [, count]: [unknown[], number] = await this.dataSource.query(
      `UPDATE event_work SET state = 'ready', attempts = 0, claim = NULL, due_at = clock_now(), finished_at = NULL
       WHERE workspace_id = $1 AND (state = 'parked' OR ($5 AND state = 'done'))
         AND ($2::text IS NULL OR event_id = $2) AND ($3::text IS NULL OR handler = $3)
         AND ($4::text IS NULL OR position($4 IN error) > 0)`,
      [
        ctx.workspaceId,
        filter.id ?? null,
        filter.handler ?? null,
        filter.error ?? null,
        filter.again === true && filter.id !== undefined,
      ],
    );
    if (count > 0) this.waker.wake();
    return count;
  }
}
