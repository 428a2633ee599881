import { Injectable } from '@nestjs/common';
import { type EventArgs, type HandlerContext, SlackEvent } from '../slack/index.js';
import { Installations } from './installations.service.js';

/** What Slack tells us when a workspace takes its grant back. Both may come, in any order. */
@Injectable()
export class InstallationSlack {
  constructor(private readonly installations: Installations) {}

  @SlackEvent('app_uninstalled')
  async uninstalled(ctx: HandlerContext): Promise<void> {
    await this.installations.end(ctx, 'uninstalled', 'An admin removed the app from the workspace', ctx.asOf);
  }

  /** The event names users, never tokens: only our bot's own concerns us. */
  @SlackEvent('tokens_revoked')
  async revoked(ctx: HandlerContext, { event }: EventArgs<'tokens_revoked'>): Promise<void> {
    const botUser = await this.installations.botUserOf(ctx);
    if (botUser !== undefined && event.tokens.bot?.includes(botUser)) {
      await this.installations.end(ctx, 'revoked', 'Slack revoked the bot’s token', ctx.asOf);
    }
  }
}
