import { text, type JsonObject } from '../json.js';
import type { Installation, Team } from '../workspace/model.js';
import type { World } from '../workspace/world.js';
import { ApiError } from './api-call.js';

/**
 * The workspace that a call is about. A workspace's token can mean no other, so its `team_id` is ignored: Bolt sends
 * one with every call (facts, section 13). An organisation's token names it, by `team_id` or through its channel; else
 * the first workspace that the app was added to is meant (*unverified*), and where there is none, the organisation
 * itself, which has no channels and no people of its own.
 */
export function callerTeam(world: World, installation: Installation, args: JsonObject): Team {
  const { grantedTeamIds, teamId } = installation;
  if (!installation.isEnterpriseInstall) {
    const team = world.teams.get(teamId);
    if (!team) throw new ApiError('account_inactive');
    return team;
  }
  const named = text(args.team_id);
  if (named !== '' && named !== teamId) {
    const team = world.teams.get(named);
    if (!team) throw new ApiError('team_not_found');
    if (!grantedTeamIds.has(named)) throw new ApiError('team_access_not_granted');
    return team;
  }
  const channel = world.channels.get(text(args.channel) || text(args.channel_id));
  const through = channel && world.contextTeamId(installation, channel);
  const chosen = through && grantedTeamIds.has(through) ? through : [...grantedTeamIds][0];
  const team = world.teams.get(chosen ?? '');
  if (team) return team;
  const enterprise = world.enterprises.get(teamId);
  if (!enterprise) throw new ApiError('account_inactive');
  return { ...enterprise, emailDomain: '', enterpriseId: teamId };
}
