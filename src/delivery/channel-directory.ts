import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { SlackClients } from '../slack/index.js';

/** conversations.list is Tier 2; a name that isn't there must not become a listing for each message. */
const LIST_AGAIN_AFTER_MS = 60_000;
const PAGE = 999;

/** Names to ids. Slack has no lookup by name, so the list is read once and kept; never on a save. */
@Injectable()
export class ChannelDirectory {
  private readonly listedAt = new Map<string, number>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clients: SlackClients,
  ) {}

  /**
   * @param name without the `#`
   * @returns the channel's id; undefined when the bot sees no such channel
   * @throws what @slack/web-api throws
   */
  async idOf(ctx: WorkspaceContext, name: string): Promise<string | undefined> {
    const known = await this.lookUp(ctx, name);
    if (known !== undefined) return known;
    const listedAt = this.listedAt.get(ctx.workspaceId);
    if (listedAt !== undefined && performance.now() - listedAt < LIST_AGAIN_AFTER_MS) return undefined;
    await this.refresh(ctx);
    this.listedAt.set(ctx.workspaceId, performance.now());
    return this.lookUp(ctx, name);
  }

  private async lookUp(ctx: WorkspaceContext, name: string): Promise<string | undefined> {
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT id FROM channel WHERE workspace_id = $1 AND name = $2 ORDER BY seen_at DESC LIMIT 1`,
      [ctx.workspaceId, name],
    );
    return rows[0]?.id;
  }

  private async refresh(ctx: WorkspaceContext): Promise<void> {
    const client = await this.clients.of(ctx);
    let cursor: string | undefined;
    do {
      const { channels = [], response_metadata } = await client.conversations.list({
        types: 'public_channel,private_channel',
        limit: PAGE,
        cursor,
      });
      const rows = channels.flatMap(({ id, name, is_private, is_archived }) =>
        id === undefined || name === undefined
          ? []
          : [{ id, name, is_private: is_private ?? false, is_archived: is_archived ?? false }],
      );
      await this.dataSource.query(
        `INSERT INTO channel (workspace_id, id, name, is_private, is_archived)
         SELECT $1, id, name, is_private, is_archived
         FROM jsonb_to_recordset($2) AS row(id text, name text, is_private boolean, is_archived boolean)
         ON CONFLICT (workspace_id, id) DO UPDATE SET name = EXCLUDED.name, is_private = EXCLUDED.is_private,
           is_archived = EXCLUDED.is_archived, seen_at = clock_now()`,
        [ctx.workspaceId, JSON.stringify(rows)],
      );
      cursor = response_metadata?.next_cursor;
    } while (cursor !== undefined && cursor !== '');
  }
}
