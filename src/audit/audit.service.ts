import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { databaseNow } from '../platform/clock.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import {
  type ChainFault,
  type Details,
  EMPTY_CHAIN,
  type Entry,
  START,
  follow,
  hashOf,
} from './domain/chain.js';

/** `user:U…` is a person in Slack, `key:…` an API key, `operator` whoever has the command line. */
export type Actor = `user:${string}` | `key:${string}` | 'operator' | 'slack' | 'system';

/** @param by as rows name whoever made them: a Slack user's id, or `key:<id>` */
export const actorOf = (by: string): Actor =>
  by.startsWith('key:') ? (by as `key:${string}`) : `user:${by}`;

export interface Deed {
  actor: Actor;
  /** `key.created`: what it was done to, and what was done. */
  action: string;
  /** Which one: a key's id, a team's. */
  subject: string;
  /** What else must be known later. Never a secret. */
  details?: Details;
}

export interface AuditPage {
  entries: Entry[];
  /** The `before` of the next page; null after the last. */
  next: number | null;
}

export interface Verdict {
  workspaceId: string;
  entries: number;
  /** Hexadecimal, of the newest entry: kept elsewhere, it proves later that none was taken from the end. */
  head: string;
  broken?: { seq: number; fault: ChainFault | 'head' };
}

const PAGE = 1_000;

interface Row {
  seq: string;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  details: Details;
  previous: Buffer;
  hash: Buffer;
}

/**
 * Who did what, append-only. Each entry carries the hash of the one before, so that a change, a gap or a swap shows.
 * It is written in the transaction that does what it tells: both are there, or neither.
 */
@Injectable()
export class Audit {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Takes the workspace's turn until `tx` ends: record last, what else the transaction does comes before. */
  async record(ctx: WorkspaceContext, tx: EntityManager, deed: Deed): Promise<void> {
    const { workspaceId } = ctx;
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`audit:${workspaceId}`]);
    const rows: { seq: string; hash: Buffer }[] = await tx.query(
      `SELECT seq, hash FROM audit_entry WHERE workspace_id = $1 ORDER BY seq DESC LIMIT 1`,
      [workspaceId],
    );
    const previous = rows[0]?.hash ?? START;
    const link = {
      workspaceId,
      seq: Number(rows[0]?.seq ?? 0) + 1,
      at: await databaseNow(tx),
      actor: deed.actor,
      action: deed.action,
      subject: deed.subject,
      details: deed.details ?? {},
    };
    await tx.query(
      `INSERT INTO audit_entry (workspace_id, seq, at, actor, action, subject, details, previous, hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        workspaceId,
        link.seq,
        link.at,
        link.actor,
        link.action,
        link.subject,
        JSON.stringify(link.details),
        previous,
        hashOf(link, previous),
      ],
    );
  }

  /** Newest first. @param before entries older than this one; from the newest where it is not given */
  async list(
    ctx: WorkspaceContext,
    { before, limit }: { before?: number; limit: number },
  ): Promise<AuditPage> {
    const rows: Row[] = await this.dataSource.query(
      `SELECT * FROM audit_entry WHERE workspace_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3`,
      [ctx.workspaceId, before ?? Number.MAX_SAFE_INTEGER, limit + 1],
    );
    const entries = rows.slice(0, limit).map((row) => entryOf(ctx, row));
    return { entries, next: rows.length > limit ? (entries.at(-1)?.seq ?? null) : null };
  }

  /**
   * Walks a workspace's chain from its start.
   * @param expected a head that was noted before, and must still be found in its place
   */
  async verify(ctx: WorkspaceContext, expected?: { seq: number; hash: string }): Promise<Verdict> {
    let state = EMPTY_CHAIN;
    let met = expected === undefined;
    for (;;) {
      const rows: Row[] = await this.dataSource.query(
        `SELECT * FROM audit_entry WHERE workspace_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
        [ctx.workspaceId, state.seq, PAGE],
      );
      const entries = rows.map((row) => entryOf(ctx, row));
      met ||= entries.some(
        ({ seq, hash }) => seq === expected?.seq && hash.toString('hex') === expected.hash,
      );
      const step = follow(state, entries);
      state = step.state;
      if (step.broken !== undefined) return verdict(ctx, state, step.broken);
      if (rows.length < PAGE) break;
    }
    return verdict(ctx, state, met ? undefined : { seq: expected?.seq ?? 0, fault: 'head' });
  }

  /** Every workspace, or organisation, of which something is told. */
  async workspaces(): Promise<WorkspaceContext[]> {
    const rows: { workspaceId: string }[] = await this.dataSource.query(
      `SELECT DISTINCT workspace_id AS "workspaceId" FROM audit_entry ORDER BY 1`,
    );
    return rows;
  }
}

const entryOf = ({ workspaceId }: WorkspaceContext, row: Row): Entry => ({
  ...row,
  workspaceId,
  seq: Number(row.seq),
});

const verdict = (
  { workspaceId }: WorkspaceContext,
  { seq, hash }: { seq: number; hash: Buffer },
  broken: Verdict['broken'],
): Verdict => ({
  workspaceId,
  entries: seq,
  head: hash.toString('hex'),
  ...(broken === undefined ? {} : { broken }),
});
