import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { prepared } from '../platform/database/prepared.js';
import { mayPass } from '../platform/database/transactions.js';
import { Gatherer } from '../platform/gatherer.js';
import type { RequestKind, Tenant } from '../slack/index.js';

/** A process that runs a handler says so every third of this; one that doesn't any more is gone. */
const LEASE = '10 seconds';
export const HEARTBEAT_MS = 3_000;
/** A second click within this is the first one's. While the first still runs, so is any later one. */
const DOUBLE_CLICK = '2 seconds';
/** Longer than it takes to notice that a process is gone, and to take its request over. */
const HELD = '30 seconds';
/** People's words are in them: they are kept as long as a resumed one may still answer, and for the log's sake. */
const KEPT = '7 days';
const MOST_TRIES = 3;
/** Whoever asked has been answered by then. */
const LONGEST_MS = 5_000;

export interface NewRequest {
  id: string;
  claim: string;
  tenant: Tenant;
  kind: RequestKind;
  name: string;
  userId: string;
  json: string;
  onceKey: string | undefined;
}

export interface StoredRequest {
  workspaceId: string;
  id: string;
  enterpriseId: string | null;
  kind: RequestKind;
  name: string;
  userId: string;
  payload: string;
  /** This one included. */
  attempts: number;
}

export interface Ended {
  workspaceId: string;
  id: string;
  claim: string;
  state: 'done' | 'failed';
  error: string | null;
  /** Nothing was done: the same once more counts. */
  again: boolean;
}

/** Somebody else has the request by now: this run's effects are rolled back. */
export class LostRequestError extends Error {
  readonly code = 'lost_request';
}

const STORE = `
  WITH incoming AS (
    SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::text[])
      AS t (workspace_id, id, enterprise_id, kind, name, user_id, payload, claim, key)
  ), won AS (
    INSERT INTO request_once AS o (workspace_id, key, request_id, free_at)
    SELECT DISTINCT ON (workspace_id, key) workspace_id, key, id, clock_now() + interval '${HELD}'
    FROM incoming WHERE key IS NOT NULL ORDER BY workspace_id, key, id
    ON CONFLICT (workspace_id, key) DO UPDATE SET request_id = EXCLUDED.request_id, free_at = EXCLUDED.free_at
      WHERE o.free_at <= clock_now()
    RETURNING request_id
  )
  INSERT INTO slack_request (workspace_id, id, enterprise_id, kind, name, user_id, payload, claim, lease_until)
  SELECT workspace_id, id, enterprise_id, kind, name, user_id, payload, claim, clock_now() + interval '${LEASE}'
  FROM incoming WHERE key IS NULL OR id IN (SELECT request_id FROM won)
  RETURNING id`;

/** What was sealed stays done; what came after that is noted beside it. */
const END = `
  WITH incoming AS (
    SELECT * FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::boolean[])
      AS t (workspace_id, id, claim, state, error, again)
  ), ended AS (
    UPDATE slack_request r SET error = e.error, finished_at = COALESCE(r.finished_at, clock_now()),
      state = CASE r.state WHEN 'running' THEN e.state ELSE r.state END
    FROM incoming e
    WHERE r.workspace_id = e.workspace_id AND r.id = e.id AND r.claim = e.claim
      AND (r.state = 'running' OR r.state = 'done' AND e.error IS NOT NULL)
  )
  UPDATE request_once o
  SET free_at = CASE WHEN e.again THEN clock_now() ELSE r.received_at + interval '${DOUBLE_CLICK}' END
  FROM incoming e JOIN slack_request r ON r.workspace_id = e.workspace_id AND r.id = e.id AND r.claim = e.claim
  WHERE o.workspace_id = e.workspace_id AND o.request_id = e.id`;

/** A second click is the first one's for as long as that is handled. */
const BEAT = `
  WITH beaten AS (
    UPDATE slack_request SET lease_until = clock_now() + interval '${LEASE}'
    WHERE state = 'running' AND claim = ANY($1::uuid[]) RETURNING workspace_id, id
  )
  UPDATE request_once o SET free_at = clock_now() + interval '${HELD}'
  FROM beaten b WHERE o.workspace_id = b.workspace_id AND o.request_id = b.id`;

/** The rows of what people do. A request is stored before its handler runs, and done once, whichever process dies. */
@Injectable()
export class RequestStore {
  private readonly inserts = new Gatherer((items: NewRequest[]) => this.insert(items), {
    most: 64,
    writers: 2,
    enough: 8,
    waiting: 1_024,
  });
  private readonly ends = new Gatherer((items: Ended[]) => this.endAll(items), {
    most: 64,
    writers: 1,
    enough: 32,
    waiting: 4_096,
  });

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** `repeated`: an equal one is being handled, or just was. */
  store(request: NewRequest): Promise<'stored' | 'repeated'> {
    return this.inserts.add(request);
  }

  /** Its handler returned, or threw. A run that sealed its effects is done already. */
  end(ended: Ended): Promise<void> {
    return this.ends.add(ended);
  }

  /**
   * Commits with the handler's effects that they are done; a handler may have several transactions, of which the first
   * counts.
   * @throws LostRequestError
   */
  async seal(tx: EntityManager, workspaceId: string, id: string, claim: string): Promise<void> {
    const [, count]: [unknown[], number] = await tx.query(
      `UPDATE slack_request SET state = 'done', finished_at = clock_now()
       WHERE workspace_id = $1 AND id = $2 AND claim = $3 AND state <> 'failed'`,
      [workspaceId, id, claim],
    );
    if (count === 0) throw new LostRequestError(`Another process took over the request ${id}`);
  }

  /** Their handlers still run here. */
  async beat(claims: string[]): Promise<void> {
    await this.dataSource.query(BEAT, [claims]);
  }

  /** Whether `claim` is still the one that counts. A process that stood still may find another one's. */
  async holds(workspaceId: string, id: string, claim: string): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      'SELECT FROM slack_request WHERE workspace_id = $1 AND id = $2 AND claim = $3',
      [workspaceId, id, claim],
    );
    return rows.length > 0;
  }

  /** Takes over what a process left behind when it died. */
  async takeOver(claim: string, most: number): Promise<StoredRequest[]> {
    const [rows]: [StoredRequest[], number] = await this.dataSource.query(
      `UPDATE slack_request r SET claim = $1, attempts = r.attempts + 1, lease_until = clock_now() + interval '${LEASE}'
       FROM (SELECT workspace_id, id FROM slack_request WHERE state = 'running' AND lease_until < clock_now()
             ORDER BY lease_until LIMIT $2 FOR UPDATE SKIP LOCKED) left_behind
       WHERE r.workspace_id = left_behind.workspace_id AND r.id = left_behind.id AND r.state = 'running'
       RETURNING r.workspace_id AS "workspaceId", r.id, r.enterprise_id AS "enterpriseId", r.kind, r.name,
         r.user_id AS "userId", r.payload, r.attempts`,
      [claim, most],
    );
    return rows;
  }

  async forgetOld(): Promise<void> {
    await this.dataSource.query(
      `DELETE FROM slack_request WHERE state <> 'running' AND received_at < clock_now() - interval '${KEPT}'`,
    );
    await this.dataSource.query(`DELETE FROM request_once WHERE free_at < clock_now() - interval '1 hour'`);
  }

  private async insert(items: NewRequest[]): Promise<('stored' | 'repeated')[]> {
    const rows = await this.write<{ id: string }>('store-requests', STORE, [
      items.map(({ tenant }) => tenant.workspaceId),
      items.map(({ id }) => id),
      items.map(({ tenant }) => tenant.enterpriseId ?? null),
      items.map(({ kind }) => kind),
      items.map(({ name }) => name),
      items.map(({ userId }) => userId),
      items.map(({ json }) => json),
      items.map(({ claim }) => claim),
      items.map(({ onceKey }) => onceKey ?? null),
    ]);
    const stored = new Set(rows.map(({ id }) => id));
    return items.map(({ id }) => (stored.has(id) ? 'stored' : 'repeated'));
  }

  private async endAll(items: Ended[]): Promise<void[]> {
    await this.write('end-requests', END, [
      items.map(({ workspaceId }) => workspaceId),
      items.map(({ id }) => id),
      items.map(({ claim }) => claim),
      items.map(({ state }) => state),
      items.map(({ error }) => error),
      items.map(({ again }) => again),
    ]);
    return items.map(() => undefined);
  }

  /** Requests that are stored and others that end may lock the same keys in another order; one of them goes again. */
  private async write<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    for (let tries = 1; ; tries++) {
      try {
        return await prepared<Row>(this.dataSource, name, text, values, LONGEST_MS);
      } catch (error) {
        if (tries === MOST_TRIES || !mayPass(error)) throw error;
      }
    }
  }
}
