import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { type Actor, Audit } from '../audit/index.js';
import { Transactions } from '../platform/database/transactions.js';
import { Log } from '../platform/logging/log.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { type InstalledBot, SlackTokens } from '../slack/index.js';
import { type LostState, lossBy, statesBefore } from './domain/installation-life.js';
import { findInstallation } from './find-installation.js';
import { InstallationNews } from './installation-news.js';

export interface Ending {
  state: LostState;
  reason: string;
  /** When it ended: news of an installation that has been replaced since says nothing of the new one. */
  asOf?: Date;
  actor?: Actor;
}

/** What a workspace takes back, and how we learn of it. Twice is the same as once, in whatever order. */
@Injectable()
export class Losses {
  private readonly endings: ((tx: EntityManager, workspaceIds: string[]) => Promise<unknown>)[] = [];

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly news: InstallationNews,
    private readonly tokens: SlackTokens,
    private readonly audit: Audit,
    private readonly log: Log,
  ) {}

  /** What else ends with workspaces, in the same transaction. Their data stays. */
  alsoEnd(work: (tx: EntityManager, workspaceIds: string[]) => Promise<unknown>) {
    this.endings.push(work);
  }

  /** The installation that serves a workspace has ended, or the one of the organisation that the context names. */
  async end(ctx: WorkspaceContext, ending: Ending): Promise<void> {
    await this.transactions.run(ctx, async (tx) => {
      const found = await findInstallation(tx, ctx);
      if (found !== undefined) await this.endRow(tx, found.id, ending);
    });
  }

  async endInstallation(installationId: string, state: LostState, reason: string): Promise<void> {
    await this.transactions.begin((tx) => this.endRow(tx, installationId, { state, reason }));
  }

  /** People have taken back what they granted for themselves. */
  async revokeUsers(ctx: WorkspaceContext, userIds: string[]): Promise<void> {
    await this.transactions.run(ctx, async (tx) => {
      const found = await findInstallation(tx, ctx);
      if (found === undefined) return;
      await tx.query(`DELETE FROM user_token WHERE installation_id = $1 AND user_id = ANY ($2)`, [
        found.id,
        userIds,
      ]);
    });
  }

  /** An organisation has taken the app out of some of its workspaces. */
  async endWorkspaces(
    ctx: WorkspaceContext,
    installationId: string,
    teamIds: string[],
    reason: string,
  ): Promise<void> {
    await this.transactions.run(ctx, async (tx) => {
      const [lost]: [{ id: string }[], number] = await tx.query(
        `UPDATE workspace SET ended_at = clock_now(), end_reason = $3
         WHERE installation_id = $1 AND id = ANY ($2) AND ended_at IS NULL RETURNING id`,
        [installationId, teamIds, reason],
      );
      await this.news.changed(tx, installationId);
      await this.endAll(
        tx,
        lost.map(({ id }) => id),
      );
      for (const { id } of lost) {
        this.log.warn({ workspace: id, reason }, 'Workspace lost');
        const deed = { actor: 'slack', action: 'workspace.lost', subject: id, details: { reason } } as const;
        await this.audit.record({ workspaceId: id }, tx, deed);
      }
    });
  }

  /** Slack refused a bot. What it says of a token that has been replaced since says nothing of the new one. */
  async refused(bot: InstalledBot, code: string): Promise<void> {
    const loss = lossBy(code);
    if (loss.kind === 'none') return;
    this.tokens.forget(bot.installationId);
    const ctx = { workspaceId: bot.workspaceId, enterpriseId: bot.enterpriseId };
    const current = await this.tokens.botOf(ctx).catch(() => undefined);
    if (current?.botToken !== bot.botToken) return;
    if (loss.kind === 'workspace') {
      await this.endWorkspaces(ctx, bot.installationId, [bot.workspaceId], loss.reason);
    } else if (loss.kind === 'expired') {
      await this.dataSource.query(
        `UPDATE installation SET bot_token_expires_at = least(bot_token_expires_at, clock_now())
         WHERE id = $1 AND bot_refresh_token IS NOT NULL`,
        [bot.installationId],
      );
      this.tokens.forget(bot.installationId);
    } else await this.endInstallation(bot.installationId, loss.state, loss.reason);
  }

  private async endRow(
    tx: EntityManager,
    installationId: string,
    { state, reason, asOf, actor = 'slack' }: Ending,
  ): Promise<void> {
    const [rows]: [{ ownerId: string }[], number] = await tx.query(
      `UPDATE installation SET state = $2, state_reason = $3, ended_at = coalesce(ended_at, clock_now()),
         updated_at = clock_now(), refresh_claim = NULL,
         bot_token = CASE WHEN $2 = 'disabled' THEN bot_token END,
         bot_refresh_token = CASE WHEN $2 = 'disabled' THEN bot_refresh_token END
       WHERE id = $1 AND state = ANY ($4) AND installed_at <= coalesce($5, clock_now())
       RETURNING coalesce(team_id, enterprise_id) AS "ownerId"`,
      [installationId, state, reason, statesBefore(state), asOf ?? null],
    );
    const [row] = rows;
    if (row === undefined) return;
    if (state !== 'disabled') {
      await tx.query(`DELETE FROM user_token WHERE installation_id = $1`, [installationId]);
      await tx.query(`DELETE FROM incoming_webhook WHERE installation_id = $1`, [installationId]);
    }
    await this.news.changed(tx, installationId);
    const served: { id: string }[] = await tx.query(`SELECT id FROM workspace WHERE installation_id = $1`, [
      installationId,
    ]);
    await this.endAll(
      tx,
      served.map(({ id }) => id),
    );
    this.log.warn({ workspace: row.ownerId, state, reason }, 'Workspace lost');
    await this.audit.record({ workspaceId: row.ownerId }, tx, {
      actor,
      action: `installation.${state}`,
      subject: row.ownerId,
      details: { reason },
    });
  }

  private async endAll(tx: EntityManager, workspaceIds: string[]): Promise<void> {
    for (const end of this.endings) await end(tx, workspaceIds);
  }
}
