import { migrateTeam } from '../deliveries/lifecycle-events.js';
import { announceProfile, announceUser } from '../deliveries/user-events.js';
import { isObject, text } from '../json.js';
import { enterChannel } from '../workspace/channel-changes.js';
import { mintId } from '../workspace/ids.js';
import type { User } from '../workspace/model.js';
import { emptyChannel, personOf } from '../workspace/seed-builders.js';
import { ControlError, type ControlRequest } from './control-request.js';

const NOBODY = {
  isAdmin: false,
  isOwner: false,
  isPrimaryOwner: false,
  isRestricted: false,
  isUltraRestricted: false,
};
/** What each role is by the flags of a user object (facts, section 21); an owner is an admin too. */
const ROLES: Record<string, Partial<User>> = {
  member: NOBODY,
  admin: { ...NOBODY, isAdmin: true },
  owner: { ...NOBODY, isAdmin: true, isOwner: true },
  guest: { ...NOBODY, isRestricted: true },
  single_channel_guest: { ...NOBODY, isRestricted: true, isUltraRestricted: true },
};

/** What becomes of people and of their workspace. */
export const PERSON_ACTIONS: Record<string, (request: ControlRequest) => object | Promise<object>> = {
  /**
   * Changes `user`: `real_name`, `title` and `email` are the profile's, `status` is `{text, emoji}`; `role` and
   * `deleted` are what an admin decides.
   */
  change_person(request) {
    const { slack, user, values } = request;
    const { status } = values;
    const profile = ['real_name', 'title', 'email'].filter((name) => values[name] !== undefined);
    if (values.real_name !== undefined) user.realName = request.text('real_name');
    if (values.title !== undefined) user.title = request.text('title');
    if (values.email !== undefined) user.email = request.text('email').toLowerCase();
    if (isObject(status)) user.status = { text: text(status.text), emoji: text(status.emoji) };
    if (values.role !== undefined) Object.assign(user, roleOf(request));
    if (values.deleted !== undefined) user.deleted = values.deleted === true;
    user.updated = Math.floor(slack.timer.now() / 1000);
    slack.world.touch();
    announceProfile(slack, user, { profile: profile.length > 0, status: isObject(status) });
    return { user: user.id };
  },

  /** Somebody new, `name` and `real_name`, comes into the workspace and its general channel. */
  newcomer(request) {
    const { slack, teamId } = request;
    const team = slack.world.teams.get(teamId);
    const name = request.text('name');
    if (!team) throw new ControlError(404, `no workspace ${teamId}`);
    if (!/^[a-z0-9._-]{1,21}$/.test(name)) throw new ControlError(400, `not a name: ${name}`);
    if (slack.world.user(teamId, name)) throw new ControlError(409, `${name} is there already`);
    const { enterpriseId } = team;
    const user = personOf(teamId, team.emailDomain)(
      mintId('U'),
      name,
      request.text('real_name') || name,
      '',
      {
        updated: Math.floor(slack.timer.now() / 1000),
        ...(enterpriseId === undefined ? {} : { enterpriseId, teamIds: new Set([teamId]) }),
        ...(request.values.role === undefined ? {} : roleOf(request)),
      },
    );
    slack.world.users.set(user.id, user);
    announceUser(slack, user, 'team_join');
    const general = slack.world.channelsOf(teamId).find(({ isGeneral }) => isGeneral);
    if (general && !user.isRestricted) enterChannel(slack, general, user);
    slack.world.touch();
    return { user: user.id };
  },

  /** Another company opens its workspace, `name`: a general channel, and the person who owns it all. */
  open_workspace(request) {
    const { world } = request.slack;
    const name = request.text('name');
    if (!/^[a-z0-9-]{1,21}$/.test(name)) throw new ControlError(400, `not a workspace's name: ${name}`);
    if ([...world.teams.values()].some(({ domain }) => domain === name))
      throw new ControlError(409, `${name} is there already`);
    const id = mintId('T');
    const emailDomain = `${name}.example`;
    world.teams.set(id, { id, name, domain: name, emailDomain });
    const owner = personOf(id, emailDomain)(mintId('U'), 'owner', 'Olive Owner', '', {
      ...ROLES.owner,
      isPrimaryOwner: true,
    });
    world.users.set(owner.id, owner);
    const general = { name: 'general', members: new Set([owner.id]), isGeneral: true };
    const channel = emptyChannel({ id: mintId('C'), teamId: id, ...general });
    world.channels.set(channel.id, channel);
    world.touch();
    return { team: id };
  },

  /** The workspace begins to move into the organisation `enterprise`, or with `finished` has moved. */
  grid_migration(request) {
    const { slack, teamId } = request;
    const team = slack.world.teams.get(teamId);
    const enterprise = slack.world.enterprises.get(request.text('enterprise'));
    if (!team || !enterprise) throw new ControlError(404, 'no such workspace or organisation');
    migrateTeam(slack, team, enterprise, request.values.finished === true);
    return { team: team.id, enterprise: team.enterpriseId ?? null };
  },
};

function roleOf(request: ControlRequest): Partial<User> {
  const role = ROLES[request.text('role')];
  if (!role) throw new ControlError(400, `role must be one of ${Object.keys(ROLES).join(', ')}`);
  return role;
}
