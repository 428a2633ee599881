import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { LRUCache } from 'lru-cache';
import { DataSource } from 'typeorm';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { SlackCallError, type SlackFailure } from '../slack/index.js';
import type { PacedSlack } from './paced-slack.js';

/** Addresses are people's own: they are kept in memory alone, and not for long. */
const FRESH_MS = 60 * 60 * 1_000;
const MOST_KNOWN = 10_000;

/** People by e-mail address, and the direct messages with them: opened once, and remembered. */
@Injectable()
export class PeopleDirectory {
  private readonly byEmail = new LRUCache<string, string>({ max: MOST_KNOWN, ttl: FRESH_MS });

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @returns the person's id @throws SlackCallError */
  async idOf(slack: PacedSlack, email: string): Promise<string> {
    const key = `${slack.ctx.workspaceId} ${email}`;
    const known = this.byEmail.get(key);
    if (known !== undefined) return known;
    const id = await this.lookUp(slack, email);
    this.byEmail.set(key, id);
    return id;
  }

  /**
   * @returns the channel of the bot's direct messages with a person. Without the scope to open it the person's own id:
   * a post there opens it too, only that nobody can read in it whether something arrived
   * @throws SlackCallError
   */
  async directMessageWith(slack: PacedSlack, userId: string): Promise<string> {
    const known = await this.openedWith(slack.ctx, userId);
    if (known !== undefined) return known;
    try {
      const { channel } = await slack.ask('conversations.open', (client) =>
        client.conversations.open({ users: userId }),
      );
      const id = channel?.id;
      if (id === undefined) return userId;
      await this.remember(slack.ctx, userId, id);
      return id;
    } catch (error) {
      if ((error as { code?: unknown }).code === 'missing_scope') return userId;
      throw error;
    }
  }

  private async lookUp(slack: PacedSlack, email: string): Promise<string> {
    try {
      const { user } = await slack.ask('users.lookupByEmail', (client) =>
        client.users.lookupByEmail({ email }),
      );
      if (user?.id !== undefined) return user.id;
      throw new SlackCallError(nobody('users_not_found', email));
    } catch (error) {
      if (!(error instanceof SlackCallError)) throw error;
      if (error.code === 'missing_scope') throw new SlackCallError(BLIND);
      if (error.code === 'users_not_found') throw new SlackCallError(nobody(error.code, email));
      throw error;
    }
  }

  private async openedWith({ workspaceId }: WorkspaceContext, userId: string): Promise<string | undefined> {
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT channel_id AS id FROM direct_message WHERE workspace_id = $1 AND user_id = $2`,
      [workspaceId, userId],
    );
    return rows[0]?.id;
  }

  private async remember(
    { workspaceId }: WorkspaceContext,
    userId: string,
    channelId: string,
  ): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO direct_message (workspace_id, user_id, channel_id) VALUES ($1, $2, $3)
       ON CONFLICT (workspace_id, user_id) DO UPDATE SET channel_id = EXCLUDED.channel_id, opened_at = clock_now()`,
      [workspaceId, userId, channelId],
    );
  }
}

const BLIND: SlackFailure = {
  kind: 'channel',
  code: 'missing_scope',
  mayHaveArrived: false,
  words:
    'missing_scope: finding people by e-mail address needs the scope users:read.email; add the app to the workspace again, ' +
    'or name them by Slack’s id',
};

const nobody = (code: string, email: string): SlackFailure => ({
  kind: 'channel',
  code,
  mayHaveArrived: false,
  words: `${code}: nobody in this workspace has the e-mail address ${email}`,
});
