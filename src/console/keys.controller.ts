import { Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { randomBytes } from 'node:crypto';
import { ApiKeys, SCOPES, keyIdOf } from '../installation/index.js';
import { InvalidBodyError } from '../platform/errors/app-error.js';
import { sendPage } from '../platform/http/page.js';
import { attempt } from './attempt.js';
import { ConsolePages, Does, FormOf, Shows, type Visitor, VisitorOf } from './console.guard.js';
import { type KeysView, keysPage } from './pages/keys.js';

const MOST_NAME = 100;

/** The workspace's keys: who may send and ask. */
@ConsolePages('console/keys')
export class KeysController {
  constructor(private readonly keys: ApiKeys) {}

  @Shows('admin')
  async list(@VisitorOf() visitor: Visitor, @Query('done') done: unknown, @Res() reply: FastifyReply) {
    return this.show(visitor, reply, { done: done === 'revoked' ? 'The key is revoked.' : undefined });
  }

  @Does('admin', 'create')
  async create(@VisitorOf() visitor: Visitor, @FormOf() form: URLSearchParams, @Res() reply: FastifyReply) {
    const name = (form.get('name') ?? '').trim();
    const scopes = SCOPES.filter((scope) => form.getAll('scope').includes(scope));
    const once = form.get('once');
    const onceId = once === null ? undefined : keyIdOf(visitor.token, once);
    const made = await attempt(async () => {
      if (name === '' || name.length > MOST_NAME || scopes.length === 0) {
        const detail = `A key has a name of at most ${MOST_NAME} characters, and may do at least one thing.`;
        throw new InvalidBodyError({ detail });
      }
      return this.keys.create(visitor.workspace, name, scopes, `user:${visitor.userId}`, onceId);
    });
    if ('wrong' in made) return this.show(visitor, reply, { wrong: made.wrong, typed: { name, scopes } });
    return this.show(visitor, reply, { made: made.done });
  }

  @Does('admin', 'revoke')
  async revoke(@VisitorOf() visitor: Visitor, @FormOf() form: URLSearchParams, @Res() reply: FastifyReply) {
    await this.keys.revoke(visitor.workspace, form.get('id') ?? '', `user:${visitor.userId}`);
    return reply.redirect('/console/keys?done=revoked', 303);
  }

  private async show(visitor: Visitor, reply: FastifyReply, more: Omit<Partial<KeysView>, 'keys' | 'once'>) {
    const keys = await this.keys.list(visitor.workspace);
    const once = randomBytes(16).toString('base64url');
    return sendPage(reply, keysPage(visitor, { keys, once, ...more }));
  }
}
