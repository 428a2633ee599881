import { Injectable } from '@nestjs/common';
import { FirstSteps, Roles, isAtLeast } from '../installation/index.js';
import { nearest } from '../platform/domain/index.js';
import { ForbiddenError, InvalidBodyError } from '../platform/errors/app-error.js';
import { type CommandArgs, type HandlerContext, SlackCommand, escapeMrkdwn } from '../slack/index.js';
import { mustBelong } from './belonging.js';
import { DigestCommand } from './digest-command.js';
import { SUBCOMMANDS, readCommand } from './domain/typed-command.js';
import { MuteCommand } from './mute-command.js';
import { ROLE_NAMES, type Typed } from './typed.js';
import { WhyCommand } from './why-command.js';

/** `/switchboard …`: answers are for whoever typed it alone. */
@Injectable()
export class SwitchboardSlack {
  constructor(
    private readonly roles: Roles,
    private readonly first: FirstSteps,
    private readonly digest: DigestCommand,
    private readonly why: WhyCommand,
    private readonly mute: MuteCommand,
  ) {}

  @SlackCommand('/switchboard', {
    description: 'Alerts and digests: what comes here, and when',
    usageHint: SUBCOMMANDS.map(({ name }) => name).join(' | '),
    escaped: true,
  })
  async typed(ctx: HandlerContext, { command, ack }: CommandArgs): Promise<void> {
    const { role } = await this.roles.roleOf(ctx, command.user_id);
    mustBelong(role, '/switchboard');
    const typed = {
      role,
      userId: command.user_id,
      channelId: command.channel_id,
      channelName: command.channel_name,
      teamDomain: command.team_domain,
    };
    await ack({ response_type: 'ephemeral', text: await this.answer(ctx, typed, command.text) });
  }

  /** @returns mrkdwn @throws AppError that says what would do */
  private async answer(ctx: HandlerContext, typed: Typed, text: string): Promise<string> {
    const { name, rest } = readCommand(text);
    const subcommand = SUBCOMMANDS.find((one) => one.name === name);
    if (subcommand === undefined) throw unknown(name);
    if (!isAtLeast(typed.role, subcommand.needs)) {
      const detail = `\`/switchboard ${name}\` is for ${subcommand.needs}s. Who gives out roles is in \`/switchboard help\`.`;
      throw new ForbiddenError({ detail });
    }
    if (name === 'test') {
      await this.first.steps.sendTestCard(ctx, `user:${typed.userId}`);
      return `A test card is on its way to ${await this.first.steps.channelOf(ctx)}, by the way that real ones take.`;
    }
    if (name === 'mute') return this.mute.answer(ctx, typed, rest);
    if (name === 'why') return this.why.answer(ctx, typed, rest);
    return name === 'digest' ? this.digest.answer(ctx, typed, rest) : helpFor(typed);
  }
}

function helpFor({ role }: Typed): string {
  const mine = SUBCOMMANDS.filter(({ needs }) => isAtLeast(role, needs));
  const lines = mine.map(
    ({ name, usage, does }) => `• \`/switchboard ${[name, usage].filter(Boolean).join(' ')}\`  ${does}`,
  );
  return `You are ${ROLE_NAMES[role]} here. What you may type:\n${lines.join('\n')}\nRoles are given out by the workspace’s admins.`;
}

function unknown(name: string): InvalidBodyError {
  const meant =
    nearest(
      name,
      SUBCOMMANDS.map((one) => one.name),
    ) ?? 'help';
  return new InvalidBodyError({
    detail: `There is no \`/switchboard ${escapeMrkdwn(name)}\`. Did you mean \`/switchboard ${meant}\`?`,
  });
}
