import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { DataSource, type EntityManager } from 'typeorm';
import { type Actor, Audit } from '../audit/index.js';
import { Transactions } from '../platform/database/transactions.js';
import { InvalidBodyError } from '../platform/errors/app-error.js';
import { faultsOf } from '../platform/errors/faults.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { DEFAULT_DOCUMENT, type RoutingDocument } from './domain/routing.js';
import { RoutingDocumentDto } from './routing-document.dto.js';

export interface AppliedDocument {
  /** 0 until somebody applied one. */
  version: number;
  document: RoutingDocument;
}

/** Each workspace's routing document. Old versions stay, so that "why did this land here?" keeps its answer. */
@Injectable()
export class Routing {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly audit: Audit,
  ) {}

  async current(
    ctx: WorkspaceContext,
    tx: EntityManager = this.dataSource.manager,
  ): Promise<AppliedDocument> {
    const rows: AppliedDocument[] = await tx.query(
      `SELECT version, document FROM routing_document WHERE workspace_id = $1 ORDER BY version DESC LIMIT 1`,
      [ctx.workspaceId],
    );
    return rows[0] ?? { version: 0, document: DEFAULT_DOCUMENT };
  }

  /** @param by who applies it, for the record */
  async apply(ctx: WorkspaceContext, document: RoutingDocument, by: Actor): Promise<AppliedDocument> {
    return this.transactions.run(ctx, async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`routing:${ctx.workspaceId}`]);
      const { version } = await this.current(ctx, tx);
      await tx.query(
        `INSERT INTO routing_document (workspace_id, version, document, applied_by) VALUES ($1, $2, $3, $4)`,
        [ctx.workspaceId, version + 1, JSON.stringify(document), by],
      );
      await this.audit.record(ctx, tx, {
        actor: by,
        action: 'routes.applied',
        subject: `version ${version + 1}`,
        details: { routes: document.routes.length, fallback: document.fallback.channel },
      });
      return { version: version + 1, document };
    });
  }

  /** The same check as over HTTP, for documents from files. @throws InvalidBodyError naming every fault */
  async check(input: unknown): Promise<RoutingDocument> {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      throw new InvalidBodyError({ detail: 'A routing document is an object with "routes" and "fallback".' });
    }
    const document = plainToInstance(RoutingDocumentDto, input);
    const faults = faultsOf(await validate(document, { whitelist: true, forbidNonWhitelisted: true }));
    if (faults.length > 0)
      throw new InvalidBodyError({
        detail: 'The routing document has mistakes; nothing was applied.',
        faults,
      });
    return document;
  }
}
