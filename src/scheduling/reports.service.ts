import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Audit, actorOf } from '../audit/index.js';
import { InputFault, checkZone } from '../platform/domain/index.js';
import { databaseNow } from '../platform/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import { type Fault, ConflictError, InvalidBodyError, NotFoundError } from '../platform/errors/app-error.js';
import { Idempotency, type IdempotentRequest } from '../platform/http/idempotency.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { parseCron } from './domain/cron.js';
import type { Covers } from './domain/data-window.js';
import { nextRun, storedRun } from './domain/next-run.js';
import { cronOf } from './domain/plain-schedule.js';
import { ReportPlaces } from './report-places.js';
import { ReportEntity } from './report.entity.js';

const MOST_REPORTS = 100;

/** What somebody may say of a report. */
export interface ReportWishes {
  name: string;
  /** "weekdays 08:00", or a cron expression. */
  schedule: string;
  zone: string;
  covers: Covers;
  destination: string;
  paused: boolean;
}

export interface ReportRun {
  id: string;
  reportId: string;
  slot: Date;
  reason: 'schedule' | 'asked' | 'preview';
  state: 'waiting' | 'owed' | 'failed';
  error: string | null;
  deliveryId: string | null;
}

const RUN = `id, report_id AS "reportId", slot, reason, state, error, delivery_id AS "deliveryId"`;

/** Reports that come by themselves: made, changed, paused, and run when somebody asks. */
@Injectable()
export class Reports {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly audit: Audit,
    private readonly idempotency: Idempotency,
    private readonly places: ReportPlaces,
  ) {}

  /** @param by a Slack user, or `key:<id>` @throws InvalidBodyError, ConflictError */
  async create(
    ctx: WorkspaceContext,
    wishes: ReportWishes,
    by: string,
    request?: IdempotentRequest,
  ): Promise<ReportEntity> {
    const destination = await this.placeOf(ctx, wishes.destination, by);
    return this.transactions.run(ctx, (tx) =>
      this.idempotency.once(ctx, tx, request, () => this.insert(ctx, tx, { ...wishes, destination }, by)),
    );
  }

  /** What isn't named stays; what is due by now comes all the same. @throws InvalidBodyError, NotFoundError */
  async change(
    ctx: WorkspaceContext,
    id: string,
    { ...wishes }: Partial<ReportWishes>,
    by: string,
  ): Promise<ReportEntity> {
    const { destination: asked } = wishes;
    if (asked !== undefined && asked !== (await this.get(ctx, id)).destination)
      wishes.destination = await this.placeOf(ctx, asked, by);
    return this.transactions.run(ctx, async (tx) => {
      const report = await this.locked(ctx, tx, id);
      const { name, schedule, cron, zone, covers, destination, nextRunAt } = report;
      const now = await databaseNow(tx);
      const stays = { name, schedule, zone, covers, destination, paused: nextRunAt === null };
      const given = Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined));
      const wanted = timed({ ...stays, ...given }, now);
      const sameTimes =
        wanted.cron === cron && wanted.zone === zone && (wanted.nextRunAt === null) === (nextRunAt === null);
      if (!sameTimes && nextRunAt !== null && nextRunAt <= now) {
        const { slot } = storedRun({ cron, zone, due: nextRunAt }, now);
        await tx.query(
          `INSERT INTO report_run (workspace_id, report_id, slot, id, reason, destination)
           VALUES ($1, $2, $3, $4, 'schedule', $5) ON CONFLICT DO NOTHING`,
          [ctx.workspaceId, id, slot, uuidv7(), destination],
        );
      }
      Object.assign(report, wanted, sameTimes ? { nextRunAt } : {});
      await tx.save(report);
      await this.record(ctx, tx, 'report.changed', report, by);
      return report;
    });
  }

  async delete(ctx: WorkspaceContext, id: string, by: string): Promise<void> {
    await this.transactions.run(ctx, async (tx) => {
      const report = await this.locked(ctx, tx, id);
      await tx.delete(ReportEntity, { workspaceId: ctx.workspaceId, id });
      await this.record(ctx, tx, 'report.deleted', report, by);
    });
  }

  /**
   * Those that come to a channel or a person, newest first: by id, or by the name that Slack tells, or that is known.
   * @param name without the `#`; undefined where there is none
   */
  comingTo(
    { workspaceId }: WorkspaceContext,
    { id, name }: { id: string; name?: string },
  ): Promise<ReportEntity[]> {
    return this.dataSource.manager
      .createQueryBuilder(ReportEntity, 'r')
      .where('r.workspaceId = :workspaceId', { workspaceId })
      .andWhere(
        `(r.destination = :id OR lower(r.destination) = '#' || lower(:name::text)
          OR EXISTS (SELECT FROM channel c WHERE c.workspace_id = :workspaceId AND c.id = :id
            AND lower(r.destination) = '#' || c.name)
          OR EXISTS (SELECT FROM channel_successor s WHERE s.workspace_id = :workspaceId AND s.successor_id = :id
            AND r.destination = s.id))`,
        { id, name: name ?? null },
      )
      .orderBy('r.id', 'DESC')
      .getMany();
  }

  /** Newest first. */
  list({ workspaceId }: WorkspaceContext): Promise<ReportEntity[]> {
    return this.dataSource.manager.find(ReportEntity, { where: { workspaceId }, order: { id: 'DESC' } });
  }

  /** @throws NotFoundError */
  async get({ workspaceId }: WorkspaceContext, id: string): Promise<ReportEntity> {
    const report = await this.dataSource.manager.findOneBy(ReportEntity, { workspaceId, id });
    if (report === null) throw noReport(id);
    return report;
  }

  /** Newest first. */
  runsOf({ workspaceId }: WorkspaceContext, id: string): Promise<ReportRun[]> {
    return this.dataSource.query(
      `SELECT ${RUN} FROM report_run WHERE workspace_id = $1 AND report_id = $2 ORDER BY slot DESC LIMIT 20`,
      [workspaceId, id],
    );
  }

  /**
   * Runs it now, paused or not; its schedule stays as it is.
   * @param preview who alone gets it, in direct messages
   * @throws NotFoundError
   */
  run(ctx: WorkspaceContext, id: string, preview?: string): Promise<ReportRun> {
    return this.transactions.run(ctx, async (tx) => {
      const { workspaceId } = ctx;
      const { destination } = await this.locked(ctx, tx, id);
      // To the millisecond, as JavaScript has it: by its slot the run is found again.
      const rows: ReportRun[] = await tx.query(
        `INSERT INTO report_run (workspace_id, report_id, slot, id, reason, destination)
         VALUES ($1, $2, date_trunc('milliseconds', clock_now()), $3, $4, $5) RETURNING ${RUN}`,
        [workspaceId, id, uuidv7(), preview === undefined ? 'asked' : 'preview', preview ?? destination],
      );
      return rows[0];
    });
  }

  /** For one person alone, who is looked up first. @throws NotFoundError, InvalidBodyError where there is nobody */
  async preview(ctx: WorkspaceContext, id: string, person: string): Promise<ReportRun> {
    await this.get(ctx, id);
    return this.run(ctx, id, await this.places.checked(ctx, person, '/preview_to'));
  }

  /** One's own needs no asking. @throws InvalidBodyError where nothing can go */
  private async placeOf(ctx: WorkspaceContext, destination: string, by: string): Promise<string> {
    return destination === by ? by : this.places.checked(ctx, destination);
  }

  private async insert(
    ctx: WorkspaceContext,
    tx: EntityManager,
    wishes: ReportWishes,
    by: string,
  ): Promise<ReportEntity> {
    const { workspaceId } = ctx;
    const now = await databaseNow(tx);
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`reports:${workspaceId}`]);
    if ((await tx.countBy(ReportEntity, { workspaceId })) >= MOST_REPORTS) {
      throw new ConflictError({
        detail: `A workspace has ${MOST_REPORTS} reports at most. Delete one that nobody reads any more.`,
      });
    }
    const identity = { workspaceId, id: uuidv7(), createdBy: by, createdAt: now };
    const report = tx.create(ReportEntity, { ...identity, ...timed(wishes, now) });
    await tx.insert(ReportEntity, report);
    await this.record(ctx, tx, 'report.created', report, by);
    return report;
  }

  private record(ctx: WorkspaceContext, tx: EntityManager, action: string, report: ReportEntity, by: string) {
    const { id, name, schedule, zone, covers, destination, nextRunAt } = report;
    const details = { name, schedule, zone, covers, destination, paused: nextRunAt === null };
    return this.audit.record(ctx, tx, { actor: actorOf(by), action, subject: id, details });
  }

  private async locked(
    { workspaceId }: WorkspaceContext,
    tx: EntityManager,
    id: string,
  ): Promise<ReportEntity> {
    const lock = { mode: 'pessimistic_write' } as const;
    const report = await tx.findOne(ReportEntity, { where: { workspaceId, id }, lock });
    if (report === null) throw noReport(id);
    return report;
  }
}

const noReport = (id: string) => new NotFoundError({ detail: `There is no report ${id} in this workspace.` });

/** @throws InvalidBodyError naming every fault */
function timed({ paused, ...wishes }: ReportWishes, now: Date) {
  const faults: Fault[] = [];
  const read = (pointer: string, reading: () => string): string => {
    try {
      return reading();
    } catch (error) {
      if (!(error instanceof InputFault)) throw error;
      faults.push({ pointer, detail: error.message });
      return '';
    }
  };
  const cron = read('/schedule', () => cronOf(wishes.schedule));
  const zone = read('/zone', () => checkZone(wishes.zone));
  if (faults.length > 0)
    throw new InvalidBodyError({ detail: faults.map(({ detail }) => detail).join(' '), faults });
  return { ...wishes, cron, zone, nextRunAt: paused ? null : nextRun(parseCron(cron), zone, now) };
}
