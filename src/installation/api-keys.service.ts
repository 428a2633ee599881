import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import { type Actor, Audit } from '../audit/index.js';
import { Transactions } from '../platform/database/transactions.js';
import { ConflictError, NotFoundError, UnauthorizedError } from '../platform/errors/app-error.js';
import { databaseNow } from '../platform/clock.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { Quotas } from './quotas.service.js';
import { type Scope, newApiKey, parseApiKey, sameSecret } from './domain/api-key.js';

export interface ApiKeySummary {
  id: string;
  name: string;
  scopes: Scope[];
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

export interface Caller {
  workspace: WorkspaceContext;
  keyId: string;
  scopes: Scope[];
}

@Injectable()
export class ApiKeys {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly audit: Audit,
    private readonly quotas: Quotas,
  ) {}

  /**
   * @param onceId of a form's one key, by `keyIdOf`: the form that is sent again makes no other
   * @returns the key itself too: the only time that anybody sees it
   * @throws ConflictError when the workspace has as many as it may, or has this one already
   */
  async create(
    ctx: WorkspaceContext,
    name: string,
    scopes: Scope[],
    by: Actor = 'operator',
    onceId?: string,
  ): Promise<ApiKeySummary & { key: string }> {
    const { id, key, secretSha256 } = newApiKey(onceId);
    return this.transactions.run(ctx, async (tx) => {
      if (onceId !== undefined) await this.refuseSecond(ctx, tx, onceId);
      await this.quotas.needsRoomForKey(ctx, tx);
      const createdAt = await databaseNow(tx);
      const row = {
        workspaceId: ctx.workspaceId,
        id,
        name,
        scopes,
        secretSha256,
        createdAt,
        lastUsedAt: null,
        revokedAt: null,
      };
      await tx.insert(ApiKeyEntity, row);
      await this.audit.record(ctx, tx, {
        actor: by,
        action: 'key.created',
        subject: id,
        details: { name, scopes },
      });
      return { ...summary(row), key };
    });
  }

  private async refuseSecond(ctx: WorkspaceContext, tx: EntityManager, id: string): Promise<void> {
    // A double click sends two at once: the later one waits until the first is there.
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`key:${ctx.workspaceId} ${id}`]);
    const made = await tx.findOneBy(ApiKeyEntity, { workspaceId: ctx.workspaceId, id });
    if (made === null) return;
    throw new ConflictError({
      detail: `The key “${made.name}” was made and shown the first time that this form was sent; sending it again, or loading the page again, makes no other. If you did not keep it, revoke ${id} and make another.`,
    });
  }

  async list(ctx: WorkspaceContext): Promise<ApiKeySummary[]> {
    const rows = await this.dataSource.manager.find(ApiKeyEntity, {
      where: { workspaceId: ctx.workspaceId },
      order: { createdAt: 'ASC' },
    });
    return rows.map(summary);
  }

  /** Revoking twice is success. @throws NotFoundError */
  async revoke(ctx: WorkspaceContext, id: string, by: Actor = 'operator'): Promise<void> {
    await this.transactions.run(ctx, async (tx) => {
      const key = await tx.findOneBy(ApiKeyEntity, { workspaceId: ctx.workspaceId, id });
      if (key === null) throw new NotFoundError({ detail: `Workspace ${ctx.workspaceId} has no key ${id}.` });
      const { affected } = await tx
        .createQueryBuilder()
        .update(ApiKeyEntity)
        .set({ revokedAt: () => 'clock_now()' })
        .where({ workspaceId: ctx.workspaceId, id, revokedAt: IsNull() })
        .execute();
      if (affected !== 1) return;
      await this.audit.record(ctx, tx, {
        actor: by,
        action: 'key.revoked',
        subject: id,
        details: { name: key.name },
      });
    });
  }

  /**
   * Who holds this key. An unknown id, a wrong secret and a revoked key get the same answer.
   * @throws UnauthorizedError
   */
  async identify(key: string): Promise<Caller> {
    const parsed = parseApiKey(key);
    const row = parsed && (await this.dataSource.manager.findOneBy(ApiKeyEntity, { id: parsed.id }));
    if (!parsed || !row || !sameSecret(row.secretSha256, parsed.secretSha256) || row.revokedAt !== null) {
      throw new UnauthorizedError({
        detail: 'This key is unknown or revoked. Make one with: npx switchboard keys create --team T…',
      });
    }
    // Once a minute is exact enough for people, and spares a write per request.
    await this.dataSource.query(
      `UPDATE api_key SET last_used_at = clock_now() WHERE workspace_id = $1 AND id = $2
       AND (last_used_at IS NULL OR last_used_at < clock_now() - interval '1 minute')`,
      [row.workspaceId, row.id],
    );
    return { workspace: { workspaceId: row.workspaceId }, keyId: row.id, scopes: row.scopes };
  }
}

function summary({ id, name, scopes, createdAt, lastUsedAt, revokedAt }: ApiKeySummary): ApiKeySummary {
  return { id, name, scopes, createdAt, lastUsedAt, revokedAt };
}
