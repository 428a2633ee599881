import { Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Routing, SEVERITIES } from '../notifications/index.js';
import { ConflictError } from '../platform/errors/app-error.js';
import { sendPage } from '../platform/http/page.js';
import { attempt } from './attempt.js';
import { ConsolePages, Does, FormOf, Shows, type Visitor, VisitorOf } from './console.guard.js';
import { documentIn } from './document-in.js';
import { type RoutesView, routesPage } from './pages/routes.js';

/** Where cards go: the document, and what it would do with a sample. */
@ConsolePages('console/routes')
export class RoutesController {
  constructor(private readonly routing: Routing) {}

  @Shows('operator')
  async current(
    @VisitorOf() visitor: Visitor,
    @Query('applied') applied: unknown,
    @Res() reply: FastifyReply,
  ) {
    const done =
      typeof applied === 'string' && /^\d{1,9}$/.test(applied)
        ? `Version ${applied} counts from now on.`
        : undefined;
    return this.show(visitor, reply, { done });
  }

  @Does('admin', 'apply')
  async apply(@VisitorOf() visitor: Visitor, @FormOf() form: URLSearchParams, @Res() reply: FastifyReply) {
    const { workspace, userId } = visitor;
    const edited = form.get('document') ?? '';
    const applied = await attempt(async () => {
      const document = await this.routing.check(documentIn(edited));
      const { version } = await this.routing.current(workspace);
      if (form.get('version') !== String(version)) {
        throw new ConflictError({
          detail: `Somebody applied version ${version} meanwhile. Look at it in another tab before you apply yours; it would go.`,
        });
      }
      return this.routing.apply(workspace, document, `user:${userId}`);
    });
    if ('wrong' in applied) return this.show(visitor, reply, { wrong: applied.wrong, edited });
    return reply.redirect(`/console/routes?applied=${applied.done.version}`, 303);
  }

  @Does('operator', 'explain')
  async explain(@VisitorOf() visitor: Visitor, @FormOf() form: URLSearchParams, @Res() reply: FastifyReply) {
    const sample = sampleIn(form);
    const told = await attempt(async () =>
      this.routing.explain(visitor.workspace, await this.routing.checkSample(sample)),
    );
    if ('wrong' in told) return this.show(visitor, reply, { wrong: told.wrong, sample: form });
    return this.show(visitor, reply, { explanation: told.done, sample: form });
  }

  private async show(visitor: Visitor, reply: FastifyReply, more: Partial<RoutesView>) {
    return sendPage(
      reply,
      routesPage(visitor, { ...(await this.routing.current(visitor.workspace)), ...more }),
    );
  }
}

/** As over HTTP; an empty field is the same as none. */
function sampleIn(form: URLSearchParams): object {
  const given = (name: string) => form.get(name)?.trim() || undefined;
  const labels = (form.get('labels') ?? '')
    .split('\n')
    .map((line) => /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(line))
    .flatMap((found) => (found === null ? [] : [[found[1], found[2]] as const]));
  const severity = SEVERITIES.find((name) => name === form.get('severity'));
  return {
    title: given('title') ?? 'A sample',
    ...(given('type') === undefined ? {} : { type: given('type') }),
    ...(given('source') === undefined ? {} : { source: given('source') }),
    ...(severity === undefined ? {} : { severity }),
    labels: Object.fromEntries(labels),
  };
}
