import { Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Audit } from '../audit/index.js';
import { sendPage } from '../platform/http/page.js';
import { ConsolePages, Shows, type Visitor, VisitorOf } from './console.guard.js';
import { auditPage, peopleIn } from './pages/audit.js';
import { PeopleNames } from './people-names.js';

const LIMIT = 50;

/** Who did what. */
@ConsolePages('console/audit')
export class AuditTrailController {
  constructor(
    private readonly audit: Audit,
    private readonly names: PeopleNames,
  ) {}

  @Shows('admin')
  async list(@VisitorOf() visitor: Visitor, @Query('before') before: unknown, @Res() reply: FastifyReply) {
    const from = typeof before === 'string' && /^\d{1,15}$/.test(before) ? Number(before) : undefined;
    const page = await this.audit.list(visitor.workspace, { before: from, limit: LIMIT });
    const names = await this.names.of(visitor.workspace, peopleIn(page.entries));
    return sendPage(reply, auditPage(visitor, page, names));
  }
}
