import { announceChangedId, announceDeletedChannel, announceShared } from '../deliveries/channel-events.js';
import {
  archiveChannel,
  createChannel,
  describeChannel,
  enterChannel,
  leaveChannel,
  renameChannel,
} from '../workspace/channel-changes.js';
import { mintId } from '../workspace/ids.js';
import { POSTING } from '../workspace/posting-rules.js';
import type { User } from '../workspace/model.js';
import { ControlError, type ControlRequest } from './control-request.js';

/** What people do with channels: members, admins, and companies over Slack Connect. */
export const CHANNEL_ACTIONS: Record<string, (request: ControlRequest) => object | Promise<object>> = {
  /** Makes the public channel `name`, or with `private` a private one, its maker in it. */
  create_channel(request) {
    const { slack, teamId, user } = request;
    const kind = request.values.private === true ? 'private' : 'public';
    const channel = createChannel(slack, { teamId, name: freeName(request, teamId), kind }, user);
    return { channel: channel.id };
  },

  /** Archives, or with `archived: false` unarchives. */
  archive(request) {
    const { slack, channel, user } = request;
    archiveChannel(slack, channel, request.values.archived !== false, user);
    return { channel: channel.id, archived: channel.archived };
  },

  rename(request) {
    const { slack, channel, user } = request;
    renameChannel(slack, channel, freeName(request, channel.teamId), user);
    return { channel: channel.id, name: channel.name };
  },

  /** Sets the `topic`, the `purpose`, or both. */
  describe(request) {
    const { slack, channel, user, values } = request;
    for (const what of ['topic', 'purpose'] as const) {
      if (values[what] !== undefined) describeChannel(slack, channel, what, request.text(what), user);
    }
    return { topic: channel.topic, purpose: channel.purpose };
  },

  /** An admin deletes the channel and all that was said in it. */
  delete_channel(request) {
    const { slack, channel, user } = request;
    announceDeletedChannel(slack, channel, user);
    slack.world.channels.delete(channel.id);
    slack.world.touch(channel);
    return { channel: channel.id };
  },

  /** Forbids apps to write there: `posting` is one of `POSTING`, or `everyone` to take it back. */
  restrict_posting(request) {
    const { slack, channel } = request;
    const wanted = request.text('posting');
    const posting = POSTING.find((one) => one === wanted);
    if (posting === undefined && wanted !== 'everyone')
      throw new ControlError(400, `posting must be everyone, ${POSTING.join(', ')}`);
    channel.posting = posting;
    slack.world.touch(channel);
    return { channel: channel.id, posting: wanted };
  },

  /** An admin locks the thread under a message, or with `locked: false` opens it again. */
  lock_thread(request) {
    const { slack, channel } = request;
    const { ts } = request.message(channel);
    const locked = request.values.locked !== false;
    if (locked) channel.lockedThreads.add(ts);
    else channel.lockedThreads.delete(ts);
    slack.world.touch(channel);
    return { channel: channel.id, ts, locked };
  },

  /** Shares it with the company `with` over Slack Connect, or with `shared: false` ends that. */
  share_channel(request) {
    const { slack, channel } = request;
    const team = slack.world.teams.get(request.text('with'));
    if (!team) throw new ControlError(404, `no workspace ${request.text('with')}`);
    const shared = request.values.shared !== false;
    if (shared) channel.sharedTeamIds.add(team.id);
    // Those who lose the channel hear of it too, so the news goes out first.
    announceShared(slack, channel, team.id, shared);
    if (!shared) {
      channel.sharedTeamIds.delete(team.id);
      for (const user of slack.world.usersOf(team.id)) {
        const stays = [...channel.sharedTeamIds].some((id) => slack.world.isIn(user, id));
        if (!stays) channel.members.delete(user.id);
      }
    }
    slack.world.touch(channel);
    return { channel: channel.id, teams: [...channel.sharedTeamIds] };
  },

  /** The channel gets another id, as when companies that share it become one (`channel_id_changed`). */
  change_channel_id(request) {
    const { slack, channel } = request;
    const { id: before } = channel;
    slack.world.channels.delete(before);
    channel.id = mintId('C');
    slack.world.channels.set(channel.id, channel);
    slack.pins.move(before, channel.id);
    announceChangedId(slack, channel, before);
    slack.world.touch(channel);
    return { channel: channel.id };
  },

  /** Adds a member: a user, or the app's bot where none is named. */
  invite(request) {
    const { slack, channel } = request;
    enterChannel(slack, channel, memberOf(request), slack.world.usersOf(channel.teamId)[0]);
    slack.world.touch(channel);
    return { channel: channel.id, members: [...channel.members] };
  },

  kick(request) {
    const { slack, channel } = request;
    leaveChannel(slack, channel, memberOf(request));
    return { channel: channel.id, members: [...channel.members] };
  },
};

function freeName(request: ControlRequest, teamId: string): string {
  const name = request.text('name');
  if (!/^[a-z0-9_-]{1,80}$/.test(name)) throw new ControlError(400, `not a channel name: ${name}`);
  if (request.slack.world.channel(teamId, name)) throw new ControlError(409, `#${name} exists`);
  return name;
}

function memberOf(request: ControlRequest): User {
  if (request.text('user') !== '') return request.user;
  const bot = request.slack.world.users.get(request.installation(request.app).botUserId);
  if (!bot) throw new ControlError(404, 'no such user');
  return bot;
}
