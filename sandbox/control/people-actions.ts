import { list, text } from '../json.js';
import { runCommand } from '../deliveries/commands.js';
import type { Shown } from '../deliveries/interactions.js';
import { changeTeamAccess, uninstall } from '../deliveries/lifecycle-events.js';
import type { Message } from '../workspace/model.js';
import { pin } from '../workspace/pinning.js';
import { deleteMessage, editAsUser, postAsUser } from '../workspace/posting.js';
import { APP_ACTIONS } from './app-actions.js';
import { CHANNEL_ACTIONS } from './channel-actions.js';
import { CLIENT_ACTIONS } from './client-actions.js';
import { ControlError, type ControlRequest } from './control-request.js';
import { FORM_ACTIONS } from './form-actions.js';
import { PERSON_ACTIONS } from './person-actions.js';

/** What people do in a workspace, for the page and for tests. Each answers what the caller of the control API gets. */
export const PEOPLE_ACTIONS: Record<string, (request: ControlRequest) => object | Promise<object>> = {
  ...APP_ACTIONS,
  ...CHANNEL_ACTIONS,
  ...CLIENT_ACTIONS,
  ...FORM_ACTIONS,
  ...PERSON_ACTIONS,
  command: typeCommand,

  /**
   * Posts what a person typed; `@name` and `#channel` become links. `minutes_ago` has it said then, which must be after
   * all that the channel holds.
   */
  message(request) {
    const { slack, channel, user } = request;
    if (channel.archived) throw new ControlError(409, `#${channel.name} is archived`);
    const thread = request.text('thread_ts');
    if (thread !== '' && !channel.byTs.has(thread)) throw new ControlError(404, `no message ${thread}`);
    const typed = request.text('text');
    if (typed.trim() === '') throw new ControlError(400, 'text is empty');
    const broadcast = request.values.broadcast === true;
    const at = saidAt(request);
    const message = postAsUser(slack, user, channel, typed, {
      ...(thread === '' ? {} : { ts: thread, broadcast }),
      ...(at === undefined ? {} : { at }),
    });
    return { channel: channel.id, ts: message.ts };
  },

  /** Changes what the person has said to `text`. */
  edit(request) {
    const { slack, channel, user } = request;
    const message = ownMessage(request);
    editAsUser(slack, user, channel, message, request.text('text'));
    return { channel: channel.id, ts: message.ts };
  },

  /** Takes back what the person has said. */
  delete_message(request) {
    const message = ownMessage(request);
    deleteMessage(request.slack, request.channel, message);
    return { channel: request.channel.id, ts: message.ts };
  },

  /** Pins a message, or with `removed` takes its pin away. */
  pin(request) {
    const { slack, channel, user } = request;
    const message = request.message(channel);
    const error = pin(slack, channel, message, user, request.values.removed !== true);
    if (error !== undefined) throw new ControlError(409, error);
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

/** Milliseconds since 1970, where `minutes_ago` names a time that has passed. */
function saidAt({ slack, channel, values }: ControlRequest): number | undefined {
  const { minutes_ago: ago } = values;
  if (ago === undefined) return undefined;
  if (typeof ago !== 'number' || !(ago >= 0))
    throw new ControlError(400, 'minutes_ago must be a number from 0');
  const at = slack.timer.now() - ago * 60_000;
  if (at * 1000 <= channel.lastTsMicros) throw new ControlError(409, 'something later was said already');
  return at;
}

function ownMessage(request: ControlRequest): Message {
  const { channel, user } = request;
  const message = request.message(channel);
  if (message.body.user !== user.id) throw new ControlError(403, `${user.name} did not say that`);
  return message;
}
