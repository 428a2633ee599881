import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { within } from '../platform/deadline.js';
import { Log } from '../platform/logging/log.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { SlackClients } from '../slack/index.js';
import { failureOf } from './failure-of.js';

/** Somebody waits for the answer, three seconds at most. */
const PATIENCE_MS = 1_500;
const PAGE = 1_000;

export interface SeenChannel {
  /** Without the `#`; conversations of people have none. */
  name?: string;
  isPrivate: boolean;
  /** Between people, however many. */
  isDirect: boolean;
  /** Nothing can be posted there any more. */
  isArchived: boolean;
}

/**
 * Who may be told of what stands in a channel: what is private stays among its members. Slack is asked each time, since a
 * channel can become private and people leave; while it can't be asked, nobody is told.
 */
@Injectable()
export class ChannelSight {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clients: SlackClients,
    private readonly log: Log,
  ) {}

  /** @param channel its id */
  async sees(ctx: WorkspaceContext, userId: string, channel: string): Promise<boolean> {
    try {
      if (channel.startsWith('D')) return await this.hasConversation(ctx, userId, channel);
      return await within(PATIENCE_MS, this.askSlack(ctx, userId, channel));
    } catch (err) {
      this.log.info({ err, workspace: ctx.workspaceId, channel }, 'Could not ask who sees a channel');
      return false;
    }
  }

  /**
   * What Slack says of a channel.
   * @returns undefined where the bot can't see it: nothing can come there
   * @throws DeadlineError, what @slack/web-api throws
   */
  async describe(ctx: WorkspaceContext, id: string): Promise<SeenChannel | undefined> {
    try {
      const { conversations } = await this.clients.of(ctx);
      const { channel = {} } = await within(PATIENCE_MS, conversations.info({ channel: id }));
      const { name, is_private: isPrivate = true, is_im: isDirect = false } = channel;
      const isArchived = channel.is_archived === true;
      return { name, isPrivate, isDirect: isDirect || channel.is_mpim === true, isArchived };
    } catch (error) {
      if (failureOf(error).code === 'channel_not_found') return undefined;
      throw error;
    }
  }

  private async hasConversation({ workspaceId }: WorkspaceContext, userId: string, channel: string) {
    const rows: unknown[] = await this.dataSource.query(
      `SELECT user_id FROM direct_message WHERE workspace_id = $1 AND user_id = $2 AND channel_id = $3`,
      [workspaceId, userId, channel],
    );
    return rows.length > 0;
  }

  private async askSlack(ctx: WorkspaceContext, userId: string, id: string): Promise<boolean> {
    const { conversations } = await this.clients.of(ctx);
    const { channel } = await conversations.info({ channel: id });
    if (channel?.is_private === false) return true;
    let cursor: string | undefined;
    do {
      const page = await conversations.members({ channel: id, limit: PAGE, cursor });
      if (page.members?.includes(userId) === true) return true;
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor !== undefined);
    return false;
  }
}
