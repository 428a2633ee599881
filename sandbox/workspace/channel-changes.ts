import {
  announceArchive,
  announceCreation,
  announceMember,
  announceRename,
} from '../deliveries/channel-events.js';
import { announceMessage } from '../deliveries/message-events.js';
import type { JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import { mintId } from './ids.js';
import type { Channel, ChannelKind, User } from './model.js';
import { emptyChannel } from './seed-builders.js';

/**
 * What changes a channel, whoever asks for it: each change is done, told to the apps that may know, and leaves the line
 * in the channel that people see (the subtypes of `message`; facts, section 2).
 */
export function createChannel(
  slack: Slack,
  given: { teamId: string; name: string; kind: ChannelKind },
  by: User,
): Channel {
  const created = Math.floor(slack.timer.now() / 1000);
  const channel = emptyChannel({ id: mintId('C'), ...given, creator: by.id, created, members: new Set() });
  slack.world.channels.set(channel.id, channel);
  announceCreation(slack, channel);
  enterChannel(slack, channel, by);
  return channel;
}

/** Someone joins, or is invited by another. */
export function enterChannel(slack: Slack, channel: Channel, user: User, inviter?: User): void {
  if (channel.members.has(user.id)) return;
  channel.members.add(user.id);
  announceMember(slack, channel, user, true, inviter);
  const more = { team: user.teamId, ...(inviter ? { inviter: inviter.id } : {}) };
  leaveLine(slack, channel, 'join', user, `<@${user.id}> has joined ${noun(channel)}`, more);
}

/** Someone leaves or is removed. The one who goes hears of it too, so the news goes out first. */
export function leaveChannel(slack: Slack, channel: Channel, user: User): void {
  if (!channel.members.has(user.id)) return;
  announceMember(slack, channel, user, false);
  const text = `<@${user.id}> has left ${noun(channel)}`;
  leaveLine(slack, channel, 'leave', user, text, { team: user.teamId });
  channel.members.delete(user.id);
  slack.world.touch(channel);
}

export function renameChannel(slack: Slack, channel: Channel, name: string, by: User): void {
  const { name: oldName } = channel;
  channel.previousNames = [oldName, ...channel.previousNames];
  channel.name = name;
  announceRename(slack, channel);
  const more = { team: by.teamId, old_name: oldName, name };
  leaveLine(slack, channel, 'name', by, `has renamed the channel from "${oldName}" to "${name}"`, more);
}

export function describeChannel(
  slack: Slack,
  channel: Channel,
  what: 'topic' | 'purpose',
  value: string,
  by: User,
): void {
  channel[what] = { value, creator: by.id, lastSet: Math.floor(slack.timer.now() / 1000) };
  const word = what === 'topic' ? 'topic' : 'description';
  const text = value === '' ? `cleared the channel ${word}` : `set the channel ${word}: ${value}`;
  leaveLine(slack, channel, what, by, text, { [what]: value });
}

export function archiveChannel(slack: Slack, channel: Channel, archived: boolean, by: User): void {
  channel.archived = archived;
  announceArchive(slack, channel, by);
  const [subtype, text] = archived ? ['archive', 'archived'] : ['unarchive', 'un-archived'];
  leaveLine(slack, channel, subtype, by, `${text} ${noun(channel)}`, { team: by.teamId });
}

/** Of a private channel the subtypes are `group_…`, as the list of events has them; *unverified* for today's ones. */
function leaveLine(
  slack: Slack,
  channel: Channel,
  what: string,
  user: User,
  text: string,
  more: JsonObject,
): void {
  const subtype = `${channel.kind === 'public' ? 'channel' : 'group'}_${what}`;
  const body = { type: 'message', subtype, user: user.id, text, ...more };
  announceMessage(slack, channel, slack.world.addMessage(channel, body));
}

function noun(channel: Channel): string {
  return channel.kind === 'public' ? 'the channel' : 'the group';
}
