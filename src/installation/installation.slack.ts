import { Injectable } from '@nestjs/common';
import { type EventArgs, type HandlerContext, SlackEvent } from '../slack/index.js';
import { Installations } from './installations.service.js';
import { Losses } from './losses.service.js';
import { Organisations } from './organisations.js';

/** What Slack tells us when a workspace takes its grant back, or an organisation changes its mind about one. */
@Injectable()
export class InstallationSlack {
  constructor(
    private readonly installations: Installations,
    private readonly losses: Losses,
    private readonly organisations: Organisations,
  ) {}

  @SlackEvent('app_uninstalled')
  async uninstalled(ctx: HandlerContext): Promise<void> {
    const reason = 'An admin removed the app from the workspace';
    await this.losses.end(ctx, { state: 'uninstalled', reason, asOf: ctx.asOf });
  }

  /** The event names users, never tokens. */
  @SlackEvent('tokens_revoked')
  async revoked(ctx: HandlerContext, { event }: EventArgs<'tokens_revoked'>): Promise<void> {
    const { oauth = [], bot = [] } = event.tokens;
    if (oauth.length > 0) await this.losses.revokeUsers(ctx, oauth);
    const botUser = await this.installations.botUserOf(ctx);
    if (botUser === undefined || !bot.includes(botUser)) return;
    const reason = 'Slack revoked the bot’s token';
    await this.losses.end(ctx, { state: 'revoked', reason, asOf: ctx.asOf });
  }

  @SlackEvent('team_access_granted')
  async granted(ctx: HandlerContext, { event }: EventArgs<'team_access_granted'>): Promise<void> {
    await this.organisations.granted(ctx, event.team_ids);
  }

  @SlackEvent('team_access_revoked')
  async taken(ctx: HandlerContext, { event }: EventArgs<'team_access_revoked'>): Promise<void> {
    await this.organisations.revoked(ctx, event.team_ids);
  }
}
