import type { Slack } from '../slack.js';
import type { Channel, Message, SlackApp, Team, User } from '../workspace/model.js';
import { text } from '../json.js';
import type { Frame, Look, ShownApp, ShownChannel, ShownPerson, ShownTeam } from './shown.js';

/** Counting stops here: the page shows `99+`. */
const MOST_UNREAD = 100;

/** Workspaces, and all that is around the messages in the one that `viewer` looks at. */
export function showWorkspace(
  slack: Slack,
  team: Team,
  viewer: User,
  asked: Omit<Look, 'traffic'>,
): Extract<Frame, { type: 'here' }> {
  const { world } = slack;
  const channels = visibleChannels(slack, team, viewer);
  return {
    type: 'here',
    asked: { team: asked.team, user: asked.user, channel: asked.channel },
    team: team.id,
    viewer: viewer.id,
    teams: [...world.teams.values()].map((one) => showTeam(slack, one, one === team ? viewer : undefined)),
    people: [...world.users.values()].map((user) => showPerson(slack, team, user)),
    channels: channels.map((channel) => showChannel(slack, team, channel, viewer)),
    apps: [...world.apps.values()].map((app) => showApp(slack, app, team)),
    groups: [...world.userGroups.values()].map(({ id, handle }) => ({ id, handle })),
  };
}

/** What the person finds in the sidebar: public channels, and of all others those that they are in. */
export function visibleChannels(slack: Slack, team: Team, viewer: User): Channel[] {
  return slack.world
    .channelsOf(team.id)
    .filter(({ kind, members }) => members.has(viewer.id) || (kind === 'public' && !viewer.isRestricted));
}

/** Who looks where nobody is named: the first who is a person. */
export function firstPerson(slack: Slack, team: Team): User | undefined {
  return slack.world.usersOf(team.id).find(({ isBot, deleted }) => !isBot && !deleted);
}

function showTeam(slack: Slack, team: Team, viewer = firstPerson(slack, team)): ShownTeam {
  const { enterprises } = slack.world;
  return {
    id: team.id,
    name: team.name,
    domain: team.domain,
    organisation: enterprises.get(team.enterpriseId ?? '')?.name ?? null,
    unread: viewer
      ? visibleChannels(slack, team, viewer).reduce((sum, channel) => sum + news(channel, viewer).unread, 0)
      : 0,
  };
}

function showPerson(slack: Slack, team: Team, user: User): ShownPerson {
  const { world } = slack;
  const status = user.status;
  const over = status?.until && world.timer.now() >= status.until * 1000;
  return {
    id: user.id,
    name: user.displayName ?? user.name,
    realName: user.realName,
    title: user.title,
    color: user.color,
    isBot: user.isBot,
    foreign: !world.isIn(user, team.id),
    company: world.teams.get(user.teamId)?.name ?? '',
    deleted: user.deleted,
    away: user.away === true,
    role: roleOf(user),
    status: status && !over ? { text: status.text, emoji: status.emoji } : null,
    appId: user.appId ?? null,
  };
}

function roleOf(user: User): ShownPerson['role'] {
  if (user.isBot) return 'bot';
  if (user.isRestricted) return 'guest';
  if (user.isOwner) return 'owner';
  return user.isAdmin ? 'admin' : 'member';
}

function showChannel({ world }: Slack, team: Team, channel: Channel, viewer: User): ShownChannel {
  const others = [...channel.sharedTeamIds].filter((id) => id !== team.id);
  return {
    id: channel.id,
    name: channel.name,
    kind: channel.kind,
    archived: channel.archived,
    isMember: channel.members.has(viewer.id),
    members: [...channel.members],
    topic: channel.topic.value,
    purpose: channel.purpose.value,
    sharedWith: others.map((id) => world.teams.get(id)?.name ?? id),
    posting: channel.posting ?? null,
    lastRead: channel.lastRead.get(viewer.id) ?? '',
    ...news(channel, viewer),
    latest: channel.messages.at(-1)?.ts ?? '',
    closed: channel.closedBy.has(viewer.id),
  };
}

/** What came after the person read last, their own left out; replies count where they were shown in the channel too. */
function news(channel: Channel, viewer: User): { unread: number; mentions: number } {
  const lastRead = channel.lastRead.get(viewer.id) ?? '';
  const direct = channel.kind === 'im' || channel.kind === 'mpim';
  let [unread, mentions] = [0, 0];
  for (let index = channel.messages.length - 1; index >= 0 && unread < MOST_UNREAD; index -= 1) {
    const message = channel.messages[index];
    if (message.ts <= lastRead) break;
    if (!isNews(message, viewer)) continue;
    unread += 1;
    if (direct || calls(message, viewer)) mentions += 1;
  }
  return { unread, mentions };
}

function isNews({ body, ts, ephemeralTo }: Message, viewer: User): boolean {
  if (body.user === viewer.id || body.subtype === 'tombstone') return false;
  if (ephemeralTo !== undefined) return ephemeralTo === viewer.id;
  const thread = text(body.thread_ts);
  return thread === '' || thread === ts || body.subtype === 'thread_broadcast';
}

function calls({ body }: Message, viewer: User): boolean {
  const said = text(body.text);
  return said.includes(`<@${viewer.id}`) || /<!(here|channel|everyone)/.test(said);
}

function showApp(slack: Slack, app: SlackApp, team: Team): ShownApp {
  const installation = slack.world.installation(app.id, team.id);
  const origin = URL.canParse(app.eventsUrl) ? new URL(app.eventsUrl).origin : app.eventsUrl;
  return {
    id: app.id,
    name: app.name,
    installed: installation !== undefined,
    botUserId: installation?.botUserId ?? '',
    homeTab: app.homeTab !== false,
    messagesTab: app.messagesTab !== false,
    commands: app.commands ?? [],
    shortcuts: app.shortcuts ?? [],
    url: origin,
    landing: app.redirectUrls.at(0) ?? origin,
    socketMode: app.socketMode,
    eventsDisabled: app.eventsDisabled,
  };
}
