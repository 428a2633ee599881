import { LIMITS } from '../limits.js';
import { type Room, blockList } from './block-list.js';
import { list, may, must, object } from './composites.js';
import type { Shape } from './shape.js';
import { anyString, choice, exact, flag, integer } from './values.js';

const TEXTS = [
  'fallback',
  'color',
  'pretext',
  'author_name',
  'author_link',
  'author_icon',
  'author_subname',
  'title',
  'title_link',
  'text',
  'image_url',
  'thumb_url',
  'footer',
  'footer_icon',
  'callback_id',
];
const texts = (...names: string[]) => Object.fromEntries(names.map((name) => [name, may(anyString)]));

/** When it was, in seconds, in either form. */
const seconds: Shape = (value, place) =>
  typeof value === 'number' ? integer(0, Number.MAX_SAFE_INTEGER)(value, place) : exact(100)(value, place);

const field = object({ ...texts('title', 'value'), short: may(flag) });
const confirm = object(texts('title', 'text', 'ok_text', 'dismiss_text'));
const action = object({
  ...texts('id', 'name', 'value', 'url', 'style'),
  type: must(choice('button')),
  text: must(exact(LIMITS.messageText)),
  confirm: may(confirm),
});

/** Attachments in their legacy form, of which no lengths are documented, and such as hold blocks. */
export const attachmentList = (room: Room): Shape =>
  list(
    object(
      {
        ...texts(...TEXTS),
        ts: may(seconds),
        fields: may(list(field, { least: 0, most: 100, more: 'field' })),
        mrkdwn_in: may(list(exact(50), { least: 0, most: 10 })),
        actions: may(list(action, { least: 0, most: 5, more: 'button' })),
        blocks: may(blockList(room)),
      },
      (fitted, place) => (Object.keys(fitted).length > 0 ? fitted : place.fault('must not be empty')),
    ),
    { least: 0, most: LIMITS.attachments, more: 'attachment' },
  );
