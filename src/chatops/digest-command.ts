import { Injectable } from '@nestjs/common';
import { isAtLeast } from '../installation/index.js';
import { nearest } from '../platform/domain/index.js';
import { ForbiddenError, InvalidBodyError, NotFoundError } from '../platform/errors/app-error.js';
import { type ReportEntity, Reports } from '../scheduling/index.js';
import { type HandlerContext, SlackClients, escapeMrkdwn, slackDate } from '../slack/index.js';
import { DIGEST_ACTIONS, type DigestAction, readDigestWish } from './domain/typed-command.js';
import type { Typed } from './typed.js';

const EXAMPLE = '`/switchboard digest weekdays 08:00 Europe/Berlin`';

/** As Slack calls what has no name, or none that it tells. */
const NAMELESS = new Set(['', 'directmessage', 'privategroup']);

/** `/switchboard digest …`: digests of the channel it is typed in; in a direct message, one's own. */
@Injectable()
export class DigestCommand {
  constructor(
    private readonly reports: Reports,
    private readonly clients: SlackClients,
  ) {}

  /** @returns mrkdwn @throws InvalidBodyError, ForbiddenError, NotFoundError */
  async answer(ctx: HandlerContext, typed: Typed, rest: string): Promise<string> {
    const wish = readDigestWish(rest);
    const destination = typed.channelId.startsWith('D') ? typed.userId : typed.channelId;
    if (wish.action !== 'subscribe')
      return this.act(ctx, typed, wish.action, await this.chosen(ctx, typed, destination, wish.which));
    const meant = nearest(wish.schedule, DIGEST_ACTIONS);
    if (meant !== undefined) {
      throw new InvalidBodyError({
        detail: `Did you mean \`/switchboard digest ${meant}\`? Nothing was changed.`,
      });
    }
    this.checkRights(typed, destination);
    const wishes = {
      name: wish.weekly ? 'Weekly digest' : 'Digest',
      schedule: wish.schedule,
      zone: wish.zone ?? (await this.zoneOf(ctx, typed.userId)),
      covers: wish.weekly ? ('week' as const) : ('day' as const),
      destination,
      paused: false,
    };
    const report = await this.reports.create(ctx, wishes, typed.userId);
    return `Subscribed: ${lineOf(report)}. A look at it now: \`/switchboard digest preview\`.`;
  }

  private async act(
    ctx: HandlerContext,
    typed: Typed,
    action: DigestAction,
    chosen: Chosen,
  ): Promise<string> {
    const { all, report } = chosen;
    if (action === 'list') {
      if (all.length === 0) return `No digest comes here yet. Subscribe with ${EXAMPLE}.`;
      return all.map((one, index) => `${index + 1}. ${lineOf(one)}`).join('\n');
    }
    if (report === undefined) {
      const detail =
        all.length === 0
          ? `No digest comes here yet. Subscribe with ${EXAMPLE}.`
          : `There are ${all.length} digests here. Say which, such as \`/switchboard digest ${action} 1\`; \`/switchboard digest list\` has their numbers.`;
      throw new NotFoundError({ detail });
    }
    if (action === 'preview') {
      await this.reports.run(ctx, report.id, typed.userId);
      return 'The preview comes to you in a direct message, in a moment.';
    }
    this.checkRights(typed, report.destination);
    if (action === 'now') {
      await this.reports.run(ctx, report.id);
      return 'The digest comes in a moment.';
    }
    if (action === 'stop') {
      await this.reports.delete(ctx, report.id, typed.userId);
      return `Ended: ${escapeMrkdwn(report.name)}, ${escapeMrkdwn(report.schedule)}.`;
    }
    const change = { paused: action === 'pause' };
    return `Changed: ${lineOf(await this.reports.change(ctx, report.id, change, typed.userId))}.`;
  }

  private async chosen(
    ctx: HandlerContext,
    { channelName }: Typed,
    destination: string,
    which?: number,
  ): Promise<Chosen> {
    const name = NAMELESS.has(channelName) ? undefined : channelName;
    const all = (await this.reports.comingTo(ctx, { id: destination, name })).reverse();
    return { all, report: which === undefined && all.length === 1 ? all[0] : all[(which ?? 0) - 1] };
  }

  /** Everybody may have digests of their own; a channel's are for operators. */
  private checkRights({ role, userId }: Typed, destination: string) {
    if (destination === userId || isAtLeast(role, 'operator')) return;
    const detail =
      'Digests of a channel are for operators and admins to change. Your own you can have in a direct message with me: type it there.';
    throw new ForbiddenError({ detail });
  }

  /** As they have set it in Slack. @throws InvalidBodyError where Slack doesn't say */
  private async zoneOf(ctx: HandlerContext, userId: string): Promise<string> {
    try {
      const { users } = await this.clients.of(ctx);
      return (await users.info({ user: userId })).user?.tz ?? 'UTC';
    } catch (cause) {
      const detail = `Slack did not say what your time zone is. Name it, such as ${EXAMPLE}. Nothing was changed.`;
      throw new InvalidBodyError({ detail, cause });
    }
  }
}

interface Chosen {
  all: ReportEntity[];
  report?: ReportEntity;
}

function lineOf({ name, schedule, zone, covers, nextRunAt }: ReportEntity): string {
  const about = covers === 'day' ? 'yesterday' : 'last week';
  const next = nextRunAt === null ? 'paused' : `next ${slackDate(nextRunAt)}`;
  return `*${escapeMrkdwn(name)}* of ${about}, ${escapeMrkdwn(schedule)} (${zone}), ${next}`;
}
