import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { WorkspaceContext } from '../platform/workspace-context.js';

/** A message of ours, as Slack knows it: by its channel and its `ts`. */
export interface StandingMessage {
  /** What posted and edited it, oldest first; empty where only its card is still known. */
  deliveries: string[];
  /** So many stand in it, where it is the summary of a storm; else 0. */
  summarises: number;
}

/** A channel may have had another id when the message came, and a link may name either. */
const CHANNELS = `SELECT $2::text AS id
  UNION SELECT successor_id FROM channel_successor WHERE workspace_id = $1 AND id = $2
  UNION SELECT id FROM channel_successor WHERE workspace_id = $1 AND successor_id = $2`;

/** What stands in Slack, found from there. */
@Injectable()
export class StandingMessages {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @returns undefined for what isn't ours, or has left our record */
  async at(
    { workspaceId }: WorkspaceContext,
    channel: string,
    ts: string,
  ): Promise<StandingMessage | undefined> {
    const rows: { id: string; summarises: number }[] = await this.dataSource.query(
      `SELECT d.id, (SELECT count(*)::int FROM delivery m WHERE m.workspace_id = $1 AND m.merged_into = d.id) AS summarises
       FROM delivery d WHERE d.workspace_id = $1 AND d.ts = $3 AND d.channel IN (${CHANNELS}) ORDER BY d.id`,
      [workspaceId, channel, ts],
    );
    if (rows.length > 0)
      return {
        deliveries: rows.map(({ id }) => id),
        summarises: Math.max(...rows.map((row) => row.summarises)),
      };
    const cards: unknown[] = await this.dataSource.query(
      `SELECT id FROM card WHERE workspace_id = $1 AND ts = $3 AND channel_id IN (${CHANNELS}) LIMIT 1`,
      [workspaceId, channel, ts],
    );
    return cards.length === 0 ? undefined : { deliveries: [], summarises: 0 };
  }
}
