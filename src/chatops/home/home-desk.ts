import { Injectable } from '@nestjs/common';
import type { HomeView } from '@slack/types';
import { AlertStatistics } from '../../alerts/index.js';
import { isEmail, isPersonId } from '../../delivery/index.js';
import { ApiKeys, Installations, Roles, botScopes, isAtLeast } from '../../installation/index.js';
import { Routing } from '../../notifications/index.js';
import { OnCall } from '../../oncall/index.js';
import { Config } from '../../platform/config/config.js';
import type { WorkspaceContext } from '../../platform/workspace-context.js';
import { Reports } from '../../scheduling/index.js';
import { homeView, strangersView } from './home-view.js';

const MOST_ALERTS = 8;

/** What somebody's home tab shows: what their role may know, and nothing of channels that they may not be in. */
@Injectable()
export class HomeDesk {
  constructor(
    private readonly alerts: AlertStatistics,
    private readonly onCall: OnCall,
    private readonly reports: Reports,
    private readonly roles: Roles,
    private readonly routing: Routing,
    private readonly keys: ApiKeys,
    private readonly installations: Installations,
    private readonly config: Config,
  ) {}

  async viewFor(ctx: WorkspaceContext, userId: string): Promise<HomeView> {
    const { role } = await this.roles.roleOf(ctx, userId);
    const standing = await this.roles.standingOf(ctx, userId);
    if (role === undefined || (standing !== 'full' && !isAtLeast(role, 'operator'))) return strangersView();
    const operates = isAtLeast(role, 'operator');
    const all = await this.reports.list(ctx);
    return homeView({
      role,
      userId,
      // Operators may read every delivery; others are told of what stands where anybody may look.
      open: await this.alerts.open(ctx, MOST_ALERTS, operates ? 'all' : 'public'),
      onCall: await this.onCall.all(ctx),
      digests: all.filter(
        ({ destination }) =>
          destination === userId || (operates && !isPersonId(destination) && !isEmail(destination)),
      ),
      steps: role === 'admin' ? await this.stepsOf(ctx) : [],
      consoleUrl: `${this.config.publicUrl}/console`,
    });
  }

  private async stepsOf(ctx: WorkspaceContext): Promise<string[]> {
    const { scopes } = await this.installations.summary(ctx);
    const missing = botScopes(this.config, true).filter(({ scope }) => !scopes.includes(scope));
    const { version, document } = await this.routing.current(ctx);
    const keys = await this.keys.list(ctx);
    return [
      ...(missing.length === 0
        ? []
        : [`*Install again*: ${missing.length} permissions are missing that this version uses`]),
      ...(keys.some(({ revokedAt }) => revokedAt === null) ? [] : ['*Make a key* for what is to send']),
      ...(version > 0
        ? []
        : [`*Say where it goes*: until then everything goes to ${document.fallback.channel}`]),
    ];
  }
}
