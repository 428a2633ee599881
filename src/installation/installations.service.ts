import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { type Actor, Audit } from '../audit/index.js';
import { Envelope } from '../platform/crypto/envelope.js';
import { Transactions } from '../platform/database/transactions.js';
import { NotFoundError } from '../platform/errors/app-error.js';
import { Log } from '../platform/logging/log.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import type { Grant } from './domain/grant.js';
import { type InstallationState, forgottenAt, isOver } from './domain/installation-life.js';
import { findInstallation } from './find-installation.js';
import { IncomingWebhooks } from './incoming-webhooks.js';
import { InstallationNews } from './installation-news.js';
import { botRefreshTokenPlace, botTokenPlace } from './sealed-places.js';
import { UserTokens } from './user-tokens.js';
import { WorkspaceEndedError } from './workspace-ended-error.js';
import { WorkspaceEntity } from './workspace.entity.js';

export interface WorkspaceSummary {
  id: string;
  name: string;
  state: InstallationState;
  stateReason: string | null;
  scopes: string[];
  installedAt: Date;
  /** Of a lost one: when what it has stored with us goes. */
  forgottenAt: Date | null;
}

interface SummaryRow extends Omit<WorkspaceSummary, 'forgottenAt'> {
  endedAt: Date | null;
}

export interface Installed {
  installationId: string;
  /** The workspace, or the organisation. */
  owner: WorkspaceContext;
}

/** An organisation's access to a workspace can end alone; the workspace then is as if its installation had ended. */
const SUMMARY = `
  SELECT w.id, w.name, CASE WHEN w.ended_at IS NULL THEN i.state ELSE 'revoked' END AS state,
    coalesce(w.end_reason, i.state_reason) AS "stateReason", i.scopes, i.installed_at AS "installedAt",
    least(w.ended_at, i.ended_at) AS "endedAt"
  FROM workspace w JOIN installation i ON i.id = w.installation_id`;

/** Which workspaces have the app, and what they granted. */
@Injectable()
export class Installations {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly envelope: Envelope,
    private readonly news: InstallationNews,
    private readonly userTokens: UserTokens,
    private readonly webhooks: IncomingWebhooks,
    private readonly audit: Audit,
    private readonly log: Log,
  ) {}

  /** Takes a workspace or an organisation in, or takes its new grant: installing again keeps the configuration. */
  async install(grant: Grant): Promise<Installed> {
    const { team, enterpriseId } = grant;
    const ownerId = team?.id ?? enterpriseId;
    if (ownerId === undefined) throw new Error('A grant names a workspace or an organisation');
    const owner = { workspaceId: ownerId };
    const installationId = await this.transactions.begin(async (tx) => {
      // Two callbacks for one team at once: the second waits, and finds the first one's row.
      await lockInstallation(tx, ownerId);
      const installation = await this.store(tx, grant, ownerId);
      if (team !== undefined) {
        await tx.query(
          `INSERT INTO workspace (id, name, installation_id) VALUES ($1, $2, $3)
           ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, installation_id = EXCLUDED.installation_id,
             ended_at = NULL, end_reason = NULL`,
          [team.id, team.name, installation.id],
        );
        if (grant.webhook !== undefined) {
          await this.webhooks.keep(owner, tx, installation, grant.webhook, grant.installerId);
        }
      }
      if (grant.user !== undefined) await this.userTokens.keep(tx, installation, grant.user);
      await this.news.changed(tx, installation.id, team?.id);
      await this.tell(tx, owner, grant, installation.before);
      return installation.id;
    });
    this.log.info({ workspace: ownerId, scopes: grant.bot.scopes }, 'Workspace installed');
    return { installationId, owner };
  }

  /** The workspace's bot user, also when its token is gone. */
  async botUserOf(ctx: WorkspaceContext): Promise<string | undefined> {
    return (await findInstallation(this.dataSource.manager, ctx))?.botUserId;
  }

  async list(): Promise<WorkspaceSummary[]> {
    const rows: SummaryRow[] = await this.dataSource.query(`${SUMMARY} ORDER BY w.created_at, w.id`);
    return rows.map(summary);
  }

  /** @throws NotFoundError when no such workspace ever installed the app */
  async summary(
    { workspaceId }: WorkspaceContext,
    tx: EntityManager = this.dataSource.manager,
  ): Promise<WorkspaceSummary> {
    const rows: SummaryRow[] = await tx.query(`${SUMMARY} WHERE w.id = $1`, [workspaceId]);
    if (rows[0] === undefined) throw notInstalled(workspaceId);
    return summary(rows[0]);
  }

  /**
   * Before something is accepted that could never arrive. A workspace that Slack has only switched off goes on.
   * @throws WorkspaceEndedError
   */
  async refuseEnded(ctx: WorkspaceContext, tx: EntityManager): Promise<void> {
    const found = await findInstallation(tx, ctx);
    if (found !== undefined && !isOver(found.state)) return;
    const { name, stateReason } = await this.summary(ctx, tx);
    throw new WorkspaceEndedError(ctx, name, stateReason);
  }

  /** The workspaces that an installation serves now. */
  async workspacesOf(installationId: string): Promise<{ id: string; name: string }[]> {
    return this.dataSource.query(
      `SELECT id, name FROM workspace WHERE installation_id = $1 AND ended_at IS NULL ORDER BY name, id`,
      [installationId],
    );
  }

  /** @throws NotFoundError when no such workspace ever installed the app */
  async require(teamId: string): Promise<WorkspaceContext> {
    if (await this.dataSource.manager.existsBy(WorkspaceEntity, { id: teamId }))
      return { workspaceId: teamId };
    throw notInstalled(teamId);
  }

  /** The data key of an installation is made once: whoever rewraps it must not find an old one written back. */
  private async store(tx: EntityManager, grant: Grant, ownerId: string) {
    const { team, enterpriseId = null, bot } = grant;
    const rows: { id: string; dataKey: string; scopes: string[] }[] = await tx.query(
      `SELECT id, data_key AS "dataKey", scopes FROM installation
       WHERE CASE WHEN $2 THEN team_id = $1 ELSE team_id IS NULL AND enterprise_id = $1 END`,
      [ownerId, team !== undefined],
    );
    const [known] = rows;
    const id = known?.id ?? uuidv7();
    const dataKey = known?.dataKey ?? this.envelope.newDataKey(id);
    const refreshToken =
      bot.refreshToken === undefined
        ? null
        : this.envelope.encrypt(dataKey, botRefreshTokenPlace(id), bot.refreshToken);
    await tx.query(
      `INSERT INTO installation (id, team_id, enterprise_id, name, app_id, bot_id, bot_user_id, scopes, data_key,
         bot_token, bot_refresh_token, bot_token_expires_at, installer_id, state)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, clock_now() + $12::int * interval '1 second', $13, 'active')
       ON CONFLICT (id) DO UPDATE SET enterprise_id = EXCLUDED.enterprise_id, name = EXCLUDED.name,
         app_id = EXCLUDED.app_id, bot_id = EXCLUDED.bot_id, bot_user_id = EXCLUDED.bot_user_id,
         scopes = EXCLUDED.scopes, bot_token = EXCLUDED.bot_token, bot_refresh_token = EXCLUDED.bot_refresh_token,
         bot_token_expires_at = EXCLUDED.bot_token_expires_at,
         installer_id = coalesce(installation.installer_id, EXCLUDED.installer_id),
         state = 'active', state_reason = NULL, ended_at = NULL, installed_at = clock_now(), updated_at = clock_now(),
         refresh_claim = NULL, refresh_after = NULL, refresh_error = NULL`,
      [
        id,
        team?.id ?? null,
        enterpriseId,
        team?.name ?? grant.enterpriseName ?? ownerId,
        grant.appId ?? null,
        bot.id,
        bot.userId,
        bot.scopes,
        dataKey,
        this.envelope.encrypt(dataKey, botTokenPlace(id), bot.token),
        refreshToken,
        bot.expiresInS ?? null,
        grant.installerId ?? null,
      ],
    );
    return { id, dataKey, before: known?.scopes };
  }

  private async tell(
    tx: EntityManager,
    owner: WorkspaceContext,
    { bot, installerId }: Grant,
    before: string[] | undefined,
  ): Promise<void> {
    const actor: Actor = installerId === undefined ? 'operator' : `user:${installerId}`;
    const added = bot.scopes.filter((scope) => !(before ?? []).includes(scope));
    await this.audit.record(owner, tx, {
      actor,
      action: before === undefined ? 'installation.installed' : 'installation.reinstalled',
      subject: owner.workspaceId,
      details: before === undefined ? { scopes: bot.scopes } : { scopes: bot.scopes, added },
    });
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

/** Whoever installs, and whoever forgets what was lost, takes turns. */
export async function lockInstallation(tx: EntityManager, ownerId: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`installation:${ownerId}`]);
}

const summary = ({ endedAt, ...row }: SummaryRow): WorkspaceSummary => ({
  ...row,
  forgottenAt: endedAt === null ? null : forgottenAt(endedAt),
});

const notInstalled = (teamId: string) =>
  new NotFoundError({
    detail: `No workspace ${teamId} has installed this app; "npx switchboard workspaces" lists those that have.`,
  });
