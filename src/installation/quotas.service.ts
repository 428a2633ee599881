import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { LRUCache } from 'lru-cache';
import { DataSource, type EntityManager } from 'typeorm';
import { type Actor, Audit } from '../audit/index.js';
import { Config } from '../platform/config/config.js';
import { Transactions } from '../platform/database/transactions.js';
import { AppError, ConflictError } from '../platform/errors/app-error.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { type Metered, type Quotas as Limits, WINDOW_S, judge } from './domain/quota.js';

/** The workspace has used up what it may. */
export class QuotaExceededError extends AppError {
  readonly code = 'quota-exceeded';
  readonly status = 429;
  readonly title = 'This workspace has used up its quota';
}

export type Asked = Readonly<Partial<Record<Metered, number>>>;

interface Waiting {
  asked: Asked;
  resolve: () => void;
  reject: (error: unknown) => void;
}

const KNOWN_MS = 10_000;
const MOST_KNOWN = 10_000;

const TAKE = `
  INSERT INTO quota_use AS q (workspace_id, what, since, used)
  SELECT $1, what, date_bin(seconds * interval '1 second', clock_now(), timestamptz 'epoch'), asked
  FROM unnest($2::text[], $3::int[], $4::bigint[]) AS a (what, seconds, asked) ORDER BY what
  ON CONFLICT (workspace_id, what) DO UPDATE SET since = EXCLUDED.since,
    used = CASE WHEN q.since = EXCLUDED.since THEN q.used ELSE 0 END + EXCLUDED.used
  RETURNING what, used::float8 AS used, since, clock_now() AS now`;

const GIVE_BACK = `
  UPDATE quota_use q SET used = greatest(0, q.used - a.asked)
  FROM unnest($2::text[], $3::bigint[]) AS a (what, asked) WHERE q.workspace_id = $1 AND q.what = a.what`;

/**
 * Counts what a workspace uses, for all processes, in rows that no transaction holds for long. What comes in while a count
 * is on its way is counted with the next one: a storm in one workspace is few statements.
 */
@Injectable()
export class Quotas {
  private readonly limits = new LRUCache<string, Limits>({ max: MOST_KNOWN, ttl: KNOWN_MS });
  private readonly waiting = new Map<string, Waiting[]>();
  private readonly counting = new Set<string>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly config: Config,
    private readonly audit: Audit,
  ) {}

  /** Before the work, outside of its transaction. @throws QuotaExceededError, and then nothing is counted */
  take(ctx: WorkspaceContext, asked: Asked): Promise<void> {
    const { workspaceId } = ctx;
    return new Promise((resolve, reject) => {
      const line = this.waiting.get(workspaceId) ?? [];
      line.push({ asked, resolve, reject });
      this.waiting.set(workspaceId, line);
      if (!this.counting.has(workspaceId)) void this.count(ctx);
    });
  }

  /** @throws ConflictError when the workspace has as many keys as it may */
  async needsRoomForKey(ctx: WorkspaceContext, tx: EntityManager): Promise<void> {
    // One after the other: the last room is one key's.
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`keys:${ctx.workspaceId}`]);
    const { keys } = await this.of(ctx, tx);
    const rows: { count: number }[] = await tx.query(
      `SELECT count(*)::int AS count FROM api_key WHERE workspace_id = $1 AND revoked_at IS NULL`,
      [ctx.workspaceId],
    );
    if (rows[0].count < keys) return;
    throw new ConflictError({
      detail: `This workspace may have ${keys} keys, and has. Revoke one that nobody needs; whoever runs the service can raise the limit.`,
    });
  }

  /** @param tx through which to ask, where there is one: whoever holds a connection must not wait for another */
  async of({ workspaceId }: WorkspaceContext, tx?: EntityManager): Promise<Limits> {
    const known = this.limits.get(workspaceId);
    if (known !== undefined) return known;
    const rows: Partial<Record<keyof Limits, number | null>>[] = await (tx ?? this.dataSource).query(
      `SELECT notifications_per_minute AS "notificationsPerMinute", bytes_per_day::float8 AS "bytesPerDay", keys
       FROM workspace_quota WHERE workspace_id = $1`,
      [workspaceId],
    );
    const own = Object.fromEntries(Object.entries(rows[0] ?? {}).filter(([, value]) => value !== null));
    const limits = { ...this.config.quotas, ...own };
    this.limits.set(workspaceId, limits);
    return limits;
  }

  /** Other processes go by it within ten seconds. */
  async set(ctx: WorkspaceContext, limits: Partial<Limits>, by: Actor): Promise<Limits> {
    await this.transactions.run(ctx, async (tx) => {
      await tx.query(
        `INSERT INTO workspace_quota AS q (workspace_id, notifications_per_minute, bytes_per_day, keys)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (workspace_id) DO UPDATE SET
           notifications_per_minute = coalesce(EXCLUDED.notifications_per_minute, q.notifications_per_minute),
           bytes_per_day = coalesce(EXCLUDED.bytes_per_day, q.bytes_per_day), keys = coalesce(EXCLUDED.keys, q.keys)`,
        [
          ctx.workspaceId,
          limits.notificationsPerMinute ?? null,
          limits.bytesPerDay ?? null,
          limits.keys ?? null,
        ],
      );
      await this.audit.record(ctx, tx, {
        actor: by,
        action: 'quota.changed',
        subject: ctx.workspaceId,
        details: { ...limits },
      });
    });
    this.limits.delete(ctx.workspaceId);
    return this.of(ctx);
  }

  private async count(ctx: WorkspaceContext): Promise<void> {
    const { workspaceId } = ctx;
    this.counting.add(workspaceId);
    for (let line = this.waiting.get(workspaceId); line !== undefined; line = this.waiting.get(workspaceId)) {
      this.waiting.delete(workspaceId);
      const all = line;
      await this.countAll(ctx, all).catch((error: unknown) => all.forEach(({ reject }) => reject(error)));
    }
    this.counting.delete(workspaceId);
  }

  private async countAll(ctx: WorkspaceContext, line: Waiting[]): Promise<void> {
    const limits = await this.of(ctx);
    const totals = new Map<Metered, number>();
    for (const { asked } of line) {
      for (const [what, count] of Object.entries(asked) as [Metered, number][]) {
        totals.set(what, (totals.get(what) ?? 0) + count);
      }
    }
    const names = [...totals.keys()];
    const rows: { what: Metered; used: number; since: Date; now: Date }[] = await this.dataSource.query(
      TAKE,
      [ctx.workspaceId, names, names.map((what) => WINDOW_S[what]), names.map((what) => totals.get(what))],
    );
    // In the order in which they came: each is judged by what those before it were given.
    const before = new Map(rows.map(({ what, used }) => [what, used - (totals.get(what) ?? 0)]));
    const back = new Map<Metered, number>();
    for (const { asked, resolve, reject } of line) {
      const parts = Object.entries(asked) as [Metered, number][];
      const refusal = rows
        .map(({ what, since, now }) => {
          const count = asked[what];
          if (count === undefined) return undefined;
          return judge(limits, { what, used: (before.get(what) ?? 0) + count, asked: count, since }, now);
        })
        .find((found) => found !== undefined);
      const counts = refusal === undefined ? before : back;
      for (const [what, count] of parts) counts.set(what, (counts.get(what) ?? 0) + count);
      if (refusal === undefined) resolve();
      else reject(new QuotaExceededError(refusal));
    }
    if (back.size > 0)
      await this.dataSource.query(GIVE_BACK, [ctx.workspaceId, [...back.keys()], [...back.values()]]);
  }
}
