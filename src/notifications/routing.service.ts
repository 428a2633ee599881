import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { DataSource, type EntityManager } from 'typeorm';
import { FallbackChannels, type FallbackSource, Webhooks } from '../delivery/index.js';
import { type Actor, Audit } from '../audit/index.js';
import { Transactions } from '../platform/database/transactions.js';
import { InvalidBodyError } from '../platform/errors/app-error.js';
import { faultsOf } from '../platform/errors/faults.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { DEFAULT_DOCUMENT, type RoutingDecision, type RoutingDocument, decide } from './domain/routing.js';
import { type StormVerdict, stormVerdict } from './domain/storms.js';
import { NotificationDto } from './notification.dto.js';
import { draftOf } from './notification.js';
import { RouteMentions } from './route-mentions.js';
import { RoutingDocumentDto } from './routing-document.dto.js';
import { type Silenced, Silencers } from './silencers.js';

export interface AppliedDocument {
  /** 0 until somebody applied one. */
  version: number;
  document: RoutingDocument;
}

/** Which routes a sample would take, whether a storm would merge it, where it is silenced now, and why. */
export type Explanation = RoutingDecision & { storm: StormVerdict; silenced: Silenced[] };

/** Each workspace's routing document. Old versions stay, so that "why did this land here?" keeps its answer. */
@Injectable()
export class Routing implements FallbackSource, OnModuleInit {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly webhooks: Webhooks,
    private readonly fallbacks: FallbackChannels,
    private readonly transactions: Transactions,
    private readonly audit: Audit,
    private readonly silencers: Silencers,
    private readonly mentions: RouteMentions,
  ) {}

  onModuleInit() {
    this.fallbacks.use(this);
  }

  async fallbackOf(ctx: WorkspaceContext): Promise<string> {
    const { document } = await this.current(ctx);
    return document.fallback.channel;
  }

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

  /** @param by who applies it, for the record @throws InvalidBodyError where it names what there isn't */
  async apply(ctx: WorkspaceContext, document: RoutingDocument, by: Actor): Promise<AppliedDocument> {
    await this.refuseUnknown(ctx, document);
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

  /**
   * By the one evaluator that real traffic takes.
   * @param typed a document to try, which changes nothing; the one that counts where there is none
   * @throws InvalidBodyError where the typed one could not be applied
   */
  async explain(
    ctx: WorkspaceContext,
    sample: NotificationDto,
    typed?: RoutingDocument,
  ): Promise<Explanation> {
    if (typed !== undefined) await this.refuseUnknown(ctx, typed);
    const document = typed ?? (await this.current(ctx)).document;
    const draft = draftOf(sample);
    const decision = decide(document, draft);
    const silenceOf = await this.silencers.inForce(ctx, this.dataSource.manager);
    const silenced = decision.destinations.flatMap((channel) => {
      const silence = silenceOf(draft, channel);
      return silence === undefined ? [] : [{ channel, why: silence.why }];
    });
    return { ...decision, storm: stormVerdict(document.storms, draft), silenced };
  }

  private async refuseUnknown(ctx: WorkspaceContext, document: RoutingDocument): Promise<void> {
    await this.refuseUnknownWebhooks(ctx, document);
    await this.mentions.refuseUnknown(ctx, document);
  }

  /** A typo must not be found out by the first message that nobody gets. */
  private async refuseUnknownWebhooks(ctx: WorkspaceContext, { routes }: RoutingDocument): Promise<void> {
    const named = routes.flatMap(({ to }, route) =>
      to.flatMap(({ webhook }, index) => (webhook === undefined ? [] : [{ webhook, route, index }])),
    );
    const unknown = await this.webhooks.unknown(
      ctx,
      named.map(({ webhook }) => webhook),
    );
    if (unknown.length === 0) return;
    throw new InvalidBodyError({
      detail: 'The routing document names webhooks that there aren’t; nothing was applied.',
      faults: named
        .filter(({ webhook }) => unknown.includes(webhook))
        .map(({ webhook, route, index }) => ({
          pointer: `/routes/${route}/to/${index}/webhook`,
          detail: `There is no webhook "${webhook}"; make it in the console, under Destinations, or with POST /v1/destinations`,
        })),
    });
  }

  /** The same check as over HTTP, for documents from files. @throws InvalidBodyError naming every fault */
  check(input: unknown): Promise<RoutingDocument> {
    const mistake = 'The routing document has mistakes; nothing was applied.';
    return checked(
      RoutingDocumentDto,
      input,
      'A routing document is an object with "routes" and "fallback".',
      mistake,
    );
  }

  /** The same for a notification. @throws InvalidBodyError naming every fault */
  checkSample(input: unknown): Promise<NotificationDto> {
    return checked(
      NotificationDto,
      input,
      'A sample is an object with a "title".',
      'The sample has mistakes.',
    );
  }
}

async function checked<T extends object>(
  dto: new () => T,
  input: unknown,
  shape: string,
  mistake: string,
): Promise<T> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new InvalidBodyError({ detail: shape });
  }
  const document = plainToInstance(dto, input);
  const faults = faultsOf(await validate(document, { whitelist: true, forbidNonWhitelisted: true }));
  if (faults.length > 0) throw new InvalidBodyError({ detail: mistake, faults });
  return document;
}
