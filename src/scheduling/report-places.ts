import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ChannelSight, isChannelId, isEmail, isPersonId } from '../delivery/index.js';
import { DeadlineError, within } from '../platform/deadline.js';
import { InvalidBodyError } from '../platform/errors/app-error.js';
import { Log } from '../platform/logging/log.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { SlackClients, slackFailure } from '../slack/index.js';

/** Somebody waits for the answer. */
const PATIENCE_MS = 1_500;
const PAGE = 999;
const NOBODY = new Set(['users_not_found', 'user_not_found']);

/** Where digests go: told apart from where nothing can go, as far as Slack says. */
@Injectable()
export class ReportPlaces {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly sight: ChannelSight,
    private readonly clients: SlackClients,
    private readonly log: Log,
  ) {}

  /**
   * @param pointer to a person, in what was asked
   * @returns what to keep: people by id, since their digests are found by it; where Slack can't be asked now, as given
   * @throws InvalidBodyError where nothing can go
   */
  async checked(ctx: WorkspaceContext, destination: string, pointer = '/to'): Promise<string> {
    try {
      if (isPersonId(destination) || isEmail(destination))
        return await this.person(ctx, destination, pointer);
      await this.checkChannel(ctx, destination);
    } catch (err) {
      if (err instanceof InvalidBodyError) throw err;
      this.log.info({ err, workspace: ctx.workspaceId }, 'Could not ask where a digest is to go');
    }
    return destination;
  }

  /** By the directory; undefined where it knows no such channel, and for people. */
  async channelIdOf({ workspaceId }: WorkspaceContext, destination: string): Promise<string | undefined> {
    if (isChannelId(destination)) return destination;
    if (!destination.startsWith('#')) return undefined;
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT id FROM channel WHERE workspace_id = $1 AND name = lower($2) AND NOT is_archived
       ORDER BY seen_at DESC LIMIT 1`,
      [workspaceId, destination.slice(1)],
    );
    return rows[0]?.id;
  }

  private async person(ctx: WorkspaceContext, person: string, pointer: string): Promise<string> {
    const { users } = await this.clients.of(ctx);
    const asked = person.includes('@')
      ? users.lookupByEmail({ email: person.toLowerCase() })
      : users.info({ user: person });
    try {
      return (await within(PATIENCE_MS, asked)).user?.id ?? person;
    } catch (error) {
      if (!NOBODY.has(slackFailure(error).code)) throw error;
      throw fault(
        pointer,
        `There is nobody ${person} in this workspace. Name somebody by Slack id or e-mail address, such as "ann@example.com".`,
      );
    }
  }

  private async checkChannel(ctx: WorkspaceContext, channel: string): Promise<void> {
    if (await this.isThere(ctx, channel)) return;
    const which = channel.startsWith('#') ? ` ${channel}` : '';
    const detail = `I can’t post in that channel${which}: it isn’t there, is archived, or is private and I am not in it. \`/invite\` me there, or name another, such as "#ops".`;
    throw fault('/channel', detail);
  }

  private async isThere(ctx: WorkspaceContext, channel: string): Promise<boolean> {
    if (!channel.startsWith('#')) return (await this.sight.describe(ctx, channel))?.isArchived === false;
    if ((await this.channelIdOf(ctx, channel)) !== undefined) return true;
    return within(PATIENCE_MS, this.isListed(ctx, channel.slice(1).toLowerCase()));
  }

  /** Slack finds no channel by its name. A workspace of very many isn't listed in time: then it can't be asked. */
  private async isListed(ctx: WorkspaceContext, name: string): Promise<boolean> {
    const { conversations } = await this.clients.of(ctx);
    const until = Date.now() + PATIENCE_MS;
    let cursor: string | undefined;
    do {
      const page = {
        types: 'public_channel,private_channel',
        exclude_archived: true,
        limit: PAGE,
        cursor,
      };
      const { channels = [], response_metadata } = await conversations.list(page);
      if (channels.some((one) => one.name === name)) return true;
      cursor = response_metadata?.next_cursor || undefined;
    } while (cursor !== undefined && Date.now() < until);
    if (cursor !== undefined) throw new DeadlineError('Not all channels were listed in time');
    return false;
  }
}

function fault(pointer: string, detail: string): InvalidBodyError {
  return new InvalidBodyError({ detail, faults: [{ pointer, detail }] });
}
