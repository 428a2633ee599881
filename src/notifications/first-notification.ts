import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../audit/index.js';
import { FirstSteps, type StepsTaker, type TestCard } from '../installation/index.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { Notifications } from './notifications.service.js';
import { Routing } from './routing.service.js';

/** What the pages after an installation do with routes and cards. */
@Injectable()
export class FirstNotification implements StepsTaker, OnModuleInit {
  constructor(
    private readonly first: FirstSteps,
    private readonly routing: Routing,
    private readonly notifications: Notifications,
  ) {}

  onModuleInit() {
    this.first.use(this);
  }

  async channelOf(ctx: WorkspaceContext): Promise<string> {
    return (await this.routing.current(ctx)).document.fallback.channel;
  }

  async useChannel(ctx: WorkspaceContext, channel: string, by: Actor): Promise<void> {
    const { document } = await this.routing.current(ctx);
    if (document.fallback.channel === channel) return;
    await this.routing.apply(ctx, { ...document, fallback: { ...document.fallback, channel } }, by);
  }

  async sendTestCard(ctx: WorkspaceContext): Promise<string> {
    const channel = await this.channelOf(ctx);
    const draft = {
      type: 'message',
      severity: 'info' as const,
      title: 'It works: Switchboard is here',
      text: 'This is a test card. What your systems send comes the same way.',
      source: 'switchboard',
      labels: {},
      fields: [],
      links: [],
      channel,
    };
    const [accepted] = await this.notifications.accept(ctx, [draft]);
    return accepted.id;
  }

  async testCard(ctx: WorkspaceContext, id: string): Promise<TestCard> {
    const { deliveries, silenced } = await this.notifications.status(ctx, id);
    const [delivery] = deliveries;
    const channel = await this.channelOf(ctx);
    if (delivery === undefined)
      return { state: 'failed', channel, words: silenced[0]?.why ?? 'it went nowhere' };
    const { state, error, permalink } = delivery;
    if (state === 'sent') return { state: 'arrived', channel, ...(permalink === null ? {} : { permalink }) };
    if (state === 'failed') return { state: 'failed', channel, ...(error === null ? {} : { words: error }) };
    return { state: 'waiting', channel };
  }
}
