import type { JsonObject } from '../json.js';
import type { Installation, User } from '../workspace/model.js';
import type { World } from '../workspace/world.js';

/**
 * Who did it and where, as every interactive payload says it (facts, section 3): `team` is null for an organisation's
 * installation, and `user.team_id` is the person's own workspace, which may be another.
 */
export function payloadOrigin(world: World, installation: Installation, user: User): JsonObject {
  const team = world.teams.get(installation.teamId);
  const enterprise = world.enterprises.get(installation.enterpriseId ?? '');
  return {
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
    team: team
      ? {
          id: team.id,
          domain: team.domain,
          ...(enterprise ? { enterprise_id: enterprise.id, enterprise_name: enterprise.name } : {}),
        }
      : null,
    enterprise: enterprise ? { id: enterprise.id, name: enterprise.name } : null,
    is_enterprise_install: installation.isEnterpriseInstall,
  };
}

/** The same for a slash command's form, typed in the workspace `teamId` (facts, section 4). */
export function commandOrigin(
  world: World,
  installation: Installation,
  teamId: string,
): Record<string, string> {
  const enterprise = world.enterprises.get(installation.enterpriseId ?? '');
  return {
    team_id: teamId,
    team_domain: world.teams.get(teamId)?.domain ?? '',
    ...(enterprise ? { enterprise_id: enterprise.id, enterprise_name: enterprise.name } : {}),
    is_enterprise_install: String(installation.isEnterpriseInstall),
  };
}
