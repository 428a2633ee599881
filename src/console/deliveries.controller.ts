import { Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Deliveries, DeliveryReplay } from '../delivery/index.js';
import { sendPage } from '../platform/http/page.js';
import { attempt } from './attempt.js';
import { ConsolePages, Does, FormOf, Shows, type Visitor, VisitorOf } from './console.guard.js';
import { type FailedView, deliveriesPage } from './pages/deliveries.js';

const LIMIT = 25;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What failed for good, and another try for it. */
@ConsolePages('console/deliveries')
export class FailedDeliveriesController {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly replays: DeliveryReplay,
  ) {}

  @Shows('operator')
  async list(
    @VisitorOf() visitor: Visitor,
    @Query('after') after: unknown,
    @Query('replayed') replayed: unknown,
    @Res() reply: FastifyReply,
  ) {
    const count = typeof replayed === 'string' && /^\d{1,9}$/.test(replayed) ? Number(replayed) : undefined;
    return this.show(visitor, reply, { after: idIn(after), replayed: count });
  }

  @Does('operator', 'replay')
  async replay(@VisitorOf() visitor: Visitor, @FormOf() form: URLSearchParams, @Res() reply: FastifyReply) {
    const { workspace, userId } = visitor;
    const id = idIn(form.get('id')) ?? '00000000-0000-0000-0000-000000000000';
    const done = await attempt(() => this.replays.one(workspace, id, `user:${userId}`));
    if ('wrong' in done) return this.show(visitor, reply, { wrong: done.wrong });
    return reply.redirect('/console/deliveries?replayed=1', 303);
  }

  @Does('operator', 'replay-all')
  async replayAll(
    @VisitorOf() visitor: Visitor,
    @FormOf() form: URLSearchParams,
    @Res() reply: FastifyReply,
  ) {
    const { workspace, userId } = visitor;
    const typed = { error: form.get('error')?.trim() ?? '', channel: form.get('channel')?.trim() ?? '' };
    const filter = { error: typed.error || undefined, channel: typed.channel || undefined };
    const done = await attempt(() => this.replays.all(workspace, filter, `user:${userId}`));
    if ('wrong' in done) return this.show(visitor, reply, { wrong: done.wrong, typed });
    // A word may be misspelt: it stays, to be corrected.
    if (done.done === 0) return this.show(visitor, reply, { replayed: 0, typed });
    return reply.redirect(`/console/deliveries?replayed=${done.done}`, 303);
  }

  private async show(
    visitor: Visitor,
    reply: FastifyReply,
    { after, ...more }: { after?: string } & Partial<Pick<FailedView, 'replayed' | 'wrong' | 'typed'>>,
  ) {
    const page = await this.deliveries.list(visitor.workspace, { state: 'failed', after, limit: LIMIT });
    return sendPage(reply, deliveriesPage(visitor, { ...page, ...more }));
  }
}

const idIn = (value: unknown) => (typeof value === 'string' && UUID.test(value) ? value : undefined);
