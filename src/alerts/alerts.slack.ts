import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { NotFoundError } from '../platform/errors/app-error.js';
import { type ActionArgs, type HandlerContext, SlackAction } from '../slack/index.js';
import { ACKNOWLEDGE_ACTION } from './alert-card.js';
import { Alerts } from './alerts.service.js';

@Injectable()
export class AlertsSlack {
  constructor(private readonly alerts: Alerts) {}

  @SlackAction(ACKNOWLEDGE_ACTION)
  async acknowledge(ctx: HandlerContext, { action, body, ack }: ActionArgs): Promise<void> {
    const id = 'value' in action ? action.value : undefined;
    try {
      if (!isUUID(id)) throw new NotFoundError({ detail: 'The button names no alert' });
      await this.alerts.acknowledge(ctx, id as string, body.user.id);
    } catch (cause) {
      if (!(cause instanceof NotFoundError)) throw cause;
      throw new NotFoundError({
        detail: 'This alert is not on record any more, so there is nothing to acknowledge.',
        cause,
      });
    }
    await ack();
  }
}
