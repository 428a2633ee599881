import type { JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import { formatTs } from '../workspace/ids.js';
import { originIn } from './envelope.js';
import type { Channel, User } from '../workspace/model.js';

/** What happens to channels, to the apps that may see the channel (facts, section 2). */
export function announceArchive(slack: Slack, channel: Channel, by: User): void {
  const type = channel.archived ? 'channel_archive' : 'channel_unarchive';
  emit(slack, channel, { type, channel: channel.id, user: by.id, is_moved: 0 });
}

export function announceRename(slack: Slack, channel: Channel): void {
  const { id, name, created } = channel;
  emit(slack, channel, { type: 'channel_rename', channel: { id, name, created, name_normalized: name } });
}

export function announceCreation(slack: Slack, channel: Channel): void {
  const { id, name, created, creator, teamId } = channel;
  const shown = { id, name, created, creator, context_team_id: teamId, is_channel: true, is_private: false };
  if (channel.kind === 'public') emit(slack, channel, { type: 'channel_created', channel: shown });
}

/** `member_joined_channel` or `member_left_channel`. */
export function announceMember(slack: Slack, channel: Channel, user: User, joined: boolean, by?: User): void {
  emit(slack, channel, {
    type: joined ? 'member_joined_channel' : 'member_left_channel',
    user: user.id,
    channel: channel.id,
    channel_type: channel.kind === 'public' ? 'C' : 'G',
    team: channel.teamId,
    ...(joined && by ? { inviter: by.id } : {}),
  });
}

function emit(slack: Slack, channel: Channel, event: JsonObject): void {
  const scope = channel.kind === 'public' ? 'channels:read' : 'groups:read';
  const eventTs = formatTs(Math.floor(slack.timer.now() * 1000));
  for (const installation of slack.world.installationsIn(channel)) {
    const sees = channel.kind === 'public' || channel.members.has(installation.botUserId);
    const itself = event.user === installation.botUserId;
    if ((sees || itself) && installation.scopes.includes(scope)) {
      slack.events.emit(
        installation,
        { ...event, event_ts: eventTs },
        originIn(slack.world, installation, channel),
      );
    }
  }
}
