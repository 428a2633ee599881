import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { Audit } from '../audit/index.js';
import { Transactions } from '../platform/database/transactions.js';
import { Log } from '../platform/logging/log.js';
import { Upkeep } from '../platform/queue/upkeep.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { SlackClients } from '../slack/index.js';
import { findInstallation } from './find-installation.js';
import { InstallationNews } from './installation-news.js';
import { Losses } from './losses.service.js';

export interface GrantedTeam {
  id: string;
  /** Its id until Slack has told us the name. */
  name: string;
}

const PAGE = 200;
const TAKEN_OUT = 'An organisation’s admin took the app out of this workspace';

/** An organisation installs the app once; its admins add it to workspaces, and take it out of them. */
@Injectable()
export class Organisations {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly clients: SlackClients,
    private readonly news: InstallationNews,
    private readonly losses: Losses,
    private readonly audit: Audit,
    private readonly log: Log,
    upkeep: Upkeep,
  ) {
    // What an event told us too late, or not at all.
    upkeep.add('organisations’ workspaces', () => this.reconcileAll());
  }

  /** Slack told us that workspaces were added. Their names are asked for afterwards. */
  async granted(ctx: WorkspaceContext, teamIds: string[]): Promise<void> {
    await this.transactions.run(ctx, async (tx) => {
      const installationId = await this.installationOf(tx, ctx);
      if (installationId === undefined) return;
      await this.take(tx, installationId, teamIds.map((id) => ({ id, name: id }))); // prettier-ignore
      this.transactions.afterCommit(tx, `names in ${ctx.workspaceId}`, () => {
        void this.reconcile({ workspaceId: ctx.workspaceId }).catch((err: unknown) =>
          this.log.warn(
            { err, organisation: ctx.workspaceId },
            'Could not ask for an organisation’s workspaces; the upkeep will',
          ),
        );
        return Promise.resolve();
      });
    });
  }

  async revoked(ctx: WorkspaceContext, teamIds: string[]): Promise<void> {
    await this.transactions.run(ctx, async (tx) => {
      const installationId = await this.installationOf(tx, ctx);
      if (installationId === undefined) return;
      await this.losses.endWorkspaces({ ...ctx, unit: { tx } }, installationId, teamIds, TAKEN_OUT);
    });
  }

  /** Asks Slack which workspaces have it now, and makes it so here. @throws what @slack/web-api throws */
  async reconcile(organisation: WorkspaceContext): Promise<GrantedTeam[]> {
    const askedAt = await this.now();
    const teams = await this.teamsOf(organisation);
    await this.transactions.begin(async (tx) => {
      const installationId = await this.installationOf(tx, organisation);
      if (installationId === undefined) return;
      await this.take(tx, installationId, teams);
      const gone: { id: string }[] = await tx.query(
        `SELECT id FROM workspace WHERE installation_id = $1 AND ended_at IS NULL AND id <> ALL ($2) AND created_at < $3`,
        [installationId, teams.map(({ id }) => id), askedAt],
      );
      if (gone.length === 0) return;
      const ids = gone.map(({ id }) => id);
      await this.losses.endWorkspaces({ ...organisation, unit: { tx } }, installationId, ids, TAKEN_OUT);
    });
    return teams;
  }

  private async teamsOf(organisation: WorkspaceContext): Promise<GrantedTeam[]> {
    const { auth } = await this.clients.of(organisation);
    const found: GrantedTeam[] = [];
    let cursor: string | undefined;
    do {
      const { teams = [], response_metadata } = await auth.teams.list({ limit: PAGE, cursor });
      for (const { id, name } of teams) if (id !== undefined) found.push({ id, name: name ?? id });
      cursor = response_metadata?.next_cursor;
    } while (cursor !== undefined && cursor !== '');
    return found;
  }

  private async reconcileAll(): Promise<void> {
    const rows: { workspaceId: string }[] = await this.dataSource.query(
      `SELECT enterprise_id AS "workspaceId" FROM installation WHERE team_id IS NULL AND state = 'active'`,
    );
    for (const organisation of rows) {
      await this.reconcile(organisation).catch((err: unknown) =>
        this.log.warn(
          { err, organisation: organisation.workspaceId },
          'Could not ask for an organisation’s workspaces',
        ),
      );
    }
  }

  private async take(tx: EntityManager, installationId: string, teams: GrantedTeam[]): Promise<void> {
    for (const { id, name } of teams) {
      const rows: { isNew: boolean }[] = await tx.query(
        `WITH before AS (SELECT id FROM workspace WHERE id = $1 AND installation_id = $3 AND ended_at IS NULL)
         INSERT INTO workspace (id, name, installation_id) VALUES ($1, $2, $3)
         ON CONFLICT (id) DO UPDATE SET installation_id = EXCLUDED.installation_id, ended_at = NULL, end_reason = NULL,
           name = CASE WHEN EXCLUDED.name = EXCLUDED.id THEN workspace.name ELSE EXCLUDED.name END
         RETURNING NOT EXISTS (SELECT FROM before) AS "isNew"`,
        [id, name, installationId],
      );
      if (rows[0]?.isNew !== true) continue;
      await this.news.changed(tx, installationId, id);
      this.log.info({ workspace: id }, 'Workspace added by its organisation');
      await this.audit.record({ workspaceId: id }, tx, {
        actor: 'slack',
        action: 'workspace.added',
        subject: id,
      });
    }
  }

  private async installationOf(tx: EntityManager, ctx: WorkspaceContext): Promise<string | undefined> {
    const found = await findInstallation(tx, ctx);
    return found?.teamId === null && found.state === 'active' ? found.id : undefined;
  }

  private async now(): Promise<Date> {
    const rows: { now: Date }[] = await this.dataSource.query('SELECT clock_now() AS now');
    return rows[0].now;
  }
}
