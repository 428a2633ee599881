import type { JsonObject } from '../json.js';
import type { Installation, User } from '../workspace/model.js';
import type { World } from '../workspace/world.js';

/** Who did it and where, as every interactive payload says it (facts, section 3). */
export function payloadOrigin(world: World, installation: Installation, user: User): JsonObject {
  const team = world.teams.get(installation.teamId);
  return {
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
    team: { id: installation.teamId, domain: team?.domain ?? '' },
    enterprise: null,
    is_enterprise_install: false,
  };
}
