import { announcePin } from '../deliveries/pin-events.js';
import type { Slack } from '../slack.js';
import type { Channel, Message, User } from './model.js';

/** Slack's help centre says 100 (*unverified*). */
const MAX_PINS = 100;

export type PinError = 'already_pinned' | 'too_many_pins' | 'no_pin';

/** Pins a message or takes the pin away, and tells the apps in the channel. */
export function pin(
  slack: Slack,
  channel: Channel,
  message: Message,
  by: User,
  added: boolean,
): PinError | undefined {
  const pins = slack.pins.of(channel.id);
  const known = pins.get(message.ts);
  if (added && known) return 'already_pinned';
  if (added && pins.size >= MAX_PINS) return 'too_many_pins';
  // The page lists not_pinned as well, without saying when (*unverified*).
  if (!added && !known) return 'no_pin';
  const one = known ?? { created: Math.floor(slack.timer.now() / 1000), createdBy: by.id };
  if (added) pins.set(message.ts, one);
  else pins.delete(message.ts);
  slack.world.touch(channel);
  announcePin(slack, channel, message, one, by, added);
  return undefined;
}
