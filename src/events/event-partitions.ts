import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { databaseNow } from '../platform/clock.js';
import { Config } from '../platform/config/config.js';
import { Log } from '../platform/logging/log.js';
import { Upkeep } from '../platform/queue/upkeep.js';
import { daysAround, firstDayKept } from './domain/day.js';

/** An event's text may hold what people wrote: it is kept as long as it can be useful for a replay. */
export const KEPT_DAYS = 7;
const TABLES = ['event', 'event_work'] as const;
/** Making or dropping a partition locks its table for a moment; a moment that doesn't come soon is tried again later. */
const LOCK_TIMEOUT = '2s';
/** One process at a time; any fixed number does. */
const LOCK = 7_254_332;

/** Days are made before they begin and dropped, as a whole, when they have been kept long enough. */
@Injectable()
export class EventPartitions implements OnApplicationBootstrap {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly upkeep: Upkeep,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  async onApplicationBootstrap() {
    this.upkeep.add('event partitions', () => this.keep());
    if (!this.config.works) return;
    try {
      await this.keep();
    } catch (err) {
      // The default partition takes what has none.
      this.log.warn(
        { err },
        'The inbox’s partitions could not be looked after; the next round is within the hour',
      );
    }
  }

  async keep(): Promise<void> {
    const now = await databaseNow(this.dataSource.manager);
    for (const day of daysAround(now)) for (const table of TABLES) await this.make(table, day);
    const kept = firstDayKept(now, KEPT_DAYS);
    for (const table of [...TABLES].reverse()) await this.drop(table, kept);
    await this.dropOddDays(kept);
  }

  private async make(table: string, day: string): Promise<void> {
    const name = partitionOf(table, day);
    await this.alone(async (query) => {
      const [{ there }] = (await query(
        `SELECT to_regclass('${name}') IS NOT NULL OR EXISTS (SELECT 1 FROM ${table}_default WHERE day = '${day}') AS there`,
      )) as [{ there: boolean }];
      // Rows of that day that went to the default partition already stay there, and their day with them.
      if (there) return;
      await query(
        `CREATE TABLE ${name} PARTITION OF ${table} FOR VALUES FROM ('${day}') TO ('${day}'::date + 1)`,
      );
    });
  }

  private async drop(table: string, firstKept: string): Promise<void> {
    const partitions: { name: string }[] = await this.dataSource.query(
      `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       WHERE i.inhparent = $1::regclass AND c.relname <> $1 || '_default' ORDER BY c.relname`,
      [table],
    );
    for (const { name } of partitions.filter((one) => one.name < partitionOf(table, firstKept))) {
      if (table === 'event_work') await this.tellOfParked(name);
      await this.alone((query) => query(`DROP TABLE IF EXISTS ${name}`));
    }
  }

  /** An odd time says nothing about how long they have been here. */
  private async dropOddDays(firstKept: string): Promise<void> {
    await this.dataSource.query(
      `WITH old AS (DELETE FROM event_default WHERE received_at < $1::date RETURNING day, app_id, event_id)
       DELETE FROM event_work w USING old
       WHERE w.day = old.day AND w.app_id = old.app_id AND w.event_id = old.event_id`,
      [firstKept],
    );
  }

  private async tellOfParked(partition: string): Promise<void> {
    const rows: { count: number }[] = await this.dataSource.query(
      `SELECT count(*)::int AS count FROM ${partition} WHERE state <> 'done'`,
    );
    const count = rows[0]?.count ?? 0;
    if (count > 0) {
      this.log.warn({ partition, count, keptDays: KEPT_DAYS }, 'Events leave that no handler ever finished');
    }
  }

  /** Of several processes at once, one does it; the others find it done. */
  private async alone(work: (query: (sql: string) => Promise<unknown>) => Promise<unknown>): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await tx.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
      await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      await work((sql) => tx.query(sql));
    });
  }
}

const partitionOf = (table: string, day: string) => `${table}_${day.replaceAll('-', '')}`;
