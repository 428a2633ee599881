import { Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { sendPage } from '../platform/http/page.js';
import { attempt } from './attempt.js';
import { Configuration } from './configuration.service.js';
import { ConsolePages, Does, FormOf, Shows, type Visitor, VisitorOf } from './console.guard.js';
import { configurationPage } from './pages/configuration.js';

/** Routes and roles, out and in again. */
@ConsolePages('console/configuration')
export class ConfigurationController {
  constructor(private readonly configuration: Configuration) {}

  @Shows('admin')
  page(@VisitorOf() visitor: Visitor, @Query('done') done: unknown, @Res() reply: FastifyReply) {
    const words = done === 'imported' ? 'The configuration counts from now on.' : undefined;
    return sendPage(reply, configurationPage(visitor, { done: words }));
  }

  @Shows('admin', 'export')
  async export(@VisitorOf() { workspace }: Visitor, @Res() reply: FastifyReply) {
    const text = JSON.stringify(await this.configuration.export(workspace), null, 2);
    return reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('content-disposition', `attachment; filename="switchboard-${workspace.workspaceId}.json"`)
      .header('cache-control', 'no-store')
      .send(`${text}\n`);
  }

  @Does('admin', 'import')
  async import(@VisitorOf() visitor: Visitor, @FormOf() form: URLSearchParams, @Res() reply: FastifyReply) {
    const typed = form.get('document') ?? '';
    const done = await attempt(() => this.configuration.import(visitor.workspace, typed, visitor.userId));
    if ('wrong' in done) return sendPage(reply, configurationPage(visitor, { wrong: done.wrong, typed }));
    return reply.redirect('/console/configuration?done=imported', 303);
  }
}
