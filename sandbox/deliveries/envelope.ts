import type { JsonObject } from '../json.js';
import { mintId, randomId } from '../workspace/ids.js';
import type { Channel, Installation, SlackApp } from '../workspace/model.js';
import type { World } from '../workspace/world.js';

/** Where an event happened, as one installation sees it. */
export interface EventOrigin {
  /** The workspace of whoever acted: another company's in a Slack Connect channel. Absent for what no workspace did. */
  teamId?: string;
  enterpriseId?: string;
  /** The workspace through which the installation sees it. */
  contextTeamId?: string;
  isExtShared: boolean;
}

/** The origin of what someone of `actorTeamId` did in `channel`. */
export function originIn(
  world: World,
  installation: Installation,
  channel: Channel,
  actorTeamId = channel.teamId,
): EventOrigin {
  return {
    teamId: actorTeamId,
    enterpriseId: world.teams.get(actorTeamId)?.enterpriseId,
    contextTeamId: world.contextTeamId(installation, channel),
    isExtShared: world.isExtShared(channel),
  };
}

/**
 * The `event_callback` wrapper (facts, sections 2 and 16): `team_id` is where the event comes from, `authorizations`
 * and `context_*` are the installation. What concerns an organisation as a whole carries no `team_id` at all, and
 * `context_team_id` is then null (*unverified*: ours).
 */
export function envelope(
  app: SlackApp,
  installation: Installation,
  event: JsonObject,
  nowMs: number,
  origin: EventOrigin = { isExtShared: false },
): JsonObject {
  const wide = installation.isEnterpriseInstall;
  const teamId = origin.teamId ?? (wide ? undefined : installation.teamId);
  const enterpriseId = origin.teamId === undefined ? installation.enterpriseId : origin.enterpriseId;
  return {
    token: app.verificationToken,
    ...(teamId === undefined ? {} : { team_id: teamId }),
    ...(enterpriseId ? { enterprise_id: enterpriseId } : {}),
    context_team_id: wide ? (origin.contextTeamId ?? null) : installation.teamId,
    context_enterprise_id: installation.enterpriseId,
    api_app_id: app.id,
    event,
    type: 'event_callback',
    event_id: mintId('Ev'),
    event_time: Math.floor(nowMs / 1000),
    authorizations: [authorizationOf(installation)],
    is_ext_shared_channel: origin.isExtShared,
    event_context: `4-${randomId(40)}`,
  };
}

/**
 * An installation as an event's authorization: an organisation's names no team. Where there is no bot, it is that of
 * the person who installed the app last (*unverified*).
 */
export function authorizationOf(installation: Installation): JsonObject {
  const isBot = installation.botUserId !== '';
  return {
    enterprise_id: installation.enterpriseId,
    team_id: installation.isEnterpriseInstall ? null : installation.teamId,
    user_id: isBot ? installation.botUserId : installation.installedBy,
    is_bot: isBot,
    is_enterprise_install: installation.isEnterpriseInstall,
  };
}
