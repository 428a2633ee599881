import { NOTHING } from '../blank.js';
import { byType, list, may, must, object, only, whole } from './composites.js';
import { INPUTS } from './inputs.js';
import { accessibilityLabel, actionId, confirm, focus, style } from './interactive.js';
import { chosenAmongOptions, linkOption, markedOption, options } from './options.js';
import { SELECTS } from './selects.js';
import type { JsonObject, Place, Shape } from './shape.js';
import { plain, plainText } from './texts.js';
import { anyString, anyUrl, choice, exact, integer, line, webUrl } from './values.js';

const label = must(plain(75), plainText(NOTHING));
/** A handler reads it: cut short it would mean something else. */
const buttonValue = exact(2_000, { pattern: /^/, empty: true });
const date = exact(10, { pattern: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/ });
const time = exact(5, { pattern: /^([01]\d|2[0-3]):[0-5]\d$/ });

const slackFile = object({ id: may(exact(255)), url: may(webUrl) }, (fitted, place) => {
  if ((fitted.id === undefined) !== (fitted.url === undefined)) return fitted;
  place.fault('must define either `id` or `url`');
  return fitted.id === undefined ? undefined : { id: fitted.id };
});

/** What a picture has wherever it stands. */
export const PICTURE = {
  alt_text: must(line(2_000), NOTHING),
  image_url: may(webUrl),
  slack_file: may(slackFile),
};

/** Exactly one of `image_url` and `slack_file`. */
export function oneSource(fitted: JsonObject, place: Place): JsonObject | undefined {
  const { slack_file: file, ...rest } = fitted;
  if ((file === undefined) !== (rest.image_url === undefined)) return fitted;
  place.lose('must define either `image_url` or `slack_file`');
  return rest.image_url === undefined ? undefined : rest;
}

const feedback = object({
  text: label,
  value: must(exact(2_000)),
  accessibility_label: accessibilityLabel,
});

const ELEMENTS: Record<string, Shape> = {
  image: object({ type: must(choice('image')), ...PICTURE }, oneSource),
  button: object({
    type: must(choice('button')),
    text: label,
    action_id: whole(actionId),
    value: whole(buttonValue),
    url: whole(anyUrl),
    style,
    accessibility_label: accessibilityLabel,
    confirm,
  }),
  workflow_button: object({
    type: must(choice('workflow_button')),
    text: label,
    action_id: whole(actionId),
    workflow: must(
      object({
        trigger: must(
          object({
            url: must(webUrl),
            customizable_input_parameters: whole(
              list(object({ name: must(anyString), value: must(anyString) }), { least: 0, most: 100 }),
            ),
          }),
        ),
      }),
    ),
    style,
    accessibility_label: accessibilityLabel,
    confirm,
  }),
  overflow: object({
    type: must(choice('overflow')),
    action_id: whole(actionId),
    options: must(options(linkOption, 5)),
    confirm,
  }),
  checkboxes: object(
    {
      type: must(choice('checkboxes')),
      action_id: whole(actionId),
      options: must(options(markedOption, 10)),
      initial_options: may(list(markedOption, { most: 10 })),
      focus_on_load: may(focus),
      confirm,
    },
    chosenAmongOptions,
  ),
  radio_buttons: object(
    {
      type: must(choice('radio_buttons')),
      action_id: whole(actionId),
      options: must(options(markedOption, 10)),
      initial_option: may(markedOption),
      focus_on_load: may(focus),
      confirm,
    },
    chosenAmongOptions,
  ),
  datepicker: object({
    type: must(choice('datepicker')),
    action_id: whole(actionId),
    placeholder: may(plain(150)),
    initial_date: may(date),
    focus_on_load: may(focus),
    confirm,
  }),
  timepicker: object({
    type: must(choice('timepicker')),
    action_id: whole(actionId),
    placeholder: may(plain(150)),
    initial_time: may(time),
    timezone: may(exact(100)),
    focus_on_load: may(focus),
    confirm,
  }),
  datetimepicker: object({
    type: must(choice('datetimepicker')),
    action_id: whole(actionId),
    // Ten digits of seconds.
    initial_date_time: may(integer(1_000_000_000, 9_999_999_999)),
    focus_on_load: may(focus),
    confirm,
  }),
  feedback_buttons: object({
    type: must(choice('feedback_buttons')),
    action_id: whole(actionId),
    positive_button: must(feedback),
    negative_button: must(feedback),
  }),
  icon_button: object({
    type: must(choice('icon_button')),
    action_id: whole(actionId),
    // The only icon that Slack documents.
    icon: must(choice('trash'), 'trash'),
    text: label,
    value: whole(exact(2_000)),
    accessibility_label: accessibilityLabel,
    visible_to_user_ids: whole(list(exact(255), { most: 1_000 })),
    confirm,
  }),
  ...SELECTS,
  ...INPUTS,
};

const MENUS = Object.keys(SELECTS);
const PICKERS = ['datepicker', 'timepicker', 'checkboxes', 'radio_buttons'];
const pick = (...names: string[]) => byType(only(ELEMENTS, names));

export const picture = pick('image');
export const button = pick('button');
export const accessory = pick('image', 'button', 'overflow', 'workflow_button', ...MENUS, ...PICKERS);
export const actionElement = pick(
  ...['button', 'overflow', 'datetimepicker', 'workflow_button'],
  ...[...MENUS, ...PICKERS],
);
export const contextAction = pick('feedback_buttons', 'icon_button');
export const inputElement = pick(...MENUS, ...PICKERS, 'datetimepicker', ...Object.keys(INPUTS));

/** No `action_id` twice in a block. A button that only opens a page can do without its own. */
export const distinctActions =
  (elements: Shape): Shape =>
  (value, place) => {
    const fitted = elements(value, place);
    if (!Array.isArray(fitted)) return fitted;
    const seen = new Set<unknown>();
    const kept = (fitted as JsonObject[]).flatMap((element) => {
      const { action_id: id, ...rest } = element;
      if (id === undefined || !seen.has(id)) {
        seen.add(id);
        return [element];
      }
      if (rest.url !== undefined) place.fault('action_id already exists');
      else place.lose('action_id already exists');
      return rest.url === undefined ? [] : [rest];
    });
    return kept;
  };
