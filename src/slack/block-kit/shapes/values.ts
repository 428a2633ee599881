import { isBlank } from '../blank.js';
import { truncateMrkdwn, truncatePlain } from '../mrkdwn.js';
import type { Json, Place, Shape } from './shape.js';

/** A text that may be cut. */
export const line =
  (most: number, cut = truncatePlain): Shape =>
  (value, place) => {
    const text = asText(value, place);
    if (text === undefined) return undefined;
    if (isBlank(text)) return place.fault('must not be blank');
    if (text.length <= most) return text;
    place.lose(`must be less than ${most + 1} characters`);
    return cut(text, most);
  };

export const mrkdwnLine = (most: number) => line(most, truncateMrkdwn);

/** A string that means nothing when it is cut: an id, a value, a URL. */
export const exact =
  (most: number, { pattern = /\S/, empty = false }: { pattern?: RegExp; empty?: boolean } = {}): Shape =>
  (value, place) => {
    const text = asText(value, place);
    if (text === undefined || (text === '' && empty)) return text;
    if (text.length > most) return place.lose(`must be less than ${most + 1} characters`);
    return pattern.test(text) ? text : place.lose(`must match pattern \`${pattern.source}\``);
  };

export const webUrl = exact(3_000, { pattern: /^https?:\/\/[^\s]+$/i });
/** Buttons may open mail and apps too. */
export const anyUrl = exact(3_000, { pattern: /^[a-z][a-z0-9+.-]*:[^\s]+$/i });

/** Any string, the empty one among them. */
export const anyString = exact(Infinity, { pattern: /^/, empty: true });

/** A string of some characters, spaces among them. */
export const characters = exact(Infinity, { pattern: /[^]/ });

export const flag: Shape = (value, place) =>
  typeof value === 'boolean' ? value : place.fault('must be a boolean');

export const number: Shape = (value, place) =>
  typeof value === 'number' && Number.isFinite(value) ? value : place.fault('must be a number');

/** A whole number; one that is out of bounds becomes the nearest that isn't. */
export const integer =
  (least: number, most: number): Shape =>
  (value, place) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return place.fault('must be an integer');
    if (value >= least && value <= most) return value;
    place.fault(`must be from ${least} to ${most}`);
    return Math.min(Math.max(value, least), most);
  };

export const choice =
  (...allowed: readonly string[]): Shape =>
  (value, place) =>
    typeof value === 'string' && allowed.includes(value)
      ? value
      : place.fault(`must be one of ${allowed.join(', ')}`);

/** Also null. */
export const orNull =
  (shape: Shape): Shape =>
  (value, place) =>
    value === null ? null : shape(value, place);

/** A number in a text's place is what somebody forgot to quote. */
function asText(value: Json, place: Place): string | undefined {
  if (typeof value === 'string') return value;
  place.fault('must be a string');
  return typeof value === 'number' ? String(value) : undefined;
}
