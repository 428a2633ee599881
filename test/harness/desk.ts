import { Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Transactions } from '../../src/platform/database/transactions.js';
import type { WorkspaceContext } from '../../src/platform/workspace-context.js';
import {
  type ActionArgs,
  type CommandArgs,
  type EventArgs,
  type HandlerContext,
  type OptionsArgs,
  People,
  type ShortcutArgs,
  SlackAction,
  SlackClients,
  SlackCommand,
  SlackEvent,
  SlackOptions,
  SlackShortcut,
  SlackView,
  SlackViewClosed,
  type ViewArgs,
  type ViewClosedArgs,
} from '../../src/slack/index.js';
import { deskCard, deskForm } from './desk-blocks.js';

/** What each handler of the desk is given after the context. */
interface Heard {
  command: CommandArgs;
  press: ActionArgs;
  choose: ActionArgs;
  guest: ActionArgs;
  form: ViewArgs;
  closed: ViewClosedArgs;
  shortcut: ShortcutArgs;
  menu: OptionsArgs;
  mention: EventArgs<'app_mention'>;
}

type Name = keyof Heard;
type Play<One extends Name> = (ctx: HandlerContext, args: Heard[One]) => Promise<unknown>;

/**
 * One handler of each kind, for tests that are not about any feature: `on` says what it does. Unless told otherwise it
 * leaves a mark in the table `mark`, in a transaction, and returns.
 *
 * @example
 * const board = await startSwitchboard({ modules: [DeskModule] });
 * const desk = board.app.get(Desk);
 * desk.on('command', async (_ctx, { ack }) => ack('Hello'));
 * await board.slack.command('/desk');
 */
@Injectable()
export class Desk implements OnModuleInit {
  private readonly plays = new Map<Name, Play<never>>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    readonly transactions: Transactions,
    private readonly clients: SlackClients,
    readonly people: People,
  ) {}

  async onModuleInit() {
    await this.dataSource.query(
      'CREATE TABLE IF NOT EXISTS mark (workspace_id text, what text, reference text, attempt int)',
    );
  }

  on<One extends Name>(name: One, play: Play<One>) {
    this.plays.set(name, play);
  }

  /** An effect: it must be there once. */
  async mark({ reference, attempt, ...ctx }: HandlerContext, what: string): Promise<void> {
    await this.transactions.run(ctx, (tx) =>
      tx.query('INSERT INTO mark VALUES ($1, $2, $3, $4)', [ctx.workspaceId, what, reference, attempt]),
    );
  }

  /** What was marked. */
  async marks(): Promise<string[]> {
    const rows: { what: string }[] = await this.dataSource.query('SELECT what FROM mark ORDER BY what');
    return rows.map(({ what }) => what);
  }

  async clear(): Promise<void> {
    this.plays.clear();
    await this.dataSource.query('DELETE FROM mark');
  }

  /** A card with something of everything to click. */
  async post(ctx: WorkspaceContext, channel: string, text = 'A card'): Promise<void> {
    const { chat } = await this.clients.of(ctx);
    await chat.postMessage({ channel, text, blocks: deskCard(text) });
  }

  @SlackCommand('/desk')
  command(ctx: HandlerContext, args: CommandArgs) {
    return this.play('command', ctx, args);
  }

  @SlackAction('desk.press')
  press(ctx: HandlerContext, args: ActionArgs) {
    return this.play('press', ctx, args);
  }

  @SlackAction('desk.choose')
  choose(ctx: HandlerContext, args: ActionArgs) {
    return this.play('choose', ctx, args);
  }

  @SlackAction('desk.guest', { strangers: true })
  guest(ctx: HandlerContext, args: ActionArgs) {
    return this.play('guest', ctx, args);
  }

  @SlackView('desk.form')
  form(ctx: HandlerContext, args: ViewArgs) {
    return this.play('form', ctx, args);
  }

  @SlackViewClosed('desk.form')
  closed(ctx: HandlerContext, args: ViewClosedArgs) {
    return this.play('closed', ctx, args);
  }

  @SlackShortcut('desk.shortcut')
  shortcut(ctx: HandlerContext, args: ShortcutArgs) {
    return this.play('shortcut', ctx, args);
  }

  /** Opens the form. */
  @SlackShortcut('desk.open')
  async open(ctx: HandlerContext, { body }: ShortcutArgs) {
    const { views } = await this.clients.of(ctx);
    await views.open({ trigger_id: body.trigger_id, view: deskForm() });
  }

  @SlackEvent('app_mention')
  mention(ctx: HandlerContext, args: EventArgs<'app_mention'>) {
    return this.play('mention', ctx, args);
  }

  @SlackOptions('desk.menu')
  menu(ctx: HandlerContext, args: OptionsArgs) {
    return this.play('menu', ctx, args);
  }

  private async play<One extends Name>(name: One, ctx: HandlerContext, args: Heard[One]) {
    const play = this.plays.get(name) as Play<One> | undefined;
    await (play === undefined ? this.mark(ctx, name) : play(ctx, args));
  }
}

@Module({ providers: [Desk] })
export class DeskModule {}

/** Something that a handler waits for until the test opens it. */
export class Gate {
  open!: () => void;
  private readonly opened = new Promise<void>((resolve) => (this.open = resolve));

  pass(): Promise<void> {
    return this.opened;
  }
}
