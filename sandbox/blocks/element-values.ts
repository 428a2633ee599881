import { isObject, objects, text, type Json, type JsonObject } from '../json.js';
import { allOptions } from './check-options.js';
import { placedElements } from './elements.js';

/** `state.values`: block_id → action_id → what the element holds (facts, section 3). */
export type StateValues = Record<string, Record<string, JsonObject>>;

interface ValueKind {
  /** The entry's field. */
  field: string;
  /** The element's field with what it starts with. */
  initial?: string;
  /** Options: given by their values. */
  options?: boolean;
  many?: boolean;
}

const KINDS: Record<string, ValueKind> = {
  plain_text_input: { field: 'value', initial: 'initial_value' },
  email_text_input: { field: 'value', initial: 'initial_value' },
  url_text_input: { field: 'value', initial: 'initial_value' },
  number_input: { field: 'value', initial: 'initial_value' },
  rich_text_input: { field: 'rich_text_value', initial: 'initial_value' },
  file_input: { field: 'files', many: true },
  checkboxes: { field: 'selected_options', initial: 'initial_options', options: true, many: true },
  radio_buttons: { field: 'selected_option', initial: 'initial_option', options: true },
  datepicker: { field: 'selected_date', initial: 'initial_date' },
  timepicker: { field: 'selected_time', initial: 'initial_time' },
  datetimepicker: { field: 'selected_date_time', initial: 'initial_date_time' },
  ...Object.fromEntries(
    ['static', 'external'].flatMap((kind): [string, ValueKind][] => [
      [`${kind}_select`, { field: 'selected_option', initial: 'initial_option', options: true }],
      [
        `multi_${kind}_select`,
        { field: 'selected_options', initial: 'initial_options', options: true, many: true },
      ],
    ]),
  ),
  ...Object.fromEntries(
    ['user', 'conversation', 'channel'].flatMap((kind): [string, ValueKind][] => [
      [`${kind}s_select`, { field: `selected_${kind}`, initial: `initial_${kind}` }],
      [`multi_${kind}s_select`, { field: `selected_${kind}s`, initial: `initial_${kind}s`, many: true }],
    ]),
  ),
};

/** Whether the element holds something, and so stands in `state.values`; buttons and overflow menus don't. */
export function holdsValue(element: JsonObject): boolean {
  return Object.hasOwn(KINDS, text(element.type));
}

/** What an untouched element holds: its initial value, else `null`, or an empty list where there can be several. */
export function initialEntry(element: JsonObject, current?: { conversation?: string }): JsonObject {
  const kind = KINDS[text(element.type)];
  const given = kind.initial === undefined ? undefined : element[kind.initial];
  const here = element.default_to_current_conversation === true ? current?.conversation : undefined;
  const fallback = here === undefined ? (kind.many ? [] : null) : kind.many ? [here] : here;
  return { type: element.type, [kind.field]: given ?? fallback };
}

/**
 * The entry after a person chose `chosen`: an option's value, an id, a date, a text; lists of them where several can
 * be chosen; `null` to empty it. A text tells what is wrong: nobody could have chosen that. `offered` are the
 * options that an external select has loaded.
 */
export function chosenEntry(
  element: JsonObject,
  chosen: Json,
  offered: JsonObject[] = [],
): JsonObject | string {
  const kind = KINDS[text(element.type)];
  if (chosen === null || chosen === '') {
    return { type: element.type, [kind.field]: kind.many ? [] : null };
  }
  const items: Json[] = kind.many ? (Array.isArray(chosen) ? chosen : [chosen]) : [chosen];
  const max = typeof element.max_selected_items === 'number' ? element.max_selected_items : Infinity;
  if (items.length > max) return `at most ${max} can be chosen`;
  const values: Json[] = [];
  for (const item of items) {
    const value = kind.options ? findOption(element, item, offered) : plainValue(element, item);
    if (value === undefined)
      return `there is no ${JSON.stringify(item)} to choose in ${text(element.action_id)}`;
    values.push(value);
  }
  return { type: element.type, [kind.field]: kind.many ? values : values[0] };
}

/** What is wrong with a value that a form's field holds, in words for the person; `undefined` if it may be sent. */
export function fieldProblem(block: JsonObject, entry: JsonObject): string | undefined {
  const { element } = block;
  if (!isObject(element)) return undefined;
  const value = entry[KINDS[text(element.type)].field];
  const empty = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
  if (empty) return block.optional === true ? undefined : 'Please complete this required field.';
  if (typeof value !== 'string') return undefined;
  const least = typeof element.min_length === 'number' ? element.min_length : 0;
  const most = typeof element.max_length === 'number' ? element.max_length : Infinity;
  if (value.length < least) return `Please enter at least ${least} characters.`;
  if (value.length > most) return `Please enter no more than ${most} characters.`;
  if (element.type === 'email_text_input' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) {
    return 'Please enter a valid email address.';
  }
  if (element.type === 'url_text_input' && !/^https?:\/\/\S+$/i.test(value))
    return 'Please enter a valid URL.';
  return element.type === 'number_input' ? numberProblem(element, value) : undefined;
}

/** The state of every element in these blocks: what it held before where block, action and type stayed, else anew. */
export function stateOf(
  blocks: JsonObject[],
  before: StateValues = {},
  current?: { conversation?: string },
): StateValues {
  const values: StateValues = {};
  for (const { block, element } of placedElements(blocks)) {
    if (!holdsValue(element)) continue;
    const known = before[text(block.block_id)]?.[text(element.action_id)];
    const entry = known?.type === element.type ? known : initialEntry(element, current);
    (values[text(block.block_id)] ??= {})[text(element.action_id)] = entry;
  }
  return values;
}

function findOption(element: JsonObject, item: Json, offered: JsonObject[]): JsonObject | undefined {
  const wanted = isObject(item) ? item.value : item;
  const all = [...allOptions(element), ...offered, ...objects([element.initial_option ?? null])];
  return (
    all.find((option) => option.value === wanted) ??
    all.find((option) => isObject(option.text) && option.text.text === wanted)
  );
}

function plainValue(element: JsonObject, item: Json): Json | undefined {
  switch (element.type) {
    case 'datetimepicker':
      return typeof item === 'number' ? item : undefined;
    case 'rich_text_input':
      return isObject(item) ? item : typeof item === 'string' ? richTextOf(item) : undefined;
    case 'file_input':
      return isObject(item) ? item : undefined;
    case 'number_input':
      return typeof item === 'number' ? String(item) : typeof item === 'string' ? item : undefined;
    case 'datepicker':
      return /^\d{4}-\d\d-\d\d$/.test(text(item)) ? item : undefined;
    case 'timepicker':
      return /^\d\d:\d\d$/.test(text(item)) ? item : undefined;
    default:
      return typeof item === 'string' ? item : undefined;
  }
}

function richTextOf(typed: string): JsonObject {
  const section = { type: 'rich_text_section', elements: [{ type: 'text', text: typed }] };
  return { type: 'rich_text', elements: [section] };
}

function numberProblem(element: JsonObject, value: string): string | undefined {
  const form = element.is_decimal_allowed === true ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!form.test(value)) return 'Please enter a valid number.';
  const [min, max] = [element.min_value, element.max_value].map((bound) =>
    typeof bound === 'string' ? Number(bound) : undefined,
  );
  if (min !== undefined && Number(value) < min) return `Please enter a number of at least ${min}.`;
  return max !== undefined && Number(value) > max ? `Please enter a number of at most ${max}.` : undefined;
}
