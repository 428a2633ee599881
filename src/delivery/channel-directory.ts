import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import type { WorkspaceContext } from '../platform/workspace-context.js';

/** Slack's clock and the database's may differ by so much: what seems a little older is news all the same. */
const SKEW = `interval '2 minutes'`;

export interface KnownChannel {
  id: string;
  name: string;
  isPrivate: boolean;
  isArchived: boolean;
}

/**
 * The channels that a workspace's bot can see, as Slack has told: by listing them once, and by its events since. What is
 * told late changes nothing that is known from a later time.
 */
@Injectable()
export class ChannelDirectory {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @param name without the `#` */
  async idOf({ workspaceId }: WorkspaceContext, name: string): Promise<string | undefined> {
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT id FROM channel WHERE workspace_id = $1 AND name = $2 ORDER BY is_archived, seen_at DESC LIMIT 1`,
      [workspaceId, name],
    );
    return rows[0]?.id;
  }

  /** undefined where nothing is known of it. */
  async isPrivate({ workspaceId }: WorkspaceContext, id: string): Promise<boolean | undefined> {
    const rows: { isPrivate: boolean }[] = await this.dataSource.query(
      `SELECT is_private AS "isPrivate" FROM channel WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, id],
    );
    return rows[0]?.isPrivate;
  }

  /** Of a channel that has another id by now. */
  async successorOf({ workspaceId }: WorkspaceContext, id: string): Promise<string | undefined> {
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT successor_id AS id FROM channel_successor WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, id],
    );
    return rows[0]?.id;
  }

  /** What they are called, and whether they are open. @param asOf when it was so */
  async learn(
    { workspaceId }: WorkspaceContext,
    channels: KnownChannel[],
    asOf: Date,
    tx: EntityManager = this.dataSource.manager,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO channel (workspace_id, id, name, is_private, is_archived, seen_at)
       SELECT $1, id, name, "isPrivate", "isArchived", $3
       FROM jsonb_to_recordset($2) AS row (id text, name text, "isPrivate" boolean, "isArchived" boolean)
       ON CONFLICT (workspace_id, id) DO UPDATE SET name = EXCLUDED.name, is_private = EXCLUDED.is_private,
         is_archived = EXCLUDED.is_archived, seen_at = greatest(channel.seen_at, EXCLUDED.seen_at)
         WHERE channel.seen_at <= EXCLUDED.seen_at + ${SKEW}`,
      [workspaceId, JSON.stringify(channels), asOf],
    );
  }

  /** What is said of one channel alone; of one that nobody has told of, nothing. */
  async change(
    { workspaceId }: WorkspaceContext,
    tx: EntityManager,
    id: string,
    { name, isArchived }: { name?: string; isArchived?: boolean },
    asOf: Date,
  ): Promise<void> {
    await tx.query(
      `UPDATE channel SET name = coalesce($3, name), is_archived = coalesce($4, is_archived),
         seen_at = greatest(seen_at, $5)
       WHERE workspace_id = $1 AND id = $2 AND seen_at <= $5::timestamptz + ${SKEW}`,
      [workspaceId, id, name ?? null, isArchived ?? null, asOf],
    );
  }

  /**
   * It is gone, or out of the bot's sight. A private one stays known, as closed: what is sent there all the same must not
   * turn up in public.
   */
  async forget(ctx: WorkspaceContext, tx: EntityManager, id: string, asOf: Date): Promise<void> {
    await tx.query(
      `DELETE FROM channel WHERE workspace_id = $1 AND id = $2 AND NOT is_private
         AND seen_at <= $3::timestamptz + ${SKEW}`,
      [ctx.workspaceId, id, asOf],
    );
    await this.change(ctx, tx, id, { isArchived: true }, asOf);
  }

  /**
   * Slack gave the channel another id: its cards are there, what waits goes there, and what is sent to the old id finds it.
   * @returns whether anything waits
   */
  async becomes(
    { workspaceId }: WorkspaceContext,
    tx: EntityManager,
    id: string,
    successorId: string,
  ): Promise<boolean> {
    const ids = [workspaceId, id, successorId];
    await tx.query(
      `INSERT INTO channel_successor (workspace_id, id, successor_id) VALUES ($1, $2, $3)
       ON CONFLICT (workspace_id, id) DO UPDATE SET successor_id = EXCLUDED.successor_id`,
      ids,
    );
    await tx.query(
      `UPDATE channel_successor SET successor_id = $3 WHERE workspace_id = $1 AND successor_id = $2`,
      ids,
    );
    await tx.query(`DELETE FROM channel_successor WHERE workspace_id = $1 AND id = $2`, [
      workspaceId,
      successorId,
    ]);
    await tx.query(
      `WITH old AS (DELETE FROM channel WHERE workspace_id = $1 AND id = $2 RETURNING *)
       INSERT INTO channel (workspace_id, id, name, is_private, is_archived, seen_at)
       SELECT workspace_id, $3, name, is_private, is_archived, seen_at FROM old ON CONFLICT DO NOTHING`,
      ids,
    );
    await tx.query(
      `UPDATE direct_message SET channel_id = $3 WHERE workspace_id = $1 AND channel_id = $2`,
      ids,
    );
    await tx.query(`UPDATE card SET channel_id = $3 WHERE workspace_id = $1 AND channel_id = $2`, ids);
    const [waiting]: [unknown[], number] = await tx.query(
      `UPDATE delivery SET channel = $3 WHERE workspace_id = $1 AND channel = $2
         AND state IN ('queued', 'held', 'unknown') RETURNING id`,
      ids,
    );
    return waiting.length > 0;
  }

  /** When all were listed last. */
  async listedAt({ workspaceId }: WorkspaceContext): Promise<Date | undefined> {
    const rows: { listedAt: Date }[] = await this.dataSource.query(
      `SELECT listed_at AS "listedAt" FROM channel_listing WHERE workspace_id = $1`,
      [workspaceId],
    );
    return rows[0]?.listedAt;
  }

  async listed({ workspaceId }: WorkspaceContext, at: Date): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO channel_listing (workspace_id, listed_at) VALUES ($1, $2)
       ON CONFLICT (workspace_id) DO UPDATE SET listed_at = EXCLUDED.listed_at`,
      [workspaceId, at],
    );
  }

  /** There is a channel that no event has named: the next name that isn't known is a reason to list. */
  async mustList({ workspaceId }: WorkspaceContext, tx: EntityManager): Promise<void> {
    await tx.query(`DELETE FROM channel_listing WHERE workspace_id = $1`, [workspaceId]);
  }
}
