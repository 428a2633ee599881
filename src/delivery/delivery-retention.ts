import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AT_ONCE, byIndex, countDeleted, forgetOldRows } from '../platform/database/old-rows.js';
import { Log } from '../platform/logging/log.js';
import { Upkeep } from '../platform/queue/upkeep.js';

/** What has arrived, or became unnecessary. */
export const KEPT_DAYS = 30;
/** What failed may still be wanted. */
export const FAILED_KEPT_DAYS = 90;
/** A card that was last changed so long ago, and whatever may still be said in its thread. */
export const CARD_KEPT_DAYS = 180;
/** One whose end was never shown: its alert may fire for so long without a word. */
export const LASTING_CARD_KEPT_DAYS = 400;

/** A round is cut off here; the next is within the hour. */
const LONGEST_MS = 10 * 60 * 1_000;

const FINISHED = {
  table: 'delivery',
  since: 'finished_at',
  days: KEPT_DAYS,
  when: `(o.state <> 'failed' OR o.finished_at < clock_now() - ${FAILED_KEPT_DAYS} * interval '1 day')`,
};

/** Whoever puts something into them locks their rows, or makes them anew: what is locked here, nobody is about to use. */
const UNTOUCHED_CARDS = `SELECT workspace_id, id FROM card
  WHERE created_at < clock_now() - $1 * interval '1 day'
    AND coalesce(touched_at, created_at) < clock_now() - CASE WHEN lasts THEN $2::int ELSE $1 END * interval '1 day'
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
    upkeep.add('old deliveries', (stop) => this.forgetOld(stop));
  }

  /** @returns how many rows left */
  async forgetOld(
    stop: () => boolean = () => false,
  ): Promise<{ deliveries: number; cards: number; lanes: number }> {
    const until = performance.now() + LONGEST_MS;
    const goesOn = () => performance.now() < until && !stop();
    const left = {
      deliveries: await forgetOldRows(this.dataSource, FINISHED, goesOn),
      cards: await this.forgetCards(goesOn),
      lanes: await this.forgetLanes(goesOn),
    };
    await this.dataSource.query(`DELETE FROM pace_hold WHERE until < clock_now() - interval '1 day'`);
    if (performance.now() > until)
      this.log.info(left, 'More deliveries are old than one round of upkeep takes');
    return left;
  }

  private async forgetCards(goesOn: () => boolean): Promise<number> {
    let left = 0;
    for (let count = AT_ONCE; count === AT_ONCE && goesOn(); left += count) {
      count = await byIndex(this.dataSource, async (tx) => {
        const rows: { workspace_id: string; id: string }[] = await tx.query(UNTOUCHED_CARDS, [
          CARD_KEPT_DAYS,
          LASTING_CARD_KEPT_DAYS,
        ]);
        return countDeleted(tx, CARDS, [
          rows.map(({ workspace_id }) => workspace_id),
          rows.map(({ id }) => id),
        ]);
      });
    }
    return left;
  }

  private async forgetLanes(goesOn: () => boolean): Promise<number> {
    let left = 0;
    let last: { workspace_id: string; channel: string } | undefined = { workspace_id: '', channel: '' };
    while (last !== undefined && goesOn()) {
      const { workspace_id, channel }: { workspace_id: string; channel: string } = last;
      last = await byIndex(this.dataSource, async (tx) => {
        const rows: { workspace_id: string; channel: string }[] = await tx.query(SLEEPING_LANES, [
          KEPT_DAYS,
          workspace_id,
          channel,
        ]);
        const ids = rows.map((row) => row.workspace_id);
        left += await countDeleted(tx, LANES, [ids, rows.map((row) => row.channel)]);
        return rows.length < AT_ONCE ? undefined : rows.at(-1);
      });
    }
    return left;
  }
}
