import { Injectable, Module } from '@nestjs/common';
import { Transactions } from '../../src/platform/database/transactions.js';
import {
  type CommandArgs,
  type EventArgs,
  type HandlerContext,
  SlackCommand,
  SlackEvent,
} from '../../src/slack/index.js';
import { COMMAND } from './payloads.js';

/** Where the handler writes; without a unique key, so that what is done twice is there twice. */
export const EFFECTS = 'CREATE TABLE bench_effect (workspace_id text NOT NULL, event_id text NOT NULL)';

@Injectable()
class BenchSlack {
  constructor(private readonly transactions: Transactions) {}

  /** What a small handler of the product does: one row, in the transaction that marks the event as done. */
  @SlackEvent('message')
  async wrote(ctx: HandlerContext, { body }: EventArgs<'message'>): Promise<void> {
    await this.transactions.run(ctx, (tx) =>
      tx.query('INSERT INTO bench_effect (workspace_id, event_id) VALUES ($1, $2)', [
        ctx.workspaceId,
        body.event_id,
      ]),
    );
  }

  @SlackCommand(COMMAND)
  async asked(_ctx: HandlerContext, { ack }: CommandArgs): Promise<void> {
    await ack('All is well.');
  }
}

@Module({ providers: [BenchSlack] })
export class BenchModule {}
