import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { v4 as uuidv4 } from 'uuid';
import { Outbox, priorityOf } from '../delivery/index.js';
import { Transactions } from '../platform/database/transactions.js';
import { Upkeep } from '../platform/queue/upkeep.js';
import type { SlackMessage } from '../slack/index.js';
import type { Covers } from './domain/data-window.js';

/** Longer than a digest takes, its chart and Slack's slowest answer among it. */
const LEASE_S = 120;
const MOST_ATTEMPTS = 5;
const AGAIN_S = 30;
const KEPT_DAYS = 90;

export interface ClaimedRun {
  workspaceId: string;
  id: string;
  reportId: string;
  slot: Date;
  claim: string;
  attempts: number;
  destination: string;
  reason: string;
  name: string;
  zone: string;
  covers: Covers;
}

/** Runs to be done: a claim is a lease, and only who still holds it can owe the message. */
@Injectable()
export class ReportRuns {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    upkeep: Upkeep,
  ) {
    upkeep.add('old runs of reports', () =>
      dataSource.query(
        `DELETE FROM report_run WHERE state <> 'waiting' AND created_at < clock_now() - $1 * interval '1 day'`,
        [KEPT_DAYS],
      ),
    );
  }

  async claim(most: number): Promise<ClaimedRun[]> {
    const claim = uuidv4();
    const [runs]: [ClaimedRun[], number] = await this.dataSource.query(
      `UPDATE report_run u SET claim = $1, attempts = u.attempts + 1, not_before = clock_now() + ${LEASE_S} * interval '1 second'
       FROM (SELECT workspace_id, report_id, slot FROM report_run WHERE state = 'waiting' AND not_before <= clock_now()
         ORDER BY not_before LIMIT $2 FOR UPDATE SKIP LOCKED) chosen, report r
       WHERE u.workspace_id = chosen.workspace_id AND u.report_id = chosen.report_id AND u.slot = chosen.slot
         AND r.workspace_id = u.workspace_id AND r.id = u.report_id
       RETURNING u.workspace_id AS "workspaceId", u.id, u.report_id AS "reportId", u.slot, u.claim, u.attempts, u.destination,
         u.reason, r.name, r.zone, r.covers`,
      [claim, most],
    );
    return runs;
  }

  /** The run is done and its message owed, both or neither. */
  async owe(run: ClaimedRun, message: SlackMessage): Promise<void> {
    const { workspaceId, destination } = run;
    await this.transactions.begin(async (tx) => {
      const [ours]: [unknown[], number] = await tx.query(
        `UPDATE report_run SET state = 'owed', error = NULL
         WHERE workspace_id = $1 AND report_id = $2 AND slot = $3 AND claim = $4 AND state = 'waiting' RETURNING id`,
        keyOf(run),
      );
      // Somebody else took it over when the lease had run out.
      if (ours.length === 0) return;
      const owed = { message, priority: priorityOf('info') };
      const [{ id }] = await this.outbox.post({ workspaceId }, tx, owed, [destination]);
      await tx.query(
        `UPDATE report_run SET delivery_id = $5 WHERE workspace_id = $1 AND report_id = $2 AND slot = $3 AND claim = $4`,
        [...keyOf(run), id],
      );
    });
  }

  /** @returns whether it is tried again */
  async fail(run: ClaimedRun, words: string): Promise<boolean> {
    const again = run.attempts < MOST_ATTEMPTS;
    await this.dataSource.query(
      `UPDATE report_run SET error = $5, state = $6, not_before = clock_now() + $7 * interval '1 second'
       WHERE workspace_id = $1 AND report_id = $2 AND slot = $3 AND claim = $4 AND state = 'waiting'`,
      [...keyOf(run), words, again ? 'waiting' : 'failed', AGAIN_S * run.attempts],
    );
    return again;
  }
}

const keyOf = ({ workspaceId, reportId, slot, claim }: ClaimedRun) => [workspaceId, reportId, slot, claim];
