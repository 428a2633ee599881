import { Injectable } from '@nestjs/common';
import { ChannelSight } from '../delivery/index.js';
import { MessageOrigins } from '../notifications/index.js';
import { InvalidBodyError } from '../platform/errors/app-error.js';
import { type HandlerContext, escapeMrkdwn } from '../slack/index.js';
import { readMessageLink } from './domain/message-link.js';
import type { Typed } from './typed.js';
import { NOT_FOUND, whyAnswer } from './why-answer.js';

const EXAMPLE = '`/switchboard why https://….slack.com/archives/C0123456789/p1763900000000100`';
const HELP = `Name a message: in its menu, _Copy link_, and then ${EXAMPLE}. Its channel’s id and its \`ts\` will do too.`;
const SLACK_HOST = /\.slack(-gov)?\.com$/;

/** `/switchboard why LINK`: which route a message took. For those who may see the message, and deliveries at all. */
@Injectable()
export class WhyCommand {
  constructor(
    private readonly origins: MessageOrigins,
    private readonly sight: ChannelSight,
  ) {}

  /** @returns mrkdwn @throws InvalidBodyError */
  async answer(ctx: HandlerContext, typed: Typed, rest: string): Promise<string> {
    const link = readMessageLink(rest);
    if (link === undefined)
      throw new InvalidBodyError({ detail: rest === '' ? HELP : `That names no message. ${HELP}` });
    const { channel, ts, team, host } = link;
    if (team !== undefined && team.startsWith('T') && team !== ctx.workspaceId) return elsewhere(team);
    const origin = await this.origins.of(ctx, channel, ts);
    if (origin.kind === 'unknown') {
      const ours = `${typed.teamDomain}.slack.com`;
      // An organisation's links have its own name; only another company's is surely another workspace.
      if (host !== undefined && SLACK_HOST.test(host) && host !== ours && !host.includes('.enterprise.'))
        return elsewhere(host);
      return NOT_FOUND;
    }
    const maySee = channel === typed.channelId || (await this.sight.sees(ctx, typed.userId, channel));
    return maySee ? whyAnswer(origin) : NOT_FOUND;
  }
}

const elsewhere = (where: string) =>
  `That link leads to another workspace (${escapeMrkdwn(where)}), of which I know nothing here. Ask me there.`;
