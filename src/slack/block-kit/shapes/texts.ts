import { mrkdwnAsPlain } from '../mrkdwn.js';
import { may, must, object } from './composites.js';
import { type Json, type Shape, isObject, own } from './shape.js';
import { choice, flag, line, mrkdwnLine } from './values.js';

export const plainText = (text: string): Json => ({ type: 'plain_text', text });

/** `plain_text` alone; other text objects become it. */
export const plain = (most: number): Shape => {
  const shape = object({ type: must(choice('plain_text')), text: must(line(most)), emoji: may(flag) });
  return (value, place) => {
    if (typeof value === 'string') {
      place.fault('must provide an object');
      return shape(plainText(value), place);
    }
    if (!isObject(value) || own(value, 'type') === 'plain_text') return shape(value, place);
    place.in('type').fault('must be one of plain_text');
    const text = own(value, 'text');
    const markup = own(value, 'type') === 'mrkdwn' && typeof text === 'string';
    return shape({ type: 'plain_text', text: markup ? mrkdwnAsPlain(text) : text }, place);
  };
};

/** `plain_text` or `mrkdwn`. */
export const anyText = (most: number): Shape => {
  const mrkdwn = object({ type: must(choice('mrkdwn')), text: must(mrkdwnLine(most)), verbatim: may(flag) });
  const other = plain(most);
  return (value, place) =>
    isObject(value) && own(value, 'type') === 'mrkdwn' ? mrkdwn(value, place) : other(value, place);
};
