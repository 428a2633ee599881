import { NOTHING, isBlank } from '../characters.js';
import { LIMITS } from '../limits.js';
import { truncateMrkdwn } from '../mrkdwn.js';
import { passagesOf } from '../passages.js';
import { passagesText } from '../passages-text.js';
import type { SlackMessage } from '../slack-message.js';
import { attachmentList } from './attachments.js';
import { type Room, blockList } from './block-list.js';
import { may, must, object } from './composites.js';
import { Examination, type Json, type JsonObject, Place, type Shape, isObject, own } from './shape.js';
import { asText, exact } from './values.js';

/** Reads a whole message: what Slack would refuse of it, and what it would take. Any JSON will do. */
export function examine(message: unknown, room: Room): { fitted: SlackMessage; all: Examination } {
  const all = new Examination();
  const place = new Place(all);
  const whole: JsonObject = isObject(message) ? message : { text: message as Json };
  if (!isObject(message)) place.lose('must provide an object');
  const { text, ...rest } = (shapeFor(room)(whole, place) ?? {}) as JsonObject;
  return { fitted: { text: text ?? leadOf(rest, whole, place), ...rest } as SlackMessage, all };
}

/** There are two rooms, and a message to read for each that is sent. */
const shapes = new WeakMap<Room, Shape>();

function shapeFor(room: Room): Shape {
  let shape = shapes.get(room);
  if (shape === undefined) {
    shape = object({
      text: may(messageText),
      blocks: may(blockList(room)),
      attachments: may(attachmentList(room)),
      metadata: may(metadata),
    });
    shapes.set(room, shape);
  }
  return shape;
}

/** Blank is for `leadOf` to judge. */
const messageText: Shape = (value, place) => {
  const text = asText(value, place);
  if (text === undefined || isBlank(text)) return undefined;
  if (text.length <= LIMITS.messageText) return text;
  place.lose(`must be less than ${LIMITS.messageText + 1} characters`);
  return truncateMrkdwn(text, LIMITS.messageText);
};

/** What stands for a text that is missing. Attachments alone need nothing above them. */
function leadOf(fitted: JsonObject, given: JsonObject, place: Place): string {
  const shown = (name: string) => Array.isArray(fitted[name]) && fitted[name].length > 0;
  const text = own(given, 'text');
  if (shown('attachments') && !shown('blocks')) {
    if (text === undefined) place.fault('missing required field: text');
    return '';
  }
  if (text === undefined || typeof text === 'string') {
    place.in('text').fault('must not be blank: notifications and screen readers say it');
  }
  const [first] = passagesOf(shown('blocks') ? { blocks: fitted.blocks } : given);
  const lead = first === undefined ? '' : passagesText([first]);
  return isBlank(lead) ? NOTHING : truncateMrkdwn(lead, LIMITS.sectionText);
}

const payload: Shape = (value, place) => {
  if (!isObject(value)) return place.lose('must provide an object');
  return sizeOf(value) <= LIMITS.metadata ? value : place.lose('is too large');
};

const metadata = object({ event_type: must(exact(LIMITS.id)), event_payload: must(payload) });

/** At least the characters of its JSON. What is nested deeper than any payload of ours is taken as too large. */
function sizeOf(value: Json | undefined, depth = 0): number {
  if (depth > 20) return Infinity;
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + sizeOf(one, depth + 1) + 1, 2);
  if (!isObject(value)) return JSON.stringify(value ?? null).length;
  return Object.entries(value).reduce(
    (sum, [name, inner]) => sum + JSON.stringify(name).length + sizeOf(inner, depth + 1) + 2,
    2,
  );
}
