import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { Log } from '../platform/logging/log.js';
import { Upkeep } from '../platform/queue/upkeep.js';

/** What has arrived, or became unnecessary. */
export const KEPT_DAYS = 30;
/** What failed may still be wanted. */
export const FAILED_KEPT_DAYS = 90;
/** A card that nobody has touched for so long is posted afresh, should its subject change after all. */
export const CARD_KEPT_DAYS = 180;

const AT_ONCE = 1_000;
/** A round is cut off here; the next is within the hour. */
const LONGEST_MS = 20_000;

/**
 * The workspaces that have something that is over for so long: two probes of an index for each workspace, whatever they
 * have. Oldest first within each.
 */
const WORKSPACES = `WITH RECURSIVE one AS (
    (SELECT d.workspace_id AS id FROM delivery d WHERE d.finished_at IS NOT NULL ORDER BY d.workspace_id LIMIT 1)
    UNION ALL
    SELECT (SELECT d.workspace_id FROM delivery d WHERE d.finished_at IS NOT NULL AND d.workspace_id > one.id
      ORDER BY d.workspace_id LIMIT 1) FROM one WHERE one.id IS NOT NULL
  )
  SELECT id FROM one WHERE id IS NOT NULL AND EXISTS (
    SELECT FROM delivery d WHERE d.workspace_id = one.id AND d.finished_at < clock_now() - $1 * interval '1 day')`;

const FINISHED = `DELETE FROM delivery d USING (
    SELECT workspace_id, id FROM delivery
    WHERE workspace_id = $1 AND finished_at < clock_now() - $2 * interval '1 day'
      AND (state <> 'failed' OR finished_at < clock_now() - $3 * interval '1 day')
    ORDER BY finished_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED) old
  WHERE d.workspace_id = old.workspace_id AND d.id = old.id`;

/** Whoever puts something into them locks their rows, or makes them anew: what is locked here, nobody is about to use. */
const UNTOUCHED_CARDS = `SELECT workspace_id, id FROM card
  WHERE created_at < clock_now() - $1 * interval '1 day'
    AND (shown_at IS NULL OR shown_at < clock_now() - $1 * interval '1 day')
  ORDER BY created_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`;
const CARDS = `DELETE FROM card c USING unnest($1::text[], $2::uuid[]) AS old (workspace_id, id)
  WHERE c.workspace_id = old.workspace_id AND c.id = old.id
    AND NOT EXISTS (SELECT FROM delivery d WHERE d.workspace_id = old.workspace_id AND d.card_id = old.id
      AND d.state IN ('queued', 'held', 'unknown'))
    AND NOT EXISTS (SELECT FROM delivery d WHERE d.workspace_id = old.workspace_id AND d.thread_card_id = old.id
      AND d.state IN ('queued', 'held', 'unknown'))`;

const SLEEPING_LANES = `SELECT workspace_id, channel FROM lane
  WHERE (workspace_id, channel) > ($2, $3) AND NOT awake AND next_at < clock_now() - $1 * interval '1 day'
  ORDER BY workspace_id, channel LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`;
const LANES = `DELETE FROM lane l USING unnest($1::text[], $2::text[]) AS old (workspace_id, channel)
  WHERE l.workspace_id = old.workspace_id AND l.channel = old.channel AND NOT EXISTS (
    SELECT FROM delivery d WHERE d.workspace_id = old.workspace_id AND d.channel = old.channel AND d.state = 'queued')`;

/** What is over leaves, a little at a time. */
@Injectable()
export class DeliveryRetention {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly log: Log,
    upkeep: Upkeep,
  ) {
    upkeep.add('old deliveries', () => this.forgetOld());
  }

  /** @returns how many rows left */
  async forgetOld(): Promise<{ deliveries: number; cards: number; lanes: number }> {
    const until = performance.now() + LONGEST_MS;
    const left = {
      deliveries: await this.forgetDeliveries(until),
      cards: await this.forgetCards(until),
      lanes: await this.forgetLanes(until),
    };
    await this.dataSource.query(`DELETE FROM pace_hold WHERE until < clock_now() - interval '1 day'`);
    if (performance.now() > until)
      this.log.info(left, 'More deliveries are old than one round of upkeep takes');
    return left;
  }

  private async forgetDeliveries(until: number): Promise<number> {
    const workspaces = await this.byIndex<{ id: string }[]>((tx) => tx.query(WORKSPACES, [KEPT_DAYS]));
    let left = 0;
    for (const { id } of workspaces) {
      for (let count = AT_ONCE; count === AT_ONCE && performance.now() < until; left += count)
        count = await this.byIndex((tx) => deleted(tx, FINISHED, [id, KEPT_DAYS, FAILED_KEPT_DAYS]));
    }
    return left;
  }

  private async forgetCards(until: number): Promise<number> {
    let left = 0;
    for (let count = AT_ONCE; count === AT_ONCE && performance.now() < until; left += count) {
      count = await this.byIndex(async (tx) => {
        const rows: { workspace_id: string; id: string }[] = await tx.query(UNTOUCHED_CARDS, [
          CARD_KEPT_DAYS,
        ]);
        return deleted(tx, CARDS, [rows.map(({ workspace_id }) => workspace_id), rows.map(({ id }) => id)]);
      });
    }
    return left;
  }

  private async forgetLanes(until: number): Promise<number> {
    let left = 0;
    let last: { workspace_id: string; channel: string } | undefined = { workspace_id: '', channel: '' };
    while (last !== undefined && performance.now() < until) {
      const { workspace_id, channel }: { workspace_id: string; channel: string } = last;
      last = await this.byIndex(async (tx) => {
        const rows: { workspace_id: string; channel: string }[] = await tx.query(SLEEPING_LANES, [
          ...[KEPT_DAYS, workspace_id, channel],
        ]);
        const ids = rows.map((row) => row.workspace_id);
        left += await deleted(tx, LANES, [ids, rows.map((row) => row.channel)]);
        return rows.length < AT_ONCE ? undefined : rows.at(-1);
      });
    }
    return left;
  }

  /** Each batch commits. The tables change too fast for the planner's figures: a stale one would read them as a whole. */
  private byIndex<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (tx) => {
      await tx.query(
        'SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off',
      );
      return work(tx);
    });
  }
}

async function deleted(tx: EntityManager, sql: string, parameters: unknown[]): Promise<number> {
  const [, count]: [unknown[], number] = await tx.query(sql, parameters);
  return count;
}
