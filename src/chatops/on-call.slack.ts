import { Injectable } from '@nestjs/common';
import { Roles, isAtLeast } from '../installation/index.js';
import { OnCall, type OnCallNow } from '../oncall/index.js';
import { Clock } from '../platform/clock.js';
import { ConflictError, ForbiddenError, InvalidBodyError } from '../platform/errors/app-error.js';
import {
  type ActionArgs,
  type CommandArgs,
  type HandlerContext,
  People,
  SlackAction,
  SlackCommand,
  SlackView,
  type ViewArgs,
  plainView,
  slackDate,
  userMention,
} from '../slack/index.js';
import { mustBelong } from './belonging.js';
import { readTypedName } from './domain/typed-name.js';
import { OVERRIDE, onCallBlocks, onCallLine, overrideModal } from './on-call-view.js';

const MOST_LINES = 30;
const NONE_YET =
  'There is no rotation yet. An admin makes one with `POST /v1/oncall`; its reference is at /docs of this service.';

/** `/oncall`: who is on call, and who stands in. */
@Injectable()
export class OnCallSlack {
  constructor(
    private readonly onCall: OnCall,
    private readonly roles: Roles,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  @SlackCommand('/oncall', {
    description: 'Who is on call, and who is next',
    usageHint: '[rotation]',
    escaped: true,
  })
  async typed(ctx: HandlerContext, { command, ack }: CommandArgs): Promise<void> {
    const { role } = await this.roles.roleOf(ctx, command.user_id);
    mustBelong(role, '/oncall');
    const name = readTypedName(command.text).toLowerCase();
    if (name !== '') {
      const one = await this.onCall.of(ctx, name);
      return ack({ response_type: 'ephemeral', text: onCallLine(one), blocks: onCallBlocks(one) });
    }
    const all = await this.onCall.all(ctx);
    const lines = all.slice(0, MOST_LINES).map(onCallLine);
    if (all.length > MOST_LINES)
      lines.push(
        `… and ${all.length - MOST_LINES} more: name one, as in \`/oncall ${all[0].rotation.name}\``,
      );
    return ack({ response_type: 'ephemeral', text: lines.length === 0 ? NONE_YET : lines.join('\n') });
  }

  @SlackAction(OVERRIDE)
  async asked(ctx: HandlerContext, { action, body, ack }: ActionArgs): Promise<void> {
    const name = 'value' in action && typeof action.value === 'string' ? action.value : '';
    const modal = await this.people.openLoading(ctx, body.trigger_id, 'Somebody stands in');
    await modal.fill(this.modalFor(ctx, name, body.user.id));
    await ack();
  }

  @SlackView(OVERRIDE)
  async submitted(ctx: HandlerContext, { view, body, ack }: ViewArgs): Promise<void> {
    const { user, from, to } = view.state.values;
    const userId = user?.user?.selected_user ?? '';
    const [start, end] = [from?.from?.selected_date_time, to?.to?.selected_date_time];
    if (userId === '' || start == null || end == null) {
      const missing = userId === '' ? 'user' : start == null ? 'from' : 'to';
      return ack({ response_action: 'errors', errors: { [missing]: 'Choose one, please.' } });
    }
    const name = view.private_metadata;
    await this.checkRights(ctx, await this.onCall.of(ctx, name), body.user.id);
    const override = { userId, from: new Date(start * 1_000), to: new Date(end * 1_000) };
    try {
      await this.onCall.override(ctx, name, override, body.user.id);
    } catch (error) {
      if (!(error instanceof InvalidBodyError || error instanceof ConflictError)) throw error;
      // The modal's fields are called as the API's are.
      const field = error.faults?.[0]?.pointer.slice(1) || 'to';
      return ack({ response_action: 'errors', errors: { [field]: error.message } });
    }
    const said = `${userMention(userId)} stands in for ${name}, ${slackDate(override.from)} to ${slackDate(override.to)}.`;
    const done = plainView('Saved', `${name}: saved. /oncall ${name} shows it.`);
    await ack({
      response_action: 'update',
      view: { ...done, blocks: [{ type: 'section', text: { type: 'mrkdwn', text: said } }] },
    });
  }

  private async modalFor(ctx: HandlerContext, name: string, userId: string) {
    const one = await this.onCall.of(ctx, name);
    await this.checkRights(ctx, one, userId);
    return overrideModal(one, userId, this.clock.now());
  }

  /** Those whose turns it is about arrange it among themselves. */
  private async checkRights(ctx: HandlerContext, { rotation }: OnCallNow, userId: string): Promise<void> {
    if (rotation.people.includes(userId)) return;
    const { role } = await this.roles.roleOf(ctx, userId);
    if (isAtLeast(role, 'operator')) return;
    throw new ForbiddenError({
      detail: `Who stands in for ${rotation.name} is for its own people, operators and admins to say.`,
    });
  }
}
