import { may, must, object } from './composites.js';
import type { Json, Shape } from './shape.js';
import { anyText, plain, plainText } from './texts.js';
import { choice, exact, flag, line } from './values.js';

export const actionId = exact(255);

/** Of all elements of a message, one may have the cursor. */
export const focus: Shape = (value, place) => {
  if (value !== true) return flag(value, place);
  if (place.all.focused) return place.fault('only one element may have `focus_on_load` set to true');
  place.all.focused = true;
  return true;
};

const QUESTION: Json = plainText('Are you sure?');

/** A dialog that can't be shown as meant is still shown: without it one press would do what two should. */
export const confirm = may(
  object({
    title: may(plain(100)),
    text: must(anyText(300), QUESTION),
    confirm: may(plain(30)),
    deny: may(plain(30)),
    style: may(choice('primary', 'danger')),
  }),
  { text: QUESTION },
);

export const style = may(choice('primary', 'danger'));
export const accessibilityLabel = may(line(75));
