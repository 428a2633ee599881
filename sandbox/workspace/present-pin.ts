import type { JsonObject } from '../json.js';
import type { Channel, Message, Team } from './model.js';
import { permalink } from './permalink.js';
import type { Pin } from './pins.js';
import { presentMessage } from './present.js';

/** A pinned message as pins.list and the events show it. */
export function presentPin(team: Team, channel: Channel, message: Message, pin: Pin): JsonObject {
  const shown = { ...presentMessage(channel, message, false), pinned_to: [channel.id] };
  return {
    type: 'message',
    channel: channel.id,
    message: { ...shown, permalink: permalink(team, channel, message) },
    created: pin.created,
    created_by: pin.createdBy,
  };
}
