import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { type Actor, Audit, type Deed } from '../audit/index.js';
import { DataKeys } from '../installation/index.js';
import { Config } from '../platform/config/config.js';
import { Envelope, type Place } from '../platform/crypto/envelope.js';
import { Transactions } from '../platform/database/transactions.js';
import { ConflictError, InvalidBodyError, NotFoundError } from '../platform/errors/app-error.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { isWebhookUrl } from './domain/webhook-url.js';

export interface WebhookSummary {
  name: string;
  createdAt: Date;
  /** When its URL was given last. */
  changedAt: Date;
}

const urlPlace = (id: string): Place => ({ table: 'webhook', owner: id, column: 'url' });

const SUMMARY = `name, created_at AS "createdAt", changed_at AS "changedAt"`;

/** unique_violation */
const TAKEN = '23505';

/**
 * Slack's incoming webhooks, under names that routes use. A URL is a secret: whoever has it can post. It is sealed with a
 * data key of its own, and shown to nobody again.
 */
@Injectable()
export class Webhooks {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly envelope: Envelope,
    private readonly config: Config,
    private readonly transactions: Transactions,
    private readonly audit: Audit,
    dataKeys: DataKeys,
  ) {
    dataKeys.add({ table: 'webhook', belongsTo: 'workspace_id' });
  }

  /** @param by who gives it, for the record @throws InvalidBodyError, ConflictError */
  async create(ctx: WorkspaceContext, name: string, url: string, by: Actor): Promise<WebhookSummary> {
    const sealed = this.seal(url);
    const rows = await this.write(
      ctx,
      { actor: by, action: 'destination.created', subject: name },
      `INSERT INTO webhook (workspace_id, name, id, data_key, url, url_sha256, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (workspace_id, name) DO NOTHING RETURNING ${SUMMARY}`,
      [ctx.workspaceId, name, ...sealed, by],
    );
    if (rows.length > 0) return rows[0];
    throw new ConflictError({
      detail: `There is a webhook ${name} already. It gets another URL in the console, by “Change ${name}…” under Destinations, or with PUT /v1/destinations/${name}.`,
    });
  }

  /** Another URL, for when Slack has revoked the last one. @throws InvalidBodyError, ConflictError, NotFoundError */
  async replace(ctx: WorkspaceContext, name: string, url: string, by: Actor): Promise<WebhookSummary> {
    const sealed = this.seal(url);
    const rows = await this.write(
      ctx,
      { actor: by, action: 'destination.changed', subject: name },
      `WITH changed AS (
         UPDATE webhook SET id = $3, data_key = $4, url = $5, url_sha256 = $6, changed_at = clock_now()
         WHERE workspace_id = $1 AND name = $2 RETURNING ${SUMMARY})
       SELECT * FROM changed`,
      [ctx.workspaceId, name, ...sealed],
    );
    if (rows.length > 0) return rows[0];
    throw notFound(name);
  }

  async list(ctx: WorkspaceContext): Promise<WebhookSummary[]> {
    return this.dataSource.query(`SELECT ${SUMMARY} FROM webhook WHERE workspace_id = $1 ORDER BY name`, [
      ctx.workspaceId,
    ]);
  }

  /** What waits for it goes to the fallback then, as from every place that is gone. @throws NotFoundError */
  async delete(ctx: WorkspaceContext, name: string, by: Actor): Promise<void> {
    const deed = { actor: by, action: 'destination.deleted', subject: name };
    const rows = await this.write(
      ctx,
      deed,
      `WITH deleted AS (DELETE FROM webhook WHERE workspace_id = $1 AND name = $2 RETURNING ${SUMMARY}) SELECT * FROM deleted`,
      [ctx.workspaceId, name],
    );
    if (rows.length === 0) throw notFound(name);
  }

  /** Those of these names that nobody has made. */
  async unknown(
    ctx: WorkspaceContext,
    names: string[],
    tx: EntityManager = this.dataSource.manager,
  ): Promise<string[]> {
    if (names.length === 0) return [];
    const rows: { name: string }[] = await tx.query(
      `SELECT wanted.name FROM unnest($2::text[]) AS wanted (name) WHERE NOT EXISTS (
         SELECT FROM webhook w WHERE w.workspace_id = $1 AND w.name = wanted.name)`,
      [ctx.workspaceId, names],
    );
    return rows.map(({ name }) => name);
  }

  /** undefined when nobody has made it, or somebody has deleted it. @throws SealBrokenError */
  async urlOf(ctx: WorkspaceContext, name: string): Promise<string | undefined> {
    const rows: { id: string; dataKey: string; url: string }[] = await this.dataSource.query(
      `SELECT id, data_key AS "dataKey", url FROM webhook WHERE workspace_id = $1 AND name = $2`,
      [ctx.workspaceId, name],
    );
    if (rows.length === 0) return undefined;
    const [{ id, dataKey, url }] = rows;
    return this.envelope.decrypt(dataKey, urlPlace(id), url);
  }

  private seal(url: string): [id: string, dataKey: string, url: string, sha256: Buffer] {
    if (!isWebhookUrl(url, this.config.slack.apiUrl)) {
      const detail =
        'webhook must be the URL of a Slack incoming webhook, https://hooks.slack.com/services/T…/B…/…';
      throw new InvalidBodyError({ detail, faults: [{ pointer: '/webhook', detail }] });
    }
    const id = uuidv7();
    const dataKey = this.envelope.newDataKey(id);
    const sha256 = createHash('sha256').update(url).digest();
    return [id, dataKey, this.envelope.encrypt(dataKey, urlPlace(id), url), sha256];
  }

  /** Slack's pace is each URL's: two names for one would be two lanes that know nothing of each other. */
  private async write(
    ctx: WorkspaceContext,
    deed: Deed,
    sql: string,
    parameters: unknown[],
  ): Promise<WebhookSummary[]> {
    try {
      return await this.transactions.run(ctx, async (tx) => {
        const rows: WebhookSummary[] = await tx.query(sql, parameters);
        if (rows.length > 0) await this.audit.record(ctx, tx, deed);
        return rows;
      });
    } catch (error) {
      if ((error as { code?: unknown }).code !== TAKEN) throw error;
      throw new ConflictError({
        detail: 'Another webhook of this workspace has this URL already; use its name.',
      });
    }
  }
}

const notFound = (name: string) =>
  new NotFoundError({ detail: `There is no webhook ${name} in this workspace.` });
