import type { Slack } from '../slack.js';
import { formatTs } from '../workspace/ids.js';
import type { User } from '../workspace/model.js';
import { LOCALE, presentUser } from '../workspace/present.js';

export type UserEvent = 'team_join' | 'user_change' | 'user_profile_changed' | 'user_status_changed';

/** What a profile shows here and not in users.* (types 3.2). */
const ONLY_IN_EVENTS = { fields: [], huddle_state: 'default_unset', huddle_state_expiration_ts: 0 };

/** Someone's profile or status is another: the three events that tell of it. */
export function announceProfile(
  slack: Slack,
  user: User,
  changed: { profile: boolean; status: boolean },
): void {
  announceUser(slack, user, 'user_change');
  if (changed.profile || changed.status) announceUser(slack, user, 'user_profile_changed');
  if (changed.status) announceUser(slack, user, 'user_status_changed');
}

/**
 * Somebody came, or is no longer as they were: to the apps of the person's workspaces that have users:read; e-mail goes
 * only to those that may see it.
 */
export function announceUser(slack: Slack, user: User, type: UserEvent): void {
  const { world } = slack;
  const now = slack.timer.now();
  for (const installation of world.installations.values()) {
    const teamId = [...installation.grantedTeamIds].find((id) => world.isIn(user, id));
    if (teamId === undefined || !installation.scopes.includes('users:read')) continue;
    const shown = presentUser(world, user, installation.scopes.includes('users:read.email'), teamId);
    const event = {
      type,
      user: { ...shown, profile: { ...(shown.profile as object), ...ONLY_IN_EVENTS }, locale: LOCALE },
      cache_ts: Math.floor(now / 1000),
      event_ts: formatTs(Math.floor(now * 1000)),
    };
    const { enterpriseId } = world.teams.get(teamId) ?? {};
    const origin = { teamId, enterpriseId, contextTeamId: teamId, isExtShared: false };
    slack.events.emit(installation, event, origin);
  }
}
