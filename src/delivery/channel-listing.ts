import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { databaseNow } from '../platform/clock.js';
import { SlackCallError, type SlackFailure } from '../slack/index.js';
import { ChannelDirectory } from './channel-directory.js';
import type { PacedSlack } from './paced-slack.js';

/** conversations.list is Tier 2; a name that isn't there must not become a listing for each message. */
const LIST_AGAIN_AFTER_MS = 60_000;
const PAGE = 999;

/** Slack doesn't know the place any more where the listing stopped. */
const FROM_THE_START: SlackFailure = {
  kind: 'retry',
  code: 'invalid_cursor',
  retryAfterMs: 1_000,
  mayHaveArrived: false,
  words: 'The listing of channels begins again',
};

/**
 * Slack has no lookup by name, so all channels are listed, once, when somebody sends to a name that isn't known. A large
 * workspace has more pages than Slack allows in a minute: the listing goes on later where it stopped.
 */
@Injectable()
export class ChannelListing {
  /** Listings that are not at their end, by workspace. */
  private readonly cursors = new Map<string, { cursor: string; begunAt: Date }>();
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly directory: ChannelDirectory,
  ) {}

  /**
   * @param name without the `#`
   * @returns the channel's id; undefined when the bot sees no such channel
   * @throws SlackCallError
   */
  async find(slack: PacedSlack, name: string): Promise<string | undefined> {
    const { ctx } = slack;
    const known = await this.directory.idOf(ctx, name);
    if (known !== undefined) return known;
    const listedAt = await this.directory.listedAt(ctx);
    const now = await databaseNow(this.dataSource.manager);
    const isFresh = listedAt !== undefined && now.getTime() - listedAt.getTime() < LIST_AGAIN_AFTER_MS;
    if (!isFresh) await this.listOnce(slack, now);
    // Also where it is fresh: another lane's listing may have ended between the two questions above.
    return this.directory.idOf(ctx, name);
  }

  /** Whoever asks meanwhile waits for the same one. */
  private listOnce(slack: PacedSlack, now: Date): Promise<void> {
    const { workspaceId } = slack.ctx;
    let running = this.running.get(workspaceId);
    if (running === undefined) {
      running = this.list(slack, now).finally(() => this.running.delete(workspaceId));
      this.running.set(workspaceId, running);
    }
    return running;
  }

  private async list(slack: PacedSlack, now: Date): Promise<void> {
    const { ctx } = slack;
    const { workspaceId } = ctx;
    const known = this.cursors.get(workspaceId);
    const begunAt = known?.begunAt ?? now;
    let cursor = known?.cursor;
    do {
      const asOf = await databaseNow(this.dataSource.manager);
      const page = { types: 'public_channel,private_channel', limit: PAGE, cursor };
      const answer = await slack
        .ask('conversations.list', (client) => client.conversations.list(page))
        .catch((error: unknown) => {
          if ((error as { code?: unknown }).code !== 'invalid_cursor') throw error;
          this.cursors.delete(workspaceId);
          throw new SlackCallError(FROM_THE_START);
        });
      const { channels = [], response_metadata } = answer;
      await this.directory.learn(
        ctx,
        channels.flatMap(({ id, name, is_private, is_archived }) =>
          id === undefined || name === undefined
            ? []
            : [{ id, name, isPrivate: is_private ?? false, isArchived: is_archived ?? false }],
        ),
        asOf,
      );
      cursor = response_metadata?.next_cursor;
      if (cursor) this.cursors.set(workspaceId, { cursor, begunAt });
    } while (cursor);
    this.cursors.delete(workspaceId);
    await this.directory.listed(ctx, begunAt);
  }
}
