import { list, text } from '../json.js';
import { announceArchive, announceMember, announceRename } from '../deliveries/channel-events.js';
import { runCommand } from '../deliveries/commands.js';
import type { Shown } from '../deliveries/interactions.js';
import { changeTeamAccess, uninstall } from '../deliveries/lifecycle-events.js';
import { postAsUser } from '../workspace/posting.js';
import { APP_ACTIONS } from './app-actions.js';
import { ControlError, type ControlRequest } from './control-request.js';
import { FORM_ACTIONS } from './form-actions.js';

/** What people do in a workspace, for the page and for tests. Each answers what the caller of the control API gets. */
export const PEOPLE_ACTIONS: Record<string, (request: ControlRequest) => object | Promise<object>> = {
  ...APP_ACTIONS,
  ...FORM_ACTIONS,
  command: typeCommand,

  /** Posts what a person typed; `@name` and `#channel` become links. */
  message(request) {
    const { slack, channel, user } = request;
    if (channel.archived) throw new ControlError(409, `#${channel.name} is archived`);
    const thread = request.text('thread_ts');
    if (thread !== '' && !channel.byTs.has(thread)) throw new ControlError(404, `no message ${thread}`);
    const typed = request.text('text');
    if (typed.trim() === '') throw new ControlError(400, 'text is empty');
    const message = postAsUser(slack, user, channel, typed, thread === '' ? undefined : thread);
    return { channel: channel.id, ts: message.ts };
  },

  uninstall(request) {
    uninstall(request.slack, request.installation(request.app));
    return {};
  },

  /** An admin adds an organisation's app to its workspaces `teams`, or with `granted: false` takes it out of them. */
  team_access(request) {
    const installation = request.installation(request.app);
    if (!installation.isEnterpriseInstall) throw new ControlError(409, 'not an organisation’s installation');
    const teams = list(request.values.teams).map(text);
    const odd = teams.find(
      (id) => request.slack.world.teams.get(id)?.enterpriseId !== installation.enterpriseId,
    );
    if (odd !== undefined) throw new ControlError(404, `no workspace ${odd} in ${installation.enterpriseId}`);
    changeTeamAccess(request.slack, installation, teams, request.values.granted !== false);
    return { teams: [...installation.grantedTeamIds] };
  },

  /** Archives, or with `archived: false` unarchives. */
  archive(request) {
    const { slack, channel, user } = request;
    channel.archived = request.values.archived !== false;
    slack.world.touch(channel);
    announceArchive(slack, channel, user);
    return { channel: channel.id, archived: channel.archived };
  },

  rename(request) {
    const { slack, channel } = request;
    const name = request.text('name');
    if (!/^[a-z0-9_-]{1,80}$/.test(name)) throw new ControlError(400, `not a channel name: ${name}`);
    if (slack.world.channel(channel.teamId, name)) throw new ControlError(409, `#${name} exists`);
    channel.previousNames = [channel.name, ...channel.previousNames];
    channel.name = name;
    slack.world.touch(channel);
    announceRename(slack, channel);
    return { channel: channel.id, name };
  },

  /** Adds a member: a user, or the app's bot where none is named. */
  invite(request) {
    return changeMember(request, true);
  },

  kick(request) {
    return changeMember(request, false);
  },
};

async function typeCommand(request: ControlRequest): Promise<Shown> {
  const { slack, channel, user, app } = request;
  const command = request.text('command');
  if (!/^\/[a-z0-9_-]{1,31}$/.test(command)) throw new ControlError(400, `not a command: ${command}`);
  const installation = request.installation(app);
  if (!installation.scopes.includes('commands'))
    throw new ControlError(409, `${app.name} has no commands scope`);
  return runCommand(slack, installation, app, channel, user, command, request.text('text'));
}

function changeMember(request: ControlRequest, joined: boolean): object {
  const { slack, channel } = request;
  const named = request.text('user') !== '';
  const user = named ? request.user : slack.world.users.get(request.installation(request.app).botUserId);
  if (!user) throw new ControlError(404, 'no such user');
  const changed = channel.members.has(user.id) !== joined;
  if (joined) channel.members.add(user.id);
  // The one who left hears of it too, so the event goes out first.
  if (changed) announceMember(slack, channel, user, joined, slack.world.usersOf(channel.teamId)[0]);
  if (!joined) channel.members.delete(user.id);
  slack.world.touch(channel);
  return { channel: channel.id, members: [...channel.members] };
}
