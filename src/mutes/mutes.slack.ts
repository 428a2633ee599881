import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { Roles, isAtLeast } from '../installation/index.js';
import { ForbiddenError, NotFoundError } from '../platform/errors/app-error.js';
import { type ActionArgs, type HandlerContext, SlackAction } from '../slack/index.js';
import { UNMUTE } from './mute-card.js';
import { Mutes } from './mutes.service.js';

@Injectable()
export class MutesSlack {
  constructor(
    private readonly mutes: Mutes,
    private readonly roles: Roles,
  ) {}

  @SlackAction(UNMUTE)
  async unmute(ctx: HandlerContext, { action, body, ack }: ActionArgs): Promise<void> {
    const { role } = await this.roles.roleOf(ctx, body.user.id);
    if (!isAtLeast(role, 'operator'))
      throw new ForbiddenError({ detail: 'Mutes are for operators and admins to end.' });
    const id = 'value' in action ? action.value : undefined;
    if (typeof id !== 'string' || !isUUID(id))
      throw new NotFoundError({ detail: 'That mute is not on record any more.' });
    await this.mutes.end(ctx, id, body.user.id);
    await ack();
  }
}
