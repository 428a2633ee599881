import type { JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import { formatTs } from '../workspace/ids.js';
import type { UserGroup } from '../workspace/model.js';
import { presentUserGroup } from '../workspace/present-user-group.js';

/** `subteam_updated` cuts the list of people here (facts, section 18). */
const MAX_USERS = 500;

/** A group was made or changed, being disabled among it. */
export function announceUserGroup(
  slack: Slack,
  group: UserGroup,
  type: 'subteam_created' | 'subteam_updated',
): void {
  const shown = presentUserGroup(
    { ...group, users: group.users.slice(0, MAX_USERS) },
    { users: true, count: true },
  );
  emit(slack, group, { type, subteam: { ...shown, user_count: group.users.length } });
}

/** Who came and who went; counts as numbers (facts, section 18, have them both ways). */
export function announceMembers(slack: Slack, group: UserGroup, before: string[], beforeAt: number): void {
  const added = group.users.filter((id) => !before.includes(id));
  const removed = before.filter((id) => !group.users.includes(id));
  emit(slack, group, {
    type: 'subteam_members_changed',
    subteam_id: group.id,
    team_id: group.teamId,
    date_previous_update: beforeAt,
    date_update: group.updated,
    added_users: added,
    added_users_count: added.length,
    removed_users: removed,
    removed_users_count: removed.length,
  });
}

function emit(slack: Slack, group: UserGroup, event: JsonObject): void {
  const eventTs = formatTs(Math.floor(slack.timer.now() * 1000));
  for (const installation of slack.world.installationsOf(group.teamId)) {
    if (!installation.scopes.includes('usergroups:read')) continue;
    const enterpriseId = slack.world.teams.get(group.teamId)?.enterpriseId;
    const origin = { teamId: group.teamId, enterpriseId, contextTeamId: group.teamId, isExtShared: false };
    slack.events.emit(installation, { ...event, event_ts: eventTs }, origin);
  }
}
