import { list, may, must, object, whole } from './composites.js';
import { actionId, focus } from './interactive.js';
import { type JsonObject, type Place, type Shape, isObject } from './shape.js';
import { plain } from './texts.js';
import { choice, exact, flag, integer } from './values.js';

const typed = (initial: Shape) => ({
  action_id: whole(actionId),
  placeholder: may(plain(150)),
  focus_on_load: may(focus),
  initial_value: may(initial),
  dispatch_action_config: may(
    object({
      trigger_actions_on: may(list(choice('on_enter_pressed', 'on_character_entered'), { most: 2 })),
    }),
  ),
});

const DIGITS = exact(255, { pattern: /^-?\d+(\.\d+)?$/ });
const WHOLE_DIGITS = exact(255, { pattern: /^-?\d+$/ });
const short = exact(3_000, { pattern: /^/, empty: true });

/**
 * Elements that a person types into. Not here: `rich_text_input` and `file_input`, which messages don't take
 * (facts sheet, section 7).
 */
export const INPUTS: Record<string, Shape> = {
  plain_text_input: object(
    {
      type: must(choice('plain_text_input')),
      ...typed(short),
      multiline: may(flag),
      min_length: may(integer(0, 3_000)),
      max_length: may(integer(1, 3_000)),
    },
    lengthsInOrder,
  ),
  number_input(value, place) {
    const decimal = isObject(value) && value.is_decimal_allowed === true;
    const digits = decimal ? DIGITS : WHOLE_DIGITS;
    return object({
      type: must(choice('number_input')),
      ...typed(digits),
      is_decimal_allowed: must(flag, true),
      min_value: may(digits),
      max_value: may(digits),
    })(value, place);
  },
  email_text_input: object({ type: must(choice('email_text_input')), ...typed(short) }),
  url_text_input: object({ type: must(choice('url_text_input')), ...typed(short) }),
};

function lengthsInOrder(fitted: JsonObject, place: Place): JsonObject {
  const { min_length: least, ...rest } = fitted;
  if (typeof least !== 'number' || least <= ((rest.max_length as number | undefined) ?? 3_000)) return fitted;
  place.in('min_length').fault('must be less than or equal to `max_length`');
  return rest;
}
