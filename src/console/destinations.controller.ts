import { Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Webhooks, isWebhookName } from '../delivery/index.js';
import { IncomingWebhooks } from '../installation/index.js';
import { Routing } from '../notifications/index.js';
import { InvalidBodyError } from '../platform/errors/app-error.js';
import { sendPage } from '../platform/http/page.js';
import { attempt } from './attempt.js';
import { ConsolePages, Does, FormOf, Shows, type Visitor, VisitorOf } from './console.guard.js';
import { destinationsPage } from './pages/destinations.js';
import { UsedChannels } from './used-channels.js';

const DONE: Readonly<Record<string, string>> = {
  created: 'The webhook has its name; routes can say { "webhook": … } now.',
  changed: 'The webhook has its new URL.',
  deleted: 'The webhook is forgotten.',
};

/** Where cards can go. */
@ConsolePages('console/destinations')
export class ConsoleDestinationsController {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly granted: IncomingWebhooks,
    private readonly routing: Routing,
    private readonly channels: UsedChannels,
  ) {}

  @Shows('admin')
  async list(@VisitorOf() visitor: Visitor, @Query('done') done: unknown, @Res() reply: FastifyReply) {
    return this.show(visitor, reply, { done: typeof done === 'string' ? DONE[done] : undefined });
  }

  /** A new name, or another URL for one that is there. */
  @Does('admin', 'keep')
  async keep(@VisitorOf() visitor: Visitor, @FormOf() form: URLSearchParams, @Res() reply: FastifyReply) {
    const { workspace, userId } = visitor;
    const [name, url] = [(form.get('name') ?? '').trim(), (form.get('url') ?? '').trim()];
    const isNew = form.get('what') !== 'replace';
    const kept = await attempt(async () => {
      if (!isWebhookName(name)) {
        throw new InvalidBodyError({
          detail: 'A webhook’s name has small letters, digits, ".", "_" and "-", at most 80.',
        });
      }
      if (isNew) return this.webhooks.create(workspace, name, url, `user:${userId}`);
      return this.webhooks.replace(workspace, name, url, `user:${userId}`);
    });
    if ('wrong' in kept)
      return this.show(visitor, reply, { wrong: [kept.wrong[0]], typed: isNew ? name : '' });
    return reply.redirect(`/console/destinations?done=${isNew ? 'created' : 'changed'}`, 303);
  }

  @Does('admin', 'delete')
  async delete(
    @VisitorOf() { workspace, userId }: Visitor,
    @FormOf() form: URLSearchParams,
    @Res() reply: FastifyReply,
  ) {
    await this.webhooks.delete(workspace, form.get('name') ?? '', `user:${userId}`);
    return reply.redirect('/console/destinations?done=deleted', 303);
  }

  private async show(
    visitor: Visitor,
    reply: FastifyReply,
    more: { done?: string; wrong?: string[]; typed?: string },
  ) {
    const ctx = visitor.workspace;
    const { document } = await this.routing.current(ctx);
    const view = {
      document,
      channels: await this.channels.of(ctx, document),
      webhooks: await this.webhooks.list(ctx),
      granted: await this.granted.list(ctx),
    };
    return sendPage(reply, destinationsPage(visitor, { ...view, ...more }));
  }
}
