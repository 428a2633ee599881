import { Injectable, Module } from '@nestjs/common';
import type { SlackOptionsMiddlewareArgs } from '@slack/bolt';
import { Transactions } from '../../src/platform/database/transactions.js';
import {
  type ActionArgs,
  type CommandArgs,
  type EventArgs,
  type HandlerContext,
  SlackAction,
  SlackClients,
  SlackCommand,
  SlackEvent,
  SlackOptions,
  SlackView,
  type ViewArgs,
} from '../../src/slack/index.js';

/** Where effects are noted; without a key, so that one that happens twice is seen twice. */
export const NOTE_TABLE = 'CREATE TABLE note (what text NOT NULL)';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const MENU = {
  type: 'external_select' as const,
  action_id: 'fruit',
  placeholder: plain('A fruit'),
  min_query_length: 0,
};
const FORM = {
  type: 'modal' as const,
  callback_id: 'form',
  title: plain('A note'),
  submit: plain('Save'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'what',
      label: plain('What'),
      element: { type: 'plain_text_input' as const, action_id: 'text' },
    },
    { type: 'actions' as const, block_id: 'more', elements: [MENU] },
  ],
};
const CARD = {
  text: 'A card',
  blocks: [
    {
      type: 'actions' as const,
      elements: [{ type: 'button' as const, action_id: 'press', text: plain('Press') }],
    },
  ],
};

/** A handler of each kind; each notes what it did. */
@Injectable()
export class NotingHandlers {
  constructor(
    private readonly transactions: Transactions,
    private readonly clients: SlackClients,
  ) {}

  @SlackEvent('app_mention')
  async mentioned(ctx: HandlerContext, { event }: EventArgs<'app_mention'>) {
    await this.note(ctx, event.text.replace(/^<@\w+> /, ''));
  }

  @SlackCommand('/note')
  async command(ctx: HandlerContext, { command, ack }: CommandArgs) {
    await this.note(ctx, command.text);
    await ack({ response_type: 'in_channel', text: `Noted ${command.text}` });
  }

  @SlackCommand('/card')
  async card(ctx: HandlerContext, { command, ack }: CommandArgs) {
    const { chat } = await this.clients.of(ctx);
    await chat.postMessage({ ...CARD, channel: command.channel_id });
    await ack();
  }

  @SlackAction('press')
  async pressed(ctx: HandlerContext, { body, ack }: ActionArgs) {
    await this.note(ctx, `pressed by ${body.user.id}`);
    const { views } = await this.clients.of(ctx);
    await views.open({ trigger_id: body.trigger_id, view: FORM });
    await ack();
  }

  @SlackOptions('fruit')
  async fruit(_ctx: HandlerContext, { options, ack }: SlackOptionsMiddlewareArgs<'block_suggestion'>) {
    await ack({ options: [{ text: plain(`${options.value}apple`), value: 'apple' }] });
  }

  @SlackView('form')
  async submitted(ctx: HandlerContext, { view, ack }: ViewArgs) {
    const what = view.state.values.what.text.value ?? '';
    if (what.length < 3) return ack({ response_action: 'errors', errors: { what: 'Say more' } });
    await this.note(ctx, what);
    return ack();
  }

  private note(ctx: HandlerContext, what: string) {
    return this.transactions.run(ctx, (tx) => tx.query('INSERT INTO note VALUES ($1)', [what]));
  }
}

@Module({ providers: [NotingHandlers] })
export class NotingModule {}
