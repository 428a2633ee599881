import type { Slack } from '../slack.js';
import type { Enterprise, Installation, Team } from '../workspace/model.js';
import { formatTs } from '../workspace/ids.js';

/**
 * `tokens_revoked` with the user ids concerned and, where the app leaves the workspace, `app_uninstalled` (facts,
 * section 2). Both need no scope; `slack.uninstallOrder` says which goes out first.
 */
export function announceUninstall(
  slack: Slack,
  installation: Installation,
  what: { oauth: string[]; bot: string[]; uninstalled: boolean },
): void {
  const { oauth, bot } = what;
  const revoked = { type: 'tokens_revoked', tokens: { oauth, bot } };
  const events = what.uninstalled ? [revoked, { type: 'app_uninstalled' }] : [revoked];
  if (slack.uninstallOrder === 'app_uninstalled') events.reverse();
  for (const event of events) slack.events.emit(installation, event);
}

/** Removes the app from a workspace or an organisation, and says so. */
export function uninstall(slack: Slack, installation: Installation): void {
  announceUninstall(slack, installation, {
    oauth: [...installation.userTokens.keys()],
    bot: installation.botUserId === '' ? [] : [installation.botUserId],
    uninstalled: true,
  });
  slack.installs.uninstall(installation);
}

/**
 * An admin adds an organisation-wide app to workspaces, or takes it out of them: `team_access_granted` and
 * `team_access_revoked`, which carry no `team_id` (facts, section 2).
 */
export function changeTeamAccess(
  slack: Slack,
  installation: Installation,
  teamIds: string[],
  granted: boolean,
): void {
  for (const teamId of teamIds) {
    if (granted) installation.grantedTeamIds.add(teamId);
    else installation.grantedTeamIds.delete(teamId);
  }
  slack.world.touch();
  slack.events.emit(installation, {
    type: granted ? 'team_access_granted' : 'team_access_revoked',
    team_ids: teamIds,
    event_ts: formatTs(Math.floor(slack.timer.now() * 1000)),
  });
}

/**
 * A workspace moves into a Grid organisation: `grid_migration_started`, then nothing works there (`team_added_to_org`,
 * facts, section 6), then `grid_migration_finished`. Installations stay with their workspace.
 */
export function migrateTeam(slack: Slack, team: Team, enterprise: Enterprise, finished: boolean): void {
  team.migrating = !finished;
  if (finished) team.enterpriseId = enterprise.id;
  for (const installation of slack.world.installationsOf(team.id)) {
    if (installation.isEnterpriseInstall) continue;
    if (finished) installation.enterpriseId = enterprise.id;
    const type = finished ? 'grid_migration_finished' : 'grid_migration_started';
    slack.events.emit(installation, { type, enterprise_id: enterprise.id });
  }
  slack.world.touch();
}
