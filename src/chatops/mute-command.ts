import { Injectable } from '@nestjs/common';
import { AlertStatistics } from '../alerts/index.js';
import { ChannelSight } from '../delivery/index.js';
import { isAtLeast } from '../installation/index.js';
import { LONGEST_MUTE_MS, type MuteEntity, Mutes, SHORTEST_MUTE_MS, muteScopeWords } from '../mutes/index.js';
import { InputFault, nearest } from '../platform/domain/index.js';
import {
  ForbiddenError,
  InvalidBodyError,
  NotFoundError,
  UnavailableError,
} from '../platform/errors/app-error.js';
import { type HandlerContext, escapeMrkdwn, slackDate, userMention } from '../slack/index.js';
import { type MuteWish, readMuteWish } from './domain/mute-wish.js';
import type { Typed } from './typed.js';

const EXAMPLE = '`/switchboard mute 2h`';
/** So long a service is known by what fired. */
const KNOWN_DAYS = 30;

/** `/switchboard mute …`: the channel in which it is typed is quiet for a time. */
@Injectable()
export class MuteCommand {
  constructor(
    private readonly mutes: Mutes,
    private readonly sight: ChannelSight,
    private readonly statistics: AlertStatistics,
  ) {}

  /** @returns mrkdwn @throws InvalidBodyError, ForbiddenError, NotFoundError, UnavailableError */
  async answer(ctx: HandlerContext, typed: Typed, rest: string): Promise<string> {
    const wish = wishIn(rest);
    if (wish.action === 'list') return this.list(ctx, typed);
    if (!isAtLeast(typed.role, 'operator'))
      throw new ForbiddenError({
        detail:
          'Mutes are for operators and admins to begin and to end. `/switchboard mute list` tells which last.',
      });
    if (wish.action === 'off') return this.end(ctx, typed, wish.service);
    return this.begin(ctx, typed, wish);
  }

  private async list(ctx: HandlerContext, { channelId }: Typed): Promise<string> {
    const lasting = await this.mutes.lasting(ctx, channelId);
    if (lasting.length === 0)
      return `Nothing is muted here. ${EXAMPLE} would mute this channel for two hours.`;
    return `Muted here:\n${lasting.map((mute) => `• ${lineOf(mute)}`).join('\n')}`;
  }

  private async end(ctx: HandlerContext, typed: Typed, service?: string): Promise<string> {
    if ((await this.mutes.endAll(ctx, typed.channelId, service, typed.userId)) > 0)
      return 'Not muted any more. What was kept back is told in the channel.';
    const lasting = await this.mutes.lasting(ctx, typed.channelId);
    const names = lasting.flatMap((mute) => mute.service ?? []);
    const near = service === undefined ? undefined : nearest(service, names);
    const meant =
      near === undefined
        ? '`/switchboard mute list` tells what is.'
        : `Did you mean \`/switchboard mute off ${escapeMrkdwn(near)}\`?`;
    const what = service === undefined ? 'Nothing' : escapeMrkdwn(service);
    throw new NotFoundError({
      detail: `${what} is ${service === undefined ? 'muted here' : 'not muted here'}, so nothing was changed. ${meant}`,
    });
  }

  private async begin(
    ctx: HandlerContext,
    typed: Typed,
    { ms, all, service }: Extract<MuteWish, { action: 'mute' }>,
  ): Promise<string> {
    if (ms < SHORTEST_MUTE_MS || ms > LONGEST_MUTE_MS) {
      const detail = `A mute lasts from one minute to 24 hours, such as ${EXAMPLE}. What is never wanted in a channel is left out by its routes. Nothing was muted.`;
      throw new InvalidBodyError({ detail });
    }
    const known = await this.serviceMeant(ctx, service);
    const channelName = await this.channelName(ctx, typed);
    const wish = { channelId: typed.channelId, channelName, service: known?.name ?? null, all, forMs: ms };
    const mute = await this.mutes.begin(ctx, wish, typed.userId);
    const unknown = known?.isNew === true ? ' Nothing of that service has come yet.' : '';
    return `Muted here: ${lineOf(mute)}.${unknown} \`/switchboard mute off\` ends it.`;
  }

  /** A typo must not be found out by the message that comes all the same. */
  private async serviceMeant(
    ctx: HandlerContext,
    service: string | undefined,
  ): Promise<{ name: string; isNew: boolean } | undefined> {
    if (service === undefined) return undefined;
    if (service.length > 200)
      throw new InvalidBodyError({ detail: `That is no service’s name: it is too long. Nothing was muted.` });
    const known = await this.statistics.services(ctx, KNOWN_DAYS);
    const same = known.find((one) => one.toLowerCase() === service.toLowerCase());
    if (same !== undefined) return { name: same, isNew: false };
    const near = nearest(service, known);
    if (near === undefined) return { name: service, isNew: true };
    throw new InvalidBodyError({
      detail: `Nothing of a service ${escapeMrkdwn(service)} has come here. Did you mean ${escapeMrkdwn(near)}? Nothing was muted.`,
    });
  }

  /** Slack doesn't tell a private channel's name with the command. */
  private async channelName(
    ctx: HandlerContext,
    { channelId, channelName }: Typed,
  ): Promise<string | undefined> {
    if (channelId.startsWith('D') || channelName === 'directmessage') throw forChannels();
    const seen = await this.sight.describe(ctx, channelId).catch((cause: unknown) => {
      const detail = 'Slack did not say in time what channel this is. Nothing was muted; please try again.';
      throw new UnavailableError({ detail, cause });
    });
    if (seen === undefined) {
      const detail =
        'I am not in this channel, so nothing of mine comes here that could be muted. To change that: `/invite` me.';
      throw new InvalidBodyError({ detail });
    }
    if (seen.isDirect) throw forChannels();
    return seen.name;
  }
}

const forChannels = () =>
  new InvalidBodyError({
    detail: `A mute is a channel’s: type ${EXAMPLE} in the one that is to be quiet. Nothing was muted.`,
  });

function wishIn(rest: string): MuteWish {
  try {
    return readMuteWish(rest);
  } catch (error) {
    if (!(error instanceof InputFault)) throw error;
    throw new InvalidBodyError({ detail: error.message });
  }
}

const lineOf = (mute: MuteEntity) =>
  `${muteScopeWords(mute)}, until ${slackDate(mute.until)}, by ${userMention(mute.begunBy)}`;
