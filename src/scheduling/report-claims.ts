import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Log } from '../platform/logging/log.js';
import { storedRun } from './domain/next-run.js';

const AT_ONCE = 1_000;

interface DueReport {
  workspaceId: string;
  id: string;
  cron: string;
  zone: string;
  destination: string;
  due: Date;
  now: Date;
}

/**
 * Turns schedules that are due into runs: whoever locks a schedule's row first, of however many processes, writes the run
 * and moves the schedule on in one transaction. A run's key is its schedule and its time, so that it is there once.
 */
@Injectable()
export class ReportClaims {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly log: Log,
  ) {}

  /** @returns how many were due; as many as it takes at once when there may be more */
  async claimDue(): Promise<{ due: number; more: boolean }> {
    return this.dataSource.transaction(async (tx) => {
      const reports: DueReport[] = await tx.query(
        `SELECT workspace_id AS "workspaceId", id, cron, zone, destination, next_run_at AS due, clock_now() AS now
         FROM report WHERE next_run_at <= clock_now() ORDER BY next_run_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`,
      );
      if (reports.length === 0) return { due: 0, more: false };
      const runs = claimed(reports);
      for (const { fault: err, workspaceId, id } of runs) {
        if (err === undefined) continue;
        this.log.warn(
          { err, workspace: workspaceId, report: id },
          'A report never comes again: it is paused',
        );
      }
      await tx.query(
        `WITH given AS (SELECT * FROM unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::uuid[], $6::text[])
             AS row (workspace_id, report_id, slot, next_run_at, id, destination)),
           run AS (INSERT INTO report_run (workspace_id, report_id, slot, id, reason, destination)
             SELECT workspace_id, report_id, slot, id, 'schedule', destination FROM given
             -- Whoever has taken the app away is written to no more; when it comes back, so do the digests.
             WHERE NOT EXISTS (SELECT FROM workspace w JOIN installation i ON i.id = w.installation_id
               WHERE w.id = given.workspace_id AND i.ended_at IS NOT NULL)
             ON CONFLICT DO NOTHING)
         UPDATE report r SET next_run_at = given.next_run_at FROM given
         WHERE r.workspace_id = given.workspace_id AND r.id = given.report_id`,
        [
          runs.map(({ workspaceId }) => workspaceId),
          runs.map(({ id }) => id),
          runs.map(({ slot }) => slot),
          runs.map(({ next }) => next),
          runs.map(() => uuidv7()),
          runs.map(({ destination }) => destination),
        ],
      );
      return { due: reports.length, more: reports.length === AT_ONCE };
    });
  }
}

/** Many share an expression, a zone and a time: each is reckoned once. */
function claimed(reports: DueReport[]) {
  const runs = new Map<string, ReturnType<typeof storedRun>>();
  return reports.map(({ cron, zone, due, now, ...report }) => {
    const key = `${zone} ${due.getTime()} ${cron}`;
    const run = runs.get(key) ?? storedRun({ cron, zone, due }, now);
    runs.set(key, run);
    return { ...report, ...run };
  });
}
