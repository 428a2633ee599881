import { isObject, text } from '../json.js';
import type { Channel, Message } from '../workspace/model.js';
import type { AcceptedPost } from './traffic-entry.js';

/** A message as the judge wants it: by what its sender can be caught sending it twice, or too early. */
export function acceptedPost(channel: Channel, message: Message): AcceptedPost {
  const { metadata, ts } = message;
  const payload = isObject(metadata?.event_payload) ? metadata.event_payload : {};
  const { id, seq } = payload;
  return {
    channel: channel.id,
    ts,
    ...(typeof id === 'string' || typeof id === 'number'
      ? { id: `${text(metadata?.event_type)}:${id}` }
      : {}),
    ...(typeof seq === 'number' ? { seq } : {}),
  };
}
