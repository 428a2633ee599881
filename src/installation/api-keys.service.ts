import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { NotFoundError, UnauthorizedError } from '../platform/errors/app-error.js';
import { databaseNow } from '../platform/clock.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { ApiKeyEntity } from './api-key.entity.js';
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
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @returns the key itself too: the only time that anybody sees it */
  async create(
    ctx: WorkspaceContext,
    name: string,
    scopes: Scope[],
  ): Promise<ApiKeySummary & { key: string }> {
    const { id, key, secretSha256 } = newApiKey();
    return this.dataSource.transaction(async (tx) => {
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
      return { ...summary(row), key };
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
  async revoke(ctx: WorkspaceContext, id: string): Promise<void> {
    const { affected } = await this.dataSource
      .createQueryBuilder()
      .update(ApiKeyEntity)
      .set({ revokedAt: () => 'coalesce(revoked_at, clock_now())' })
      .where({ workspaceId: ctx.workspaceId, id })
      .execute();
    if (affected === 0) throw new NotFoundError({ detail: `Workspace ${ctx.workspaceId} has no key ${id}.` });
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
