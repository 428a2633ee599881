import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { ApiKeys } from './api-keys.service.js';
import { Config } from '../platform/config/config.js';
import { AppError } from '../platform/errors/app-error.js';
import { formToken } from '../platform/http/form-token.js';
import { Log } from '../platform/logging/log.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { SlackClients } from '../slack/index.js';
import { isAtLeast } from './domain/role.js';
import { FirstSteps, type TestCard } from './first-steps.js';
import { InstallationEntity } from './installation.entity.js';
import { Installations } from './installations.service.js';
import { type SetupView, organisationPage, setupPage } from './pages/setup.js';
import { Roles } from './roles.service.js';
import { type SetupSession, SetupSessions } from './setup-sessions.js';

const MOST_CHANNELS = 500;
const PAGE = 999;
const CHANNEL = /^#?([\p{L}\p{N}_-]{1,80})$/u;
const NOT_YOURS = 'Only an admin or an operator of Switchboard may do that here.';
/** A card takes a second on its way; the page that waits for it says more. */
const PATIENCE_MS = 3_000;
const LOOK_MS = 100;

/** What the first steps do, and what their page shows. */
@Injectable()
export class Setup {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly installations: Installations,
    private readonly sessions: SetupSessions,
    private readonly first: FirstSteps,
    private readonly keys: ApiKeys,
    private readonly roles: Roles,
    private readonly clients: SlackClients,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  /** Of a browser's sessions the newest one for this workspace; the newest of all where none serves it. */
  async sessionFor(
    sessions: SetupSession[],
    workspaceId: string | undefined,
  ): Promise<SetupSession | undefined> {
    if (workspaceId === undefined) return sessions[0];
    for (const session of sessions) {
      const served = await this.installations.workspacesOf(session.installationId);
      if (served.some(({ id }) => id === workspaceId)) return session;
    }
    return sessions[0];
  }

  /**
   * @param workspaceId of an organisation's workspaces the one that is meant; the first where it is none of them
   * @param elsewhere other installations that this browser made
   */
  async page(
    session: SetupSession,
    workspaceId: string | undefined,
    elsewhere: SetupSession[],
    more: Pick<SetupView, 'done' | 'key' | 'problem'> = {},
  ): Promise<string> {
    const row = await this.dataSource.manager.findOneByOrFail(InstallationEntity, {
      id: session.installationId,
    });
    const workspaces = await this.installations.workspacesOf(session.installationId);
    const workspace = workspaces.find(({ id }) => id === workspaceId) ?? workspaces[0];
    if (workspace === undefined) return organisationPage(row.name ?? 'your organisation');
    const ctx = { workspaceId: workspace.id };
    const mayManage = await this.mayManage(session, ctx);
    return setupPage({
      workspace,
      others: workspaces.filter(({ id }) => id !== workspace.id),
      elsewhere: (
        await Promise.all(elsewhere.map((one) => this.installations.workspacesOf(one.installationId)))
      ).flatMap((served) => served.slice(0, 1)),
      formToken: formToken(session),
      publicUrl: this.config.publicUrl,
      openUrl: this.openUrl(workspace.id, row.appId),
      barred: mayManage ? undefined : 'It was here already, and is up to date. Its settings are its admins’: ask whoever installed it, or an admin of the workspace, for a key or another channel.', // prettier-ignore
      channel: await this.first.steps.channelOf(ctx),
      channels: mayManage ? (await this.channelsOf(ctx).catch(() => [])).slice(0, MOST_CHANNELS) : [],
      testCard:
        session.testCard === null || !mayManage ? undefined : await this.testCard(ctx, session.testCard),
      ...more,
    });
  }

  /** @returns what was wrong, in words; undefined when it was done */
  async useChannel(session: SetupSession, workspaceId: string, typed: string): Promise<string | undefined> {
    const ctx = await this.allowed(session, workspaceId);
    if (ctx === undefined) return NOT_YOURS;
    const name = CHANNEL.exec(typed.trim().toLowerCase())?.[1];
    if (name === undefined) return 'A channel’s name has letters, digits, hyphens and underscores.';
    try {
      const known = await this.channelsOf(ctx);
      if (!known.includes(`#${name}`)) {
        return `The app sees no channel #${name}. If it is private, invite the app there first; if it is new, check its name.`;
      }
    } catch (err) {
      this.log.warn(
        { err, workspace: workspaceId },
        'Slack could not be asked for channels; one is taken as typed',
      );
    }
    await this.first.steps.useChannel(ctx, `#${name}`, `user:${session.userId}`);
    return undefined;
  }

  /** @returns what was wrong, in words; undefined when it is on its way */
  async sendTestCard(session: SetupSession, workspaceId: string): Promise<string | undefined> {
    const ctx = await this.allowed(session, workspaceId);
    if (ctx === undefined) return NOT_YOURS;
    const card = await this.first.steps.sendTestCard(ctx, `user:${session.userId}`);
    await this.sessions.noteTestCard(session, card);
    const deadline = performance.now() + PATIENCE_MS;
    while (performance.now() < deadline && (await this.testCard(ctx, card))?.state === 'waiting')
      await sleep(LOOK_MS);
    return undefined;
  }

  async makeKey(session: SetupSession, workspaceId: string): Promise<{ key: string } | { words: string }> {
    const ctx = await this.allowed(session, workspaceId);
    if (ctx === undefined) return { words: NOT_YOURS };
    if (!(await this.sessions.countKey(session))) {
      return {
        words:
          'These pages give three keys. Admins make others in the console, and revoke there those that nobody needs.',
      };
    }
    try {
      const { key } = await this.keys.create(ctx, 'first steps', ['send'], `user:${session.userId}`);
      return { key };
    } catch (error) {
      if (error instanceof AppError) return { words: error.message };
      throw error;
    }
  }

  private async allowed(session: SetupSession, workspaceId: string): Promise<WorkspaceContext | undefined> {
    const workspaces = await this.installations.workspacesOf(session.installationId);
    if (!workspaces.some(({ id }) => id === workspaceId)) return undefined;
    const ctx = { workspaceId };
    return (await this.mayManage(session, ctx)) ? ctx : undefined;
  }

  /** Slack lets others than admins install an app again: that must not make them its admins. */
  private async mayManage({ userId }: SetupSession, ctx: WorkspaceContext): Promise<boolean> {
    return isAtLeast((await this.roles.roleOf(ctx, userId)).role, 'operator');
  }

  private async testCard(ctx: WorkspaceContext, id: string): Promise<TestCard | undefined> {
    return this.first.steps.testCard(ctx, id).catch(() => undefined);
  }

  /** @throws what @slack/web-api throws */
  private async channelsOf(ctx: WorkspaceContext): Promise<string[]> {
    const { conversations } = await this.clients.of(ctx);
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const { channels = [], response_metadata } = await conversations.list({
        types: 'public_channel,private_channel',
        exclude_archived: true,
        limit: PAGE,
        cursor,
      });
      for (const { name } of channels) if (name !== undefined) names.push(`#${name}`);
      cursor = response_metadata?.next_cursor;
    } while (cursor !== undefined && cursor !== '');
    return names.sort();
  }

  private openUrl(teamId: string, appId: string | null): string {
    const { origin } = new URL(this.config.slack.oauth?.authorizeUrl ?? 'https://slack.com');
    const query = new URLSearchParams({ team: teamId, ...(appId === null ? {} : { app: appId }) });
    return `${origin}/app_redirect?${query.toString()}`;
  }
}
