import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { v4 as uuidv4 } from 'uuid';
import { prepared, preparedByIndex } from '../platform/database/prepared.js';
import { MOST_ATTEMPTS } from './domain/retry.js';

/** What one handler has to do about one event. */
export interface Work {
  /** Which partition it is in, as PostgreSQL writes it. */
  day: string;
  appId: string;
  eventId: string;
  /** `AlertsSlack.mentioned`. */
  handler: string;
  workspaceId: string;
  enterpriseId: string | null;
  type: string;
  payload: string;
  retryNum: number | null;
  receivedAt: Date;
  /** This one included. */
  attempts: number;
  /** Works of one handler and lane are done one after the other; null where the order is of no matter. */
  lane: string | null;
  seq: string;
}

/** Which rows one worker took. */
export interface Batch {
  claim: string;
  works: Work[];
}

/**
 * A row that is being worked on holds its lock; one that isn't, and is older than this, was left by a crash, or waits
 * behind one that is slow.
 */
const LEASE = '5 seconds';

const TAKE = `
  WITH picked AS (
    SELECT day, app_id, event_id, handler FROM event_work
    WHERE state = 'ready' AND due_at <= clock_now()
    ORDER BY due_at, seq LIMIT $1 FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE event_work w SET state = 'running', claim = $2, claimed_at = clock_now(), attempts = w.attempts + 1
    FROM picked p
    WHERE w.day = p.day AND w.app_id = p.app_id AND w.event_id = p.event_id AND w.handler = p.handler AND w.state = 'ready'
    RETURNING w.*
  )
  SELECT c.day::text, c.app_id AS "appId", c.event_id AS "eventId", c.handler, c.workspace_id AS "workspaceId",
    e.enterprise_id AS "enterpriseId", e.type, e.payload, e.retry_num AS "retryNum",
    e.received_at AS "receivedAt", c.attempts, c.lane, c.seq
  FROM claimed c JOIN event e USING (day, app_id, event_id)`;

const keysOf = (works: Work[]) => [
  works.map(({ day }) => day),
  works.map(({ appId }) => appId),
  works.map(({ eventId }) => eventId),
  works.map(({ handler }) => handler),
];
const KEYS = `unnest($1::date[], $2::text[], $3::text[], $4::text[]) AS k (day, app_id, event_id, handler)`;
const MATCH = `w.day = k.day AND w.app_id = k.app_id AND w.event_id = k.event_id AND w.handler = k.handler`;

const RECLAIM = `
  WITH left_behind AS (
    SELECT day, app_id, event_id, handler, attempts - CASE WHEN EXISTS (
      SELECT 1 FROM event_work o WHERE o.state = 'running' AND o.claim = w.claim AND o.claimed_at > w.claimed_at
    ) THEN 1 ELSE 0 END AS tried
    FROM event_work w WHERE state = 'running' AND claimed_at < clock_now() - interval '${LEASE}'
    LIMIT 1000 FOR UPDATE SKIP LOCKED
  )
  UPDATE event_work w SET claim = NULL, attempts = k.tried, due_at = clock_now(),
    state = CASE WHEN k.tried < $1 THEN 'ready' ELSE 'parked' END,
    error = CASE WHEN k.tried < $1 THEN w.error ELSE $2 END,
    finished_at = CASE WHEN k.tried < $1 THEN NULL ELSE clock_now() END
  FROM left_behind k WHERE ${MATCH} AND w.state = 'running'
  RETURNING w.state`;

/*
 * A row has a claim as long as it is running. Statements about a batch name its rows and their claim, and not their state,
 * or PostgreSQL goes through all that are running to find them.
 */

/** The rows of work: who has which, and what came of it. The database's clock decides. */
@Injectable()
export class EventWorks {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Takes what is due, and commits that it did, so that a row that kills its worker is counted. */
  async take(most: number): Promise<Batch> {
    const claim = uuidv4();
    const works = await preparedByIndex<Work>(this.dataSource, 'take-events', TAKE, [most, claim]);
    return { claim, works: works.sort((a, b) => Number(a.seq) - Number(b.seq)) };
  }

  /** It is this one's turn: should its worker die now, this one did it, and not those that wait behind it. */
  async begin(claim: string, work: Work): Promise<void> {
    await this.dataSource.query(
      `UPDATE event_work w SET claimed_at = clock_now()
       FROM ${KEYS} WHERE ${MATCH} AND w.claim = $5 AND w.state = 'running'`,
      [...keysOf([work]), claim],
    );
  }

  /**
   * Locks those that are still this claim's: nobody else runs them until `tx` ends.
   */
  async hold(tx: EntityManager, claim: string, works: Work[]): Promise<Work[]> {
    const rows: { event_id: string; handler: string; app_id: string }[] = await tx.query(
      `SELECT w.app_id, w.event_id, w.handler FROM event_work w JOIN ${KEYS} ON ${MATCH}
       WHERE w.claim = $5 FOR UPDATE OF w`,
      [...keysOf(works), claim],
    );
    const held = new Set(rows.map((row) => `${row.app_id} ${row.event_id} ${row.handler}`));
    return works.filter((work) => held.has(`${work.appId} ${work.eventId} ${work.handler}`));
  }

  async finish(tx: EntityManager, works: Work[]): Promise<void> {
    await tx.query(
      `UPDATE event_work w SET state = 'done', claim = NULL, finished_at = clock_now(), error = NULL FROM ${KEYS} WHERE ${MATCH}`,
      keysOf(works),
    );
  }

  /** Back in line, or parked where there is no next time. @param inMs undefined parks it */
  async fail(claim: string, work: Work, error: string, inMs: number | undefined): Promise<void> {
    await this.dataSource.query(
      `UPDATE event_work w SET error = $6, claim = NULL,
         state = CASE WHEN $7::float8 IS NULL THEN 'parked' ELSE 'ready' END,
         finished_at = CASE WHEN $7::float8 IS NULL THEN clock_now() END,
         due_at = clock_now() + coalesce($7::float8, 0) * interval '1 millisecond'
       FROM ${KEYS} WHERE ${MATCH} AND w.claim = $5`,
      [...keysOf([work]), claim, error, inMs ?? null],
    );
  }

  /**
   * Which of these must wait for an earlier one of their handler and lane that somebody else has, or that failed and will
   * be tried again. Asked after the claim is committed: of two workers, each sees the other's.
   */
  async blocked(claim: string, works: Work[]): Promise<Work[]> {
    const ordered = works.filter(({ lane }) => lane !== null);
    if (ordered.length === 0) return [];
    const rows: { index: string }[] = await this.dataSource.query(
      `SELECT k.index FROM unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY AS k (handler, lane, seq, index)
       WHERE EXISTS (
         SELECT 1 FROM event_work e WHERE e.handler = k.handler AND e.lane = k.lane AND e.seq < k.seq
           AND e.state IN ('ready', 'running') AND e.claim IS DISTINCT FROM $4)`,
      [
        ordered.map(({ handler }) => handler),
        ordered.map(({ lane }) => lane),
        ordered.map(({ seq }) => seq),
        claim,
      ],
    );
    return rows.map(({ index }) => ordered[Number(index) - 1]);
  }

  /** Gives rows back that were not tried. They come after those that they wait for. */
  async giveBack(claim: string, works: Work[]): Promise<void> {
    if (works.length === 0) return;
    await this.dataSource.query(
      `UPDATE event_work w SET state = 'ready', claim = NULL, attempts = w.attempts - 1,
         due_at = greatest(clock_now() + interval '50 milliseconds', coalesce((
           SELECT max(e.due_at) FROM event_work e WHERE e.handler = w.handler AND e.lane = w.lane AND e.seq < w.seq
             AND e.state = 'ready' AND e.claim IS DISTINCT FROM $5), clock_now()))
       FROM ${KEYS} WHERE ${MATCH} AND w.claim = $5`,
      [...keysOf(works), claim],
    );
  }

  /**
   * Takes back what a crashed worker had. What its claim had begun after a row shows that the row was not tried. One that
   * was under way in every one of its attempts is what kills workers, and is parked.
   */
  async reclaim(): Promise<{ ready: number; parked: number }> {
    const rows: { state: string }[] = await prepared(this.dataSource, 'reclaim-events', RECLAIM, [
      MOST_ATTEMPTS,
      'Its worker died, or stood still, while it was handled',
    ]);
    const parked = rows.filter(({ state }) => state === 'parked').length;
    return { ready: rows.length - parked, parked };
  }

  /** Milliseconds until the next row falls due; undefined when none waits. */
  async untilNextDue(): Promise<number | undefined> {
    const rows: { ms: number }[] = await this.dataSource.query(
      `SELECT extract(epoch FROM due_at - clock_now())::float8 * 1000 AS ms FROM event_work
       WHERE state = 'ready' ORDER BY due_at, seq LIMIT 1`,
    );
    return rows[0]?.ms;
  }
}
