import { Injectable } from '@nestjs/common';
import { Client } from 'pg';
import { Config } from '../platform/config/config.js';
import { Log } from '../platform/logging/log.js';
import { SHARDS, fairShare } from './domain/shard.js';

/** Advisory locks of ours: shards, and one that every worker shares, so that they can be counted. */
export const SHARD_LOCK = 0x6c616e65;
const MEMBER_LOCK = 0x6c616e66;

export const LANES_CHANNEL = 'switchboard_lanes';

/**
 * A worker that is gone without a word: its server-side session ends within half a minute, and its locks with it. One that
 * stands still asks nothing, and loses its session as well.
 */
const SESSION =
  'SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; ' +
  'SET tcp_user_timeout = 25000; SET idle_session_timeout = 30000; SET statement_timeout = 20000; ' +
  'SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off; ' +
  'SET plan_cache_mode = force_generic_plan';

/** What was asked through a session that has ended: whoever asked owns nothing any more. */
export class SessionLostError extends Error {
  readonly code = 'lane_session_lost';
}

/**
 * The one PostgreSQL session through which a worker owns shards: it holds their advisory locks, and everything that only an
 * owner may write goes through it. When it ends, so does the ownership: there is nothing that could go on writing (ADR
 * 0016). It can't go through a pooler that shares sessions.
 */
@Injectable()
export class LaneSession {
  private client?: Client;
  private readonly held = new Set<number>();
  /** One statement, or one transaction, after the other. */
  private tail: Promise<unknown> = Promise.resolve();
  /** Grows with every session: what belongs to an earlier one is void. */
  generation = 0;
  onRing: () => void = () => undefined;

  constructor(
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  get isOpen(): boolean {
    return this.client !== undefined;
  }

  get shards(): ReadonlySet<number> {
    return this.held;
  }

  owns(shard: number): boolean {
    return this.client !== undefined && this.held.has(shard);
  }

  async open(): Promise<void> {
    const client = new Client({
      connectionString: this.config.databaseUrl,
      application_name: 'switchboard lanes',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    const lost = (err?: Error) => {
      if (this.client !== client) return;
      this.client = undefined;
      this.held.clear();
      this.log.warn(
        { err },
        'The session of the lanes has ended; their shards are taken again with the next one',
      );
    };
    client.on('error', lost);
    client.on('end', () => lost());
    client.on('notification', () => this.onRing());
    await client.connect();
    try {
      await client.query(SESSION);
      await client.query('SELECT pg_advisory_lock_shared($1, 0)', [MEMBER_LOCK]);
      await client.query(`LISTEN ${LANES_CHANNEL}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.generation += 1;
    this.client = client;
  }

  /** @throws SessionLostError, and what PostgreSQL refuses */
  query<Row extends object>(text: string, values: unknown[] = [], name?: string): Promise<Row[]> {
    return this.inTurn(() => this.run<Row>(text, values, name));
  }

  /** Several statements that count together, or not at all. @throws SessionLostError, and what PostgreSQL refuses */
  transaction<T>(work: (query: LaneSession['query']) => Promise<T>): Promise<T> {
    return this.inTurn(async () => {
      await this.run('BEGIN');
      try {
        const result = await work((text, values, name) => this.run(text, values, name));
        await this.run('COMMIT');
        return result;
      } catch (error) {
        await this.run('ROLLBACK').catch(() => undefined);
        throw error;
      }
    });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.tail.then(work);
    this.tail = result.catch(() => undefined);
    return result;
  }

  private async run<Row extends object>(text: string, values: unknown[] = [], name?: string): Promise<Row[]> {
    const client = this.client;
    if (client === undefined) throw new SessionLostError('The session of the lanes is closed');
    try {
      return (await client.query<Row>({ text, values, name })).rows;
    } catch (error) {
      if (this.client !== client)
        throw new SessionLostError(`The session of the lanes has ended: ${String(error)}`);
      throw error;
    }
  }

  /**
   * Takes shards that nobody holds, up to this process's share.
   * @returns those that are new
   */
  async take(): Promise<number[]> {
    const share = fairShare(await this.members());
    if (this.held.size >= share) return [];
    const rows = await this.query<{ shard: number }>(
      `WITH free AS MATERIALIZED (
         SELECT shard FROM unnest($2::int[]) AS shard
         WHERE NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = $1::int::oid
           AND objid = shard::oid AND objsubid = 2 AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
         ORDER BY random() LIMIT $3)
       SELECT shard FROM free WHERE pg_try_advisory_lock($1, shard)`,
      [SHARD_LOCK, shardsBut(this.held), share - this.held.size],
    );
    for (const { shard } of rows) this.held.add(shard);
    return rows.map(({ shard }) => shard);
  }

  /** How many shards above this process's share it has, for those who have less. */
  async surplus(): Promise<number> {
    return Math.max(0, this.held.size - fairShare(await this.members()));
  }

  /** Nothing of theirs may be under way. */
  async release(shards: number[]): Promise<void> {
    for (const shard of shards) this.held.delete(shard);
    await this.query('SELECT pg_advisory_unlock($1, shard) FROM unnest($2::int[]) AS shard', [
      SHARD_LOCK,
      shards,
    ]);
  }

  async close(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    this.held.clear();
    await client?.end().catch(() => undefined);
  }

  private async members(): Promise<number> {
    const [{ members }] = await this.query<{ members: number }>(
      `SELECT count(*)::int AS members FROM pg_locks
       WHERE locktype = 'advisory' AND classid = $1::int::oid AND objid = 0 AND objsubid = 2
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [MEMBER_LOCK],
    );
    return members;
  }
}

const shardsBut = (held: ReadonlySet<number>) =>
  Array.from({ length: SHARDS }, (_, shard) => shard).filter((shard) => !held.has(shard));
