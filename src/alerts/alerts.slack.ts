import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { NotFoundError } from '../platform/errors/app-error.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { type ActionArgs, SlackAction } from '../slack/index.js';
import { ACKNOWLEDGE_ACTION } from './alert-card.js';
import { Alerts } from './alerts.service.js';

@Injectable()
export class AlertsSlack {
  constructor(private readonly alerts: Alerts) {}

  @SlackAction(ACKNOWLEDGE_ACTION)
  async acknowledge(ctx: WorkspaceContext, { action, body, ack, respond }: ActionArgs): Promise<void> {
    const id = 'value' in action ? action.value : undefined;
    try {
      if (!isUUID(id)) throw new NotFoundError({ detail: 'The button names no alert' });
      await this.alerts.acknowledge(ctx, id as string, body.user.id);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      await ack();
      await respond({
        response_type: 'ephemeral',
        replace_original: false,
        text: 'This alert is not on record any more, so there is nothing to acknowledge.',
      });
      return;
    }
    await ack();
  }
}
