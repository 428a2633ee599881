import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { Audit } from '../audit/index.js';
import { Losses } from '../installation/index.js';
import { Transactions } from '../platform/database/transactions.js';
import { Upkeep } from '../platform/queue/upkeep.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { type Identity, sha256 } from './domain/id-token.js';

/** A working day: whoever comes back tomorrow signs in again. */
export const SESSION_SECONDS = 12 * 60 * 60;

export interface ConsoleSession {
  /** In the browser's cookie alone; here it is hashed. */
  token: string;
  workspace: WorkspaceContext;
  workspaceName: string;
  userId: string;
  userName: string;
}

/** Who has signed in. A session ends after its time, by signing out, and with its workspace's installation. */
@Injectable()
export class ConsoleSessions {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly audit: Audit,
    upkeep: Upkeep,
    losses: Losses,
  ) {
    upkeep.add('old console sessions', () =>
      this.dataSource.query(`DELETE FROM console_session WHERE expires_at < clock_now()`),
    );
    losses.alsoEnd((tx, workspaceIds) =>
      tx.query(`DELETE FROM console_session WHERE workspace_id = ANY ($1)`, [workspaceIds]),
    );
  }

  /**
   * @param before the session that the browser had, which ends
   * @returns the token for the browser's cookie; undefined where the workspace has no working installation
   */
  async begin(
    { workspaceId, userId }: Identity,
    userName: string,
    before: string | undefined,
  ): Promise<string | undefined> {
    const ctx: WorkspaceContext = { workspaceId };
    const token = randomBytes(32).toString('base64url');
    return this.transactions.run(ctx, async (tx) => {
      // Locked: an installation that ends meanwhile ends after this, and takes the session along.
      const active: unknown[] = await tx.query(
        `SELECT FROM workspace w JOIN installation i ON i.id = w.installation_id
         WHERE w.id = $1 AND w.ended_at IS NULL AND i.state = 'active' FOR SHARE OF w, i`,
        [workspaceId],
      );
      if (active.length === 0) return undefined;
      if (before !== undefined) {
        await tx.query(`DELETE FROM console_session WHERE token_sha256 = $1`, [sha256(before)]);
      }
      await tx.query(
        `INSERT INTO console_session (token_sha256, workspace_id, user_id, user_name, expires_at)
         VALUES ($1, $2, $3, $4, clock_now() + $5::int * interval '1 second')`,
        [sha256(token), workspaceId, userId, userName, SESSION_SECONDS],
      );
      await this.audit.record(ctx, tx, {
        actor: `user:${userId}`,
        action: 'console.signed_in',
        subject: userId,
      });
      return token;
    });
  }

  async find(token: string): Promise<ConsoleSession | undefined> {
    const rows: { workspaceId: string; workspaceName: string; userId: string; userName: string }[] =
      await this.dataSource.query(
        `SELECT s.workspace_id AS "workspaceId", w.name AS "workspaceName", s.user_id AS "userId", s.user_name AS "userName"
         FROM console_session s JOIN workspace w ON w.id = s.workspace_id JOIN installation i ON i.id = w.installation_id
         WHERE s.token_sha256 = $1 AND s.expires_at > clock_now() AND w.ended_at IS NULL AND i.state = 'active'`,
        [sha256(token)],
      );
    const [row] = rows;
    if (row === undefined) return undefined;
    const { workspaceId, ...rest } = row;
    return { token, workspace: { workspaceId }, ...rest };
  }

  /** Ending it twice is success. */
  async end({ token, workspace, userId }: ConsoleSession): Promise<void> {
    await this.transactions.run(workspace, async (tx) => {
      const [, count]: [unknown, number] = await tx.query(
        `DELETE FROM console_session WHERE token_sha256 = $1`,
        [sha256(token)],
      );
      if (count === 0) return;
      await this.audit.record(workspace, tx, {
        actor: `user:${userId}`,
        action: 'console.signed_out',
        subject: userId,
      });
    });
  }
}
