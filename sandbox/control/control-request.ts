import { text, type JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import type { Channel, Installation, Message, SlackApp, User } from '../workspace/model.js';

/** Answers a control call with this status and `{error}`. */
export class ControlError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Looks up what a control call names; says so where it isn't there. */
export class ControlRequest {
  constructor(
    readonly slack: Slack,
    readonly values: JsonObject,
  ) {}

  text(name: string): string {
    return text(this.values[name]);
  }

  /** The workspace `team`, by id or domain; the first where none is named. An organisation's E-id is taken too. */
  get teamId(): string {
    const wanted = this.text('team');
    const { teams, enterprises } = this.slack.world;
    if (wanted === '') return [...teams.keys()][0];
    const known = [...teams.values(), ...enterprises.values()];
    const team = known.find(({ id, domain }) => id === wanted || domain === wanted);
    if (!team) throw new ControlError(404, `no workspace ${wanted}`);
    return team.id;
  }

  get channel(): Channel {
    const channel = this.slack.world.channel(this.teamId, this.text('channel'));
    if (!channel) throw new ControlError(404, `no channel ${this.text('channel')}`);
    return channel;
  }

  /** The named user, by id or handle; the workspace's first where none is named. */
  get user(): User {
    const wanted = this.text('user');
    const { world } = this.slack;
    const user = wanted === '' ? world.usersOf(this.teamId)[0] : world.user(this.teamId, wanted);
    if (!user) throw new ControlError(404, `no user ${wanted}`);
    return user;
  }

  message(channel: Channel): Message {
    const message = channel.byTs.get(this.text('ts'));
    if (!message)
      throw new ControlError(404, `no message ${this.text('ts')} in ${channel.name || channel.id}`);
    return message;
  }

  /** The app that is meant: the one named by id or client id, else the first. */
  get app(): SlackApp {
    const wanted = this.text('app');
    const apps = [...this.slack.world.apps.values()];
    const app =
      wanted === '' ? apps[0] : apps.find(({ id, clientId }) => id === wanted || clientId === wanted);
    if (!app) throw new ControlError(404, `no app ${wanted}`);
    return app;
  }

  installation(app: SlackApp): Installation {
    const installation = this.slack.world.installation(app.id, this.teamId);
    if (!installation) throw new ControlError(409, `${app.name} is not installed in ${this.teamId}`);
    return installation;
  }
}
