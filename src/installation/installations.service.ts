import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, IsNull } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { databaseNow } from '../platform/clock.js';
import { Envelope } from '../platform/crypto/envelope.js';
import { Transactions } from '../platform/database/transactions.js';
import { NotFoundError } from '../platform/errors/app-error.js';
import { Log } from '../platform/logging/log.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { type BotOwner, type InstalledBot, SlackTokens, type TokenSource } from '../slack/index.js';
import { InstallationEntity, type InstallationState } from './installation.entity.js';
import { WorkspaceEntity } from './workspace.entity.js';

export interface Grant {
  team: { id: string; name: string };
  enterpriseId?: string;
  appId?: string;
  bot: { token: string; id: string; userId: string; scopes: string[] };
  installerId?: string;
}

export interface WorkspaceSummary {
  id: string;
  name: string;
  state: InstallationState;
  stateReason: string | null;
  scopes: string[];
  installedAt: Date;
}

const botTokenPlace = (installationId: string) => ({
  table: 'installation',
  owner: installationId,
  column: 'bot_token',
});

/** Which workspaces have the app, and with which token. */
@Injectable()
export class Installations implements TokenSource, OnModuleInit {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly envelope: Envelope,
    private readonly tokens: SlackTokens,
    private readonly log: Log,
  ) {}

  onModuleInit() {
    this.tokens.use(this);
  }

  /** Takes a workspace in, or takes its new grant: installing again keeps the workspace's configuration. */
  async install(grant: Grant): Promise<WorkspaceContext> {
    await this.dataSource.transaction(async (tx) => {
      // Two callbacks for one team at once: the second waits, and finds the first one's row.
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `installation:${grant.team.id}`,
      ]);
      const now = await databaseNow(tx);
      const known = await tx.findOneBy(InstallationEntity, { teamId: grant.team.id });
      const id = known?.id ?? uuidv7();
      const dataKey = known?.dataKey ?? this.envelope.newDataKey(id);
      await tx.upsert(
        InstallationEntity,
        {
          id,
          teamId: grant.team.id,
          enterpriseId: grant.enterpriseId ?? null,
          appId: grant.appId ?? null,
          botId: grant.bot.id,
          botUserId: grant.bot.userId,
          scopes: grant.bot.scopes,
          dataKey,
          botToken: this.envelope.encrypt(dataKey, botTokenPlace(id), grant.bot.token),
          installerId: grant.installerId ?? null,
          state: 'active',
          stateReason: null,
          installedAt: now,
          updatedAt: now,
        },
        ['id'],
      );
      await tx.upsert(
        WorkspaceEntity,
        { id: grant.team.id, name: grant.team.name, installationId: id, createdAt: now },
        { conflictPaths: ['id'], skipUpdateIfNoValuesChanged: true },
      );
    });
    this.tokens.forget();
    this.log.info({ workspace: grant.team.id, scopes: grant.bot.scopes }, 'Workspace installed');
    return { workspaceId: grant.team.id };
  }

  /** A workspace's own installation counts first, then its organisation's. */
  async botOf(owner: BotOwner): Promise<InstalledBot | undefined> {
    const row = await this.rowOf(owner);
    if (row?.botToken == null) return undefined;
    return {
      workspaceId: owner.workspaceId,
      enterpriseId: row.enterpriseId ?? undefined,
      botToken: this.envelope.decrypt(row.dataKey, botTokenPlace(row.id), row.botToken),
      botId: row.botId,
      botUserId: row.botUserId,
    };
  }

  /**
   * Forgets the token. Slack's two events about it come in any order, and twice: the first one's reason stays.
   * @param asOf when it ended: news of an installation that has been replaced since says nothing of the new one
   */
  async end(
    ctx: WorkspaceContext,
    state: 'uninstalled' | 'revoked',
    reason: string,
    asOf?: Date,
  ): Promise<void> {
    const result = await this.transactions.run(ctx, (tx) => {
      this.transactions.afterCommit(tx, 'forget tokens', () => Promise.resolve(this.tokens.forget()));
      return tx
        .createQueryBuilder()
        .update(InstallationEntity)
        .set({ state, stateReason: reason, botToken: null, updatedAt: () => 'clock_now()' })
        .where(
          `state = 'active' AND (id = (SELECT installation_id FROM workspace WHERE id = :id)
             OR team_id IS NULL AND enterprise_id = :id) AND installed_at <= coalesce(:asOf, clock_now())`,
          { id: ctx.workspaceId, asOf: asOf ?? null },
        )
        .execute();
    });
    if (result.affected) this.log.warn({ workspace: ctx.workspaceId, state, reason }, 'Workspace lost');
  }

  /** The workspace's bot user, also when its token is gone. */
  async botUserOf(ctx: WorkspaceContext): Promise<string | undefined> {
    return (await this.rowOf(ctx))?.botUserId;
  }

  async list(): Promise<WorkspaceSummary[]> {
    return this.dataSource.query(
      `SELECT w.id, w.name, i.state, i.state_reason AS "stateReason", i.scopes, i.installed_at AS "installedAt"
       FROM workspace w JOIN installation i ON i.id = w.installation_id ORDER BY w.created_at, w.id`,
    );
  }

  /** @throws NotFoundError when no such workspace ever installed the app */
  async require(teamId: string): Promise<WorkspaceContext> {
    if (await this.dataSource.manager.existsBy(WorkspaceEntity, { id: teamId }))
      return { workspaceId: teamId };
    throw new NotFoundError({
      detail: `No workspace ${teamId} has installed this app; "npx switchboard workspaces" lists those that have.`,
    });
  }

  /** A working one where there is one. What concerns an organisation as a whole has its id in the workspace's place. */
  private async rowOf({
    workspaceId,
    enterpriseId = workspaceId,
  }: BotOwner): Promise<InstallationEntity | null> {
    const own = await this.dataSource.manager
      .createQueryBuilder(InstallationEntity, 'i')
      .innerJoin(WorkspaceEntity, 'w', 'w.installation_id = i.id')
      .where('w.id = :workspaceId', { workspaceId })
      .getOne();
    if (own?.state === 'active') return own;
    const wide = await this.dataSource.manager.findOneBy(InstallationEntity, {
      teamId: IsNull(),
      enterpriseId,
    });
    return wide?.state === 'active' ? wide : (own ?? wide);
  }

  /** Who installed the app there, a Slack user; undefined where nobody is known. */
  async installerOf({ workspaceId }: WorkspaceContext): Promise<string | undefined> {
    const rows: { id: string | null }[] = await this.dataSource.query(
      `SELECT i.installer_id AS id FROM workspace w JOIN installation i ON i.id = w.installation_id WHERE w.id = $1`,
      [workspaceId],
    );
    return rows[0]?.id ?? undefined;
  }
}
