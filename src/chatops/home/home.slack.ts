import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { Roles, isAtLeast } from '../../installation/index.js';
import { ForbiddenError, InvalidBodyError, NotFoundError } from '../../platform/errors/app-error.js';
import { Log } from '../../platform/logging/log.js';
import { type ReportEntity, ReportPlaces, Reports } from '../../scheduling/index.js';
import {
  type ActionArgs,
  type EventArgs,
  type HandlerContext,
  People,
  SlackAction,
  SlackClients,
  SlackEvent,
  SlackView,
  type ViewArgs,
} from '../../slack/index.js';
import { DIGEST_MODAL, digestFormIn, digestModal } from './digest-modal.js';
import { HomeBoard } from './home-board.js';
import { HOME_ACTIONS } from './home-view.js';

/** The app's home tab: shown when it is opened, and what its buttons do. */
@Injectable()
export class HomeSlack {
  constructor(
    private readonly board: HomeBoard,
    private readonly reports: Reports,
    private readonly places: ReportPlaces,
    private readonly roles: Roles,
    private readonly people: People,
    private readonly clients: SlackClients,
    private readonly log: Log,
  ) {}

  @SlackEvent('app_home_opened')
  async opened(ctx: HandlerContext, { event }: EventArgs<'app_home_opened'>): Promise<void> {
    if (event.tab === 'home') await this.board.opened(ctx, event.user);
  }

  @SlackAction(HOME_ACTIONS.pause)
  pause(ctx: HandlerContext, args: ActionArgs): Promise<void> {
    return this.act(
      ctx,
      args,
      async ({ id }, by) => void (await this.reports.change(ctx, id, { paused: true }, by)),
    );
  }

  @SlackAction(HOME_ACTIONS.resume)
  resume(ctx: HandlerContext, args: ActionArgs): Promise<void> {
    return this.act(
      ctx,
      args,
      async ({ id }, by) => void (await this.reports.change(ctx, id, { paused: false }, by)),
    );
  }

  @SlackAction(HOME_ACTIONS.run)
  run(ctx: HandlerContext, args: ActionArgs): Promise<void> {
    return this.act(ctx, args, async ({ id }) => void (await this.reports.run(ctx, id)));
  }

  @SlackAction(HOME_ACTIONS.subscribe)
  subscribe(ctx: HandlerContext, { body, ack }: ActionArgs): Promise<void> {
    return this.openForm(ctx, body, ack);
  }

  @SlackAction(HOME_ACTIONS.change)
  change(ctx: HandlerContext, { action, body, ack }: ActionArgs): Promise<void> {
    return this.openForm(ctx, body, ack, valueOf(action));
  }

  @SlackView(DIGEST_MODAL)
  async submitted(ctx: HandlerContext, { view, body, ack }: ViewArgs): Promise<void> {
    const { id, schedule, zone, covers, channel, emptyStays } = digestFormIn({ view });
    const by = body.user.id;
    try {
      const report = id === undefined ? undefined : await this.mine(ctx, id, by);
      const asked = channel ?? (emptyStays ? (report?.destination ?? by) : by);
      if (asked !== by) await this.refuseOthers(ctx, by);
      const wishes = { schedule, zone, covers, destination: asked };
      if (report !== undefined) await this.reports.change(ctx, report.id, wishes, by);
      else {
        const name = covers === 'week' ? 'Weekly digest' : 'Digest';
        await this.reports.create(ctx, { ...wishes, name, paused: false }, by);
      }
    } catch (error) {
      if (!(error instanceof InvalidBodyError)) throw error;
      const faults = (error.faults ?? []).map(({ pointer, detail }) => [pointer.slice(1), detail] as const);
      const errors = Object.fromEntries(faults.length > 0 ? faults : [['schedule', error.message]]);
      return ack({ response_action: 'errors', errors });
    }
    await ack();
    await this.show(ctx, by);
  }

  private async act(
    ctx: HandlerContext,
    { action, body, ack }: ActionArgs,
    deed: (report: ReportEntity, by: string) => Promise<void>,
  ): Promise<void> {
    try {
      await deed(await this.mine(ctx, valueOf(action), body.user.id), body.user.id);
      await ack();
    } finally {
      // Whatever became of it: what is shown was the reason for the click.
      await this.show(ctx, body.user.id);
    }
  }

  private async openForm(
    ctx: HandlerContext,
    { user, trigger_id: trigger }: ActionArgs['body'],
    ack: ActionArgs['ack'],
    id?: string,
  ): Promise<void> {
    const modal = await this.people.openLoading(
      ctx,
      trigger,
      id === undefined ? 'Subscribe to a digest' : 'Change a digest',
    );
    const form = async () => {
      const report = id === undefined ? undefined : await this.mine(ctx, id, user.id);
      const { role } = await this.roles.roleOf(ctx, user.id);
      return digestModal({
        report,
        channel: report && (await this.places.channelIdOf(ctx, report.destination)),
        zone: await this.zoneOf(ctx, user.id),
        channels: isAtLeast(role, 'operator'),
      });
    };
    await modal.fill(form());
    await ack();
  }

  /** One's own, or a channel's for operators. @throws NotFoundError, ForbiddenError */
  private async mine(ctx: HandlerContext, id: string, userId: string): Promise<ReportEntity> {
    if (!isUUID(id)) throw new NotFoundError({ detail: 'That digest is not there any more.' });
    const report = await this.reports.get(ctx, id);
    if (report.destination !== userId) await this.refuseOthers(ctx, userId);
    return report;
  }

  /** @throws ForbiddenError */
  private async refuseOthers(ctx: HandlerContext, userId: string): Promise<void> {
    const { role } = await this.roles.roleOf(ctx, userId);
    if (isAtLeast(role, 'operator')) return;
    throw new ForbiddenError({
      detail:
        'Digests of a channel are for operators and admins to change. Your own you may have: leave the channel empty.',
    });
  }

  /** As they have set it in Slack; undefined where Slack doesn't say: then the form asks. */
  private async zoneOf(ctx: HandlerContext, userId: string): Promise<string | undefined> {
    try {
      const { users } = await this.clients.of(ctx);
      return (await users.info({ user: userId })).user?.tz ?? 'UTC';
    } catch (err) {
      this.log.info({ err, workspace: ctx.workspaceId, user: userId }, 'Slack did not say a time zone');
      return undefined;
    }
  }

  /** What was done is done; a tab that can't be shown now is brought up to date later. */
  private async show(ctx: HandlerContext, userId: string): Promise<void> {
    const { workspaceId } = ctx;
    await this.board
      .publish({ workspaceId }, userId, true)
      .catch((err: unknown) =>
        this.log.info({ err, workspace: workspaceId, user: userId }, 'A home tab was not shown'),
      );
  }
}

const valueOf = (action: ActionArgs['action']): string =>
  'value' in action && typeof action.value === 'string' ? action.value : '';
