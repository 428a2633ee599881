import { mintId, formatTs } from './ids.js';
import type {
  Channel,
  Enterprise,
  IncomingWebhook,
  Installation,
  Message,
  SlackApp,
  Team,
  Token,
  User,
  UserGroup,
} from './model.js';
import { emptyChannel } from './seed-builders.js';
import { demoApp, seed } from './seed.js';
import { text, type JsonObject } from '../json.js';
import { systemTimer, type Timer } from '../timer.js';
import { forgetOldest, noteReply, removeReply } from './threads.js';

/** Enough for any test, and a bound for runs of hundreds of thousands: about 2 kB each. The log has them all. */
const MESSAGES_PER_CHANNEL = 10_000;

/**
 * All that this Slack knows, in memory: workspaces with their people and channels, apps, installations and tokens.
 * Whoever changes something calls `touch()`, which numbers the change and wakes those who wait for one.
 */
export class World {
  readonly enterprises = new Map<string, Enterprise>();
  readonly teams = new Map<string, Team>();
  readonly users = new Map<string, User>();
  readonly channels = new Map<string, Channel>();
  readonly userGroups = new Map<string, UserGroup>();
  readonly apps = new Map<string, SlackApp>();
  readonly tokens = new Map<string, Token>();
  /** By path. */
  readonly webhooks = new Map<string, IncomingWebhook>();
  /** By `appId/teamId`, the organisation's E-id where it is installed as a whole. */
  readonly installations = new Map<string, Installation>();
  /** Counts changes, from 1; never falls, not even on reset, so that a waiter can't miss one. */
  revision = 1;
  /** Messages that each channel holds at least; the oldest go a tenth at a time. */
  messagesPerChannel = MESSAGES_PER_CHANNEL;
  /** Called at every change, in the midst of it: they look later. */
  readonly listeners = new Set<() => void>();
  private waiters = new Set<() => void>();

  constructor(readonly timer: Timer) {
    this.apps.set(demoApp().id, demoApp());
    this.reset();
  }

  /** Back to the seed: no messages, no installations, every token unknown. Apps keep their configuration. */
  reset(): void {
    const { enterprises, teams, users, channels, userGroups, tokens, webhooks, installations } = this;
    const all = [enterprises, teams, users, channels, userGroups, tokens, webhooks, installations];
    for (const map of all) map.clear();
    this.messagesPerChannel = MESSAGES_PER_CHANNEL;
    const fresh = seed();
    for (const enterprise of fresh.enterprises) this.enterprises.set(enterprise.id, enterprise);
    for (const team of fresh.teams) this.teams.set(team.id, team);
    for (const user of fresh.users) this.users.set(user.id, user);
    for (const channel of fresh.channels) this.channels.set(channel.id, channel);
    for (const group of fresh.userGroups) this.userGroups.set(group.id, group);
    this.touch();
  }

  /** Numbers a change, of `channel` where it is in one, and wakes the waiters. */
  touch(channel?: Channel): number {
    this.revision += 1;
    if (channel) channel.revision = this.revision;
    const woken = this.waiters;
    this.waiters = new Set();
    for (const wake of woken) wake();
    for (const listen of this.listeners) listen();
    return this.revision;
  }

  /** Resolves when anything changes after `since`, or after `timeoutMs`; at once if it already has. */
  changed(since: number, timeoutMs: number): Promise<void> {
    if (this.revision > since || timeoutMs <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      // Somebody in the world waits here, however fast the sandbox's clock runs.
      const cancel = systemTimer.after(timeoutMs, () => {
        this.waiters.delete(wake);
        resolve();
      });
      const wake = () => {
        cancel();
        resolve();
      };
      this.waiters.add(wake);
    });
  }

  /** Lets every waiter go, for closing. */
  release(): void {
    this.touch();
  }

  app(clientId: string): SlackApp | undefined {
    return [...this.apps.values()].find((app) => app.clientId === clientId);
  }

  /** The app's installation that covers the workspace: its own, else the organisation's where it was added. */
  installation(appId: string, teamId: string): Installation | undefined {
    const own = this.installations.get(`${appId}/${teamId}`);
    if (own) return own;
    const enterpriseId = this.teams.get(teamId)?.enterpriseId;
    const wide = enterpriseId && this.installations.get(`${appId}/${enterpriseId}`);
    return wide && wide.grantedTeamIds.has(teamId) ? wide : undefined;
  }

  /** Every installation that covers the workspace. */
  installationsOf(teamId: string): Installation[] {
    return [...this.installations.values()].filter(({ grantedTeamIds }) => grantedTeamIds.has(teamId));
  }

  /** Every installation that covers a workspace in which the channel is seen, each once. */
  installationsIn(channel: Channel): Installation[] {
    return [...this.installations.values()].filter(({ grantedTeamIds }) =>
      [...channel.sharedTeamIds].some((teamId) => grantedTeamIds.has(teamId)),
    );
  }

  /** The people of a workspace, or of an organisation by its E-id. */
  usersOf(teamId: string): User[] {
    return [...this.users.values()].filter((user) => belongs(user, teamId));
  }

  /** The channels that a workspace sees, those it shares among them. */
  channelsOf(teamId: string): Channel[] {
    return [...this.channels.values()].filter((channel) => channel.sharedTeamIds.has(teamId));
  }

  /** The workspace through which the installation sees the channel: its own, or of an organisation's the first there. */
  contextTeamId(installation: Installation, channel: Channel): string {
    if (!installation.isEnterpriseInstall) return installation.teamId;
    return [...channel.sharedTeamIds].find((id) => installation.grantedTeamIds.has(id)) ?? channel.teamId;
  }

  userGroupsOf(teamId: string): UserGroup[] {
    return [...this.userGroups.values()].filter((group) => group.teamId === teamId);
  }

  /** Whether someone is of the workspace, or of the organisation by its E-id. */
  isIn(user: User, teamId: string): boolean {
    return belongs(user, teamId);
  }

  /** Whether someone shares a channel with the workspace. */
  meets(user: User, teamId: string): boolean {
    return this.channelsOf(teamId).some(({ members }) => members.has(user.id));
  }

  /** Whether companies share the channel over Slack Connect; workspaces of one organisation don't count. */
  isExtShared(channel: Channel): boolean {
    return new Set([...channel.sharedTeamIds].map((id) => this.teams.get(id)?.enterpriseId ?? id)).size > 1;
  }

  /** A channel of the team by id, `#name` or `name`. */
  channel(teamId: string, idOrName: string): Channel | undefined {
    const byId = this.channels.get(idOrName);
    if (byId) return byId.sharedTeamIds.has(teamId) ? byId : undefined;
    const name = idOrName.replace(/^#/, '');
    return name === '' ? undefined : this.channelsOf(teamId).find((channel) => channel.name === name);
  }

  /** A user of the team by id or handle. */
  user(teamId: string, idOrName: string): User | undefined {
    const byId = this.users.get(idOrName);
    if (byId) return belongs(byId, teamId) ? byId : undefined;
    const name = idOrName.replace(/^@/, '');
    return this.usersOf(teamId).find((user) => user.name === name);
  }

  /** The direct-message channel of exactly these users. */
  findDirect(teamId: string, userIds: string[]): Channel | undefined {
    const members = new Set(userIds);
    return this.channelsOf(teamId).find(
      (channel) =>
        channel.kind === directKind(members) &&
        channel.members.size === members.size &&
        userIds.every((id) => channel.members.has(id)),
    );
  }

  /** The direct-message channel of exactly these users, made where there is none. `created` tells which. */
  directChannel(teamId: string, userIds: string[]): { channel: Channel; created: boolean } {
    const members = new Set(userIds);
    const kind = directKind(members);
    const known = this.findDirect(teamId, userIds);
    if (known) return { channel: known, created: false };
    const channel = emptyChannel({
      id: mintId(kind === 'im' ? 'D' : 'C'),
      teamId,
      name: kind === 'im' ? '' : this.groupName(userIds),
      kind,
      creator: userIds[0],
      created: Math.floor(this.timer.now() / 1000),
      members,
    });
    this.channels.set(channel.id, channel);
    this.touch();
    return { channel, created: true };
  }

  /** A `ts` of now, larger than any before it in this channel. */
  nextTs(channel: Channel, now = this.timer.now()): string {
    channel.lastTsMicros = Math.max(Math.floor(now * 1000), channel.lastTsMicros + 1);
    return formatTs(channel.lastTsMicros);
  }

  /** Appends a message, said at `at` where it isn't now; `body` must carry no `ts` yet. */
  addMessage(
    channel: Channel,
    body: JsonObject,
    { at, ...more }: { ephemeralTo?: string; metadata?: JsonObject; at?: number } = {},
  ): Message {
    const ts = this.nextTs(channel, at);
    const parent = channel.byTs.get(text(body.thread_ts));
    const reply = parent ? { parent_user_id: parent.body.user } : {};
    const message: Message = {
      ts,
      body: { ...body, ...reply, ts },
      edits: 0,
      revision: this.revision + 1,
      ...more,
    };
    channel.messages.push(message);
    channel.byTs.set(ts, message);
    channel.closedBy.clear();
    noteReply(channel, message);
    forgetOldest(channel, this.messagesPerChannel);
    this.touch(channel);
    return message;
  }

  editMessage(channel: Channel, message: Message, body: JsonObject): void {
    message.body = body;
    message.edits += 1;
    message.revision = this.touch(channel);
  }

  removeMessage(channel: Channel, ts: string): void {
    const gone = channel.byTs.get(ts);
    if (gone) removeReply(channel, gone);
    channel.byTs.delete(ts);
    channel.messages = channel.messages.filter((message) => message.ts !== ts);
    this.touch(channel);
  }

  private groupName(userIds: string[]): string {
    const names = userIds.map((id) => this.users.get(id)?.name ?? id.toLowerCase()).sort();
    return `mpdm-${names.join('--')}-1`;
  }
}

function directKind(members: Set<string>): 'im' | 'mpim' {
  return members.size > 2 ? 'mpim' : 'im';
}

function belongs(user: User, teamId: string): boolean {
  return user.teamId === teamId || user.enterpriseId === teamId || user.teamIds?.has(teamId) === true;
}
