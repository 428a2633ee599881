import { Injectable } from '@nestjs/common';
import { Transactions } from '../platform/database/transactions.js';
import { Installations } from '../installation/index.js';
import { type EventArgs, type HandlerContext, SlackEvent } from '../slack/index.js';
import { ChannelDirectory } from './channel-directory.js';
import { Outbox } from './outbox.js';

type Change = Parameters<ChannelDirectory['change']>[3];

const IN_ORDER = { inOrder: 'channel' } as const;

/** What Slack tells of channels keeps the directory true; of a private channel only what its bot is in. */
@Injectable()
export class ChannelDirectorySlack {
  constructor(
    private readonly directory: ChannelDirectory,
    private readonly installations: Installations,
    private readonly outbox: Outbox,
    private readonly transactions: Transactions,
  ) {}

  @SlackEvent('channel_created', IN_ORDER)
  async created(ctx: HandlerContext, { event }: EventArgs<'channel_created'>): Promise<void> {
    const { id, name, is_private: isPrivate } = event.channel;
    await this.transactions.run(ctx, (tx) =>
      this.directory.learn(ctx, [{ id, name, isPrivate, isArchived: false }], asOf(ctx), tx),
    );
  }

  @SlackEvent('channel_rename', IN_ORDER)
  renamed(ctx: HandlerContext, { event }: EventArgs<'channel_rename'>): Promise<void> {
    return this.change(ctx, event.channel.id, { name: event.channel.name });
  }

  @SlackEvent('group_rename', IN_ORDER)
  privateRenamed(ctx: HandlerContext, { event }: EventArgs<'group_rename'>): Promise<void> {
    return this.change(ctx, event.channel.id, { name: event.channel.name });
  }

  @SlackEvent('channel_archive', IN_ORDER)
  archived(ctx: HandlerContext, { event }: EventArgs<'channel_archive'>): Promise<void> {
    return this.change(ctx, event.channel, { isArchived: true });
  }

  @SlackEvent('group_archive', IN_ORDER)
  privateArchived(ctx: HandlerContext, { event }: EventArgs<'group_archive'>): Promise<void> {
    return this.change(ctx, event.channel, { isArchived: true });
  }

  @SlackEvent('channel_unarchive', IN_ORDER)
  opened(ctx: HandlerContext, { event }: EventArgs<'channel_unarchive'>): Promise<void> {
    return this.change(ctx, event.channel, { isArchived: false });
  }

  @SlackEvent('group_unarchive', IN_ORDER)
  privateOpened(ctx: HandlerContext, { event }: EventArgs<'group_unarchive'>): Promise<void> {
    return this.change(ctx, event.channel, { isArchived: false });
  }

  @SlackEvent('channel_deleted', IN_ORDER)
  deleted(ctx: HandlerContext, { event }: EventArgs<'channel_deleted'>): Promise<void> {
    return this.forget(ctx, event.channel);
  }

  @SlackEvent('group_deleted', IN_ORDER)
  privateDeleted(ctx: HandlerContext, { event }: EventArgs<'group_deleted'>): Promise<void> {
    return this.forget(ctx, event.channel);
  }

  /** A channel that becomes one of an organisation's, or is shared, can get another id. */
  @SlackEvent('channel_id_changed')
  async idChanged(ctx: HandlerContext, { event }: EventArgs<'channel_id_changed'>): Promise<void> {
    const { old_channel_id: id, new_channel_id: successor } = event;
    await this.transactions.run(ctx, async (tx) => {
      const waits = await this.directory.becomes(ctx, tx, id, successor);
      if (waits) await this.outbox.wake(ctx, tx, successor);
    });
  }

  /** The event doesn't tell the channel's name, and until now the bot may not have seen it. */
  @SlackEvent('member_joined_channel', IN_ORDER)
  async joined(ctx: HandlerContext, { event }: EventArgs<'member_joined_channel'>): Promise<void> {
    if (event.user !== (await this.installations.botUserOf(ctx))) return;
    await this.transactions.run(ctx, async (tx) => {
      await this.directory.change(ctx, tx, event.channel, { isArchived: false }, asOf(ctx));
      await this.directory.mustList(ctx, tx);
    });
  }

  /** A private channel is out of the bot's sight from now on. */
  @SlackEvent('member_left_channel', IN_ORDER)
  async left(ctx: HandlerContext, { event }: EventArgs<'member_left_channel'>): Promise<void> {
    if (event.channel_type !== 'G' || event.user !== (await this.installations.botUserOf(ctx))) return;
    await this.forget(ctx, event.channel);
  }

  private change(ctx: HandlerContext, id: string, change: Change): Promise<void> {
    return this.transactions.run(ctx, (tx) => this.directory.change(ctx, tx, id, change, asOf(ctx)));
  }

  private forget(ctx: HandlerContext, id: string): Promise<void> {
    return this.transactions.run(ctx, (tx) => this.directory.forget(ctx, tx, id, asOf(ctx)));
  }
}

/** Of every event that Slack has sent. */
function asOf({ asOf: at, reference }: HandlerContext): Date {
  if (at === undefined) throw new Error(`The event ${reference} has no time`);
  return at;
}
