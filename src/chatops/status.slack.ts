import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { AlertStatistics } from '../alerts/index.js';
import { Roles, isAtLeast } from '../installation/index.js';
import { within } from '../platform/deadline.js';
import { RequestLimits } from '../requests/index.js';
import { type CheckResult, ServiceChecks, type ServiceEntity, Services } from '../services/index.js';
import {
  type CommandArgs,
  type HandlerContext,
  People,
  SlackCommand,
  type SlackMessage,
} from '../slack/index.js';
import { mustBelong } from './belonging.js';
import { readTypedName } from './domain/typed-name.js';
import { openOfService, statusMessage } from './status-message.js';
import { StatusTiming } from './status-timing.js';

const MOST_ALERTS = 5;
const NONE_YET =
  'No service is looked at here yet. An admin adds one with `POST /v1/services`, such as `{"name": "payments", "url": "https://payments.example.com/health"}`; its reference is at /docs of this service.';

/** `/status`: how the workspace's services are, and what fires for them. */
@Injectable()
export class StatusSlack {
  constructor(
    private readonly services: Services,
    private readonly checks: ServiceChecks,
    private readonly alerts: AlertStatistics,
    private readonly roles: Roles,
    private readonly people: People,
    private readonly timing: StatusTiming,
    private readonly limits: RequestLimits,
  ) {}

  /**
   * What has answered by then is shown in Slack's 3 s, all of it when the last one has. Slack's response_url of a command replaces
   * nothing (slackapi/bolt-python#1268), so that the second message says everything again. Should this process die in between,
   * another one does it all over, and shows all of it.
   */
  @SlackCommand('/status', {
    description: 'How services are, and what fires for them',
    usageHint: '[service]',
  })
  async typed(ctx: HandlerContext, { command, ack }: CommandArgs): Promise<void> {
    const until = performance.now() + this.timing.showAfter;
    const { role } = await this.roles.roleOf(ctx, command.user_id);
    mustBelong(role, '/status');
    const name = readTypedName(command.text);
    const chosen = name === '' ? await this.services.all(ctx) : [await this.services.of(ctx, name)];
    if (chosen.length === 0) return ack({ response_type: 'ephemeral', text: NONE_YET });

    const results = new Map<string, CheckResult>();
    // Operators may read every delivery; others are told of what stands where anybody may look.
    const which = isAtLeast(role, 'operator') ? 'all' : 'public';
    const messageOf = (some: ReadonlyMap<string, CheckResult>) =>
      this.messageFor(ctx, chosen, some, name === '' ? undefined : which);
    const all = Promise.all(
      chosen.map(async (one) => results.set(one.id, await this.checks.check(ctx, one))),
    );
    // Nobody waits for Slack's answer any more where the one who had it died.
    if (ctx.attempt > 1) await all;
    else await within(until - performance.now(), all).catch(() => undefined);
    // Results may come in while the alerts are read.
    const sofar = new Map(results);
    await ack({ response_type: 'ephemeral', ...(await messageOf(sofar)) });
    if (sofar.size === chosen.length) return;
    // Slack must have shown the first one.
    await Promise.all([all, pause(this.limits.settle)]);
    const message = { response_type: 'ephemeral', replace_original: true, ...(await messageOf(results)) };
    if (await this.people.respond(command.response_url, message)) return;
    await this.people.tell(ctx, command.user_id, message);
  }

  private async messageFor(
    ctx: HandlerContext,
    chosen: ServiceEntity[],
    results: ReadonlyMap<string, CheckResult>,
    titlesOf: 'all' | 'public' | undefined,
  ): Promise<SlackMessage> {
    const open = await this.alerts.openByService(ctx);
    const rows = chosen.map((service) => ({
      service,
      result: results.get(service.id),
      open: openOfService(service, open),
    }));
    if (titlesOf === undefined) return statusMessage({ rows });
    const spelt = [...new Set(rows[0].open.flatMap(({ service }) => service ?? []))];
    const alerts = spelt.length === 0 ? [] : await this.alerts.openOf(ctx, spelt, MOST_ALERTS, titlesOf);
    return statusMessage({ rows, alerts });
  }
}
