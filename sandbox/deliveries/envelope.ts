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
 * and `context_*` are the installation. An organisation's authorization names no team; what concerns the organisation
 * as a whole carries no `team_id` at all, and `context_team_id` is then null (*unverified*: ours). Where there is no
 * bot, the authorization is that of the person who installed the app last (*unverified*).
 */
export function envelope(
  app: SlackApp,
  installation: Installation,
  event: JsonObject,
  nowMs: number,
  origin: EventOrigin = { isExtShared: false },
): JsonObject {
  const wide = installation.isEnterpriseInstall;
  const isBot = installation.botUserId !== '';
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
    authorizations: [
      {
        enterprise_id: installation.enterpriseId,
        team_id: wide ? null : installation.teamId,
        user_id: isBot ? installation.botUserId : installation.installedBy,
        is_bot: isBot,
        is_enterprise_install: wide,
      },
    ],
    is_ext_shared_channel: origin.isExtShared,
    event_context: `4-${randomId(40)}`,
  };
}
