import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { Envelope } from '../platform/crypto/envelope.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { type BotOwner } from '../slack/index.js';
import type { GrantedToken } from './domain/grant.js';
import { freshnessOf } from './domain/token-life.js';
import { findInstallation } from './find-installation.js';
import { userRefreshTokenPlace, userTokenPlace } from './sealed-places.js';
import { TokenRefresh } from './token-refresh.js';

interface Row {
  token: string;
  scopes: string[];
  expiresAt: Date | null;
  now: Date;
}

/** What people have granted for themselves, where the app asks for it. */
@Injectable()
export class UserTokens {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly envelope: Envelope,
    private readonly refresh: TokenRefresh,
  ) {}

  async keep(
    tx: EntityManager,
    { id, dataKey }: { id: string; dataKey: string },
    user: GrantedToken & { id: string },
  ): Promise<void> {
    const { refreshToken, expiresInS } = user;
    await tx.query(
      `INSERT INTO user_token (installation_id, user_id, scopes, token, refresh_token, expires_at)
       VALUES ($1, $2, $3, $4, $5, clock_now() + $6::int * interval '1 second')
       ON CONFLICT (installation_id, user_id) DO UPDATE SET scopes = EXCLUDED.scopes, token = EXCLUDED.token,
         refresh_token = EXCLUDED.refresh_token, expires_at = EXCLUDED.expires_at, granted_at = clock_now(),
         refresh_claim = NULL, refresh_after = NULL, refresh_error = NULL`,
      [
        id,
        user.id,
        user.scopes,
        this.envelope.encrypt(dataKey, userTokenPlace(id, user.id), user.token),
        refreshToken === undefined
          ? null
          : this.envelope.encrypt(dataKey, userRefreshTokenPlace(id, user.id), refreshToken),
        expiresInS ?? null,
      ],
    );
  }

  /**
   * @returns a token that works now; undefined where the person has granted none
   * @throws TokenExpiredError
   */
  async of(
    ctx: WorkspaceContext & BotOwner,
    userId: string,
  ): Promise<{ token: string; scopes: string[] } | undefined> {
    const found = await findInstallation(this.dataSource.manager, ctx);
    if (found?.state !== 'active') return undefined;
    let row = await this.row(found.id, userId);
    if (row !== undefined && freshnessOf(row.expiresAt, row.now) === 'spent') {
      await this.refresh.untilFresh({ installationId: found.id, userId }, ctx.workspaceId);
      row = await this.row(found.id, userId);
    }
    if (row === undefined) return undefined;
    const token = this.envelope.decrypt(found.dataKey, userTokenPlace(found.id, userId), row.token);
    return { token, scopes: row.scopes };
  }

  private async row(installationId: string, userId: string): Promise<Row | undefined> {
    const rows: Row[] = await this.dataSource.query(
      `SELECT token, scopes, expires_at AS "expiresAt", clock_now() AS now FROM user_token
       WHERE installation_id = $1 AND user_id = $2`,
      [installationId, userId],
    );
    return rows[0];
  }
}
