import { Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type AppliedDocument, Routing, SEVERITIES } from '../notifications/index.js';
import { ConflictError } from '../platform/errors/app-error.js';
import { sendPage } from '../platform/http/page.js';
import { attempt } from './attempt.js';
import { ConsolePages, Does, FormOf, Shows, type Visitor, VisitorOf } from './console.guard.js';
import { documentIn } from './document-in.js';
import { type RoutesView, documentText, routesPage } from './pages/routes.js';

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
    const edited: RoutesView['edited'] = {
      text: form.get('document') ?? '',
      version: form.get('version') ?? undefined,
    };
    const applied = await attempt(async () => {
      const document = await this.routing.check(documentIn(edited.text));
      const { version } = await this.routing.current(workspace);
      if (edited.version !== String(version)) {
        // Told once: whoever applies it again means it.
        edited.version = undefined;
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
    const { workspace } = visitor;
    const edited = editedIn(form, await this.routing.current(workspace));
    const kept = { sample: form, edited };
    const told = await attempt(async () => {
      const typed = edited && (await this.routing.check(documentIn(edited.text)));
      return this.routing.explain(workspace, await this.routing.checkSample(sampleIn(form)), typed);
    });
    if ('wrong' in told) return this.show(visitor, reply, { wrong: told.wrong, ...kept });
    return this.show(visitor, reply, { explanation: told.done, ...kept });
  }

  private async show(visitor: Visitor, reply: FastifyReply, more: Partial<RoutesView>) {
    return sendPage(
      reply,
      routesPage(visitor, { ...(await this.routing.current(visitor.workspace)), ...more }),
    );
  }
}

/**
 * What stands on the page and was not applied: it is explained, and kept. It stays an edit of the version with which it was
 * begun, so that applying it tells of whatever somebody else applied meanwhile.
 */
function editedIn(form: URLSearchParams, { document }: AppliedDocument): RoutesView['edited'] {
  // Browsers send line ends as CRLF.
  const text = form.get('document')?.replaceAll('\r\n', '\n');
  if (text === undefined || text.trim() === documentText(document)) return undefined;
  return { text, version: form.get('version') ?? undefined };
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
