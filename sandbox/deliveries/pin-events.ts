import type { Slack } from '../slack.js';
import { formatTs } from '../workspace/ids.js';
import type { Channel, Message, User } from '../workspace/model.js';
import type { Pin } from '../workspace/pins.js';
import { presentPin } from '../workspace/present-pin.js';
import { originIn } from './envelope.js';

/**
 * `pin_added` or `pin_removed`, to the apps in the channel that have pins:read. The count is a number, as Slack's own
 * samples have it; its types say string (*unverified* which of them is right).
 */
export function announcePin(
  slack: Slack,
  channel: Channel,
  message: Message,
  pin: Pin,
  by: User,
  added: boolean,
): void {
  const { world } = slack;
  const count = slack.pins.of(channel.id).size;
  for (const installation of world.installationsIn(channel)) {
    const hears = installation.scopes.includes('pins:read') && channel.members.has(installation.botUserId);
    const team = world.teams.get(world.contextTeamId(installation, channel));
    if (!hears || !team) continue;
    const event = {
      type: added ? 'pin_added' : 'pin_removed',
      user: by.id,
      channel_id: channel.id,
      item: presentPin(team, channel, message, pin),
      item_user: message.body.user,
      pin_count: count,
      pinned_info: { channel: channel.id, pinned_by: pin.createdBy, pinned_ts: pin.created },
      ...(added ? {} : { has_pins: count > 0 }),
      event_ts: formatTs(Math.floor(slack.timer.now() * 1000)),
    };
    const actorTeamId = world.teams.has(by.teamId) ? by.teamId : channel.teamId;
    slack.events.emit(installation, event, originIn(world, installation, channel, actorTeamId));
  }
}
