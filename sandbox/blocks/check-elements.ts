import type { Json, JsonObject } from '../json.js';
import { isObject, text } from '../json.js';
import { checkOptionGroups, checkInitialOptions, checkOptions } from './check-options.js';
import { checkInputElement, INPUT_ONLY } from './check-text-inputs.js';
import { ANY_TEXT, type CheckReport } from './check-report.js';

/** Interactive elements by the blocks that take them (facts, section 7). */
const SELECTS = ['static', 'external', 'users', 'conversations', 'channels'].flatMap((kind) => [
  `${kind}_select`,
  `multi_${kind}_select`,
]);
const PICKERS = ['datepicker', 'timepicker', 'checkboxes', 'radio_buttons'];
export const ACTION_ELEMENTS = [
  'button',
  'overflow',
  'datetimepicker',
  'workflow_button',
  'rich_text_input',
  ...SELECTS,
  ...PICKERS,
];
export const SECTION_ACCESSORIES = ['image', 'button', 'overflow', 'workflow_button', ...SELECTS, ...PICKERS];
export const INPUT_ELEMENTS = [...SELECTS, ...PICKERS, 'datetimepicker', ...INPUT_ONLY];

const CONFIRMED = ['type', 'action_id', 'confirm'];
const SELECT_PROPERTIES = [...CONFIRMED, 'placeholder', 'focus_on_load'];
const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/**
 * Checks one element against the limits of its kind, and against the block that it is in: `allowed` lists the kinds
 * that the block takes.
 */
export function checkElement(
  report: CheckReport,
  value: Json,
  at: string,
  allowed: readonly string[],
  inInput = false,
): void {
  if (!isObject(value)) return report.add(at, 'must provide an object');
  const type = report.field(value, 'type', at, true);
  if (type === undefined) return;
  // Rich text can be typed in modals and on the home tab only.
  const outOfPlace = type === 'rich_text_input' && report.context.surface === 'message';
  if (typeof type !== 'string' || !allowed.includes(type) || outOfPlace) {
    return report.add(`${at}/type`, `unsupported type: ${typeof type === 'string' ? type : typeof type}`);
  }
  report.string(value, 'action_id', at, { max: 255 });
  report.object(value, 'confirm', at, false, (confirm, where) => checkConfirm(report, confirm, where));
  report.textObject(value, 'placeholder', at, { max: 150 });
  report.boolean(value, 'focus_on_load', at);
  if (value.focus_on_load === true && (report.totals.focused += 1) > 1) {
    report.add(`${at}/focus_on_load`, 'only one element may have `focus_on_load` set to true');
  }
  if (INPUT_ONLY.includes(type)) return checkInputElement(report, value, at);
  if (type.endsWith('_select')) return checkSelect(report, value, at, type, inInput);
  CHECKS[type](report, value, at);
}

const CHECKS: Record<string, (report: CheckReport, element: JsonObject, at: string) => void> = {
  image(report, image, at) {
    report.known(image, at, ['type', 'image_url', 'slack_file', 'alt_text']);
    checkImageSource(report, image, at);
  },
  button(report, button, at) {
    report.known(button, at, [...CONFIRMED, 'text', 'value', 'url', 'style', 'accessibility_label']);
    report.textObject(button, 'text', at, { max: 75, required: true });
    report.string(button, 'value', at, { max: 2000, min: 0 });
    report.string(button, 'url', at, { max: 3000 });
    report.string(button, 'accessibility_label', at, { max: 75 });
    report.oneOf(button, 'style', at, ['primary', 'danger']);
  },
  workflow_button(report, button, at) {
    report.known(button, at, [...CONFIRMED, 'text', 'workflow', 'style', 'accessibility_label']);
    report.textObject(button, 'text', at, { max: 75, required: true });
    report.string(button, 'accessibility_label', at, { max: 75 });
    report.oneOf(button, 'style', at, ['primary', 'danger']);
    report.object(button, 'workflow', at, true, (workflow, workflowAt) =>
      report.object(workflow, 'trigger', workflowAt, true, (trigger, triggerAt) =>
        report.string(trigger, 'url', triggerAt, { max: 3000, required: true }),
      ),
    );
  },
  overflow(report, overflow, at) {
    report.known(overflow, at, [...CONFIRMED, 'options']);
    checkOptions(report, overflow, at, { max: 5, urls: true });
  },
  checkboxes(report, boxes, at) {
    report.known(boxes, at, [...CONFIRMED, 'options', 'initial_options', 'focus_on_load']);
    checkOptions(report, boxes, at, { max: 10, kinds: ANY_TEXT });
    checkInitialOptions(report, boxes, at);
  },
  radio_buttons(report, buttons, at) {
    report.known(buttons, at, [...CONFIRMED, 'options', 'initial_option', 'focus_on_load']);
    checkOptions(report, buttons, at, { max: 10, kinds: ANY_TEXT });
    checkInitialOptions(report, buttons, at);
  },
  datepicker(report, picker, at) {
    report.known(picker, at, [...SELECT_PROPERTIES, 'initial_date']);
    report.pattern(picker, 'initial_date', at, DATE);
  },
  timepicker(report, picker, at) {
    report.known(picker, at, [...SELECT_PROPERTIES, 'initial_time', 'timezone']);
    report.pattern(picker, 'initial_time', at, TIME);
    report.string(picker, 'timezone', at, { max: 100 });
  },
  datetimepicker(report, picker, at) {
    report.known(picker, at, [...CONFIRMED, 'focus_on_load', 'initial_date_time']);
    report.integer(picker, 'initial_date_time', at, 1_000_000_000, 9_999_999_999);
  },
  feedback_buttons(report, buttons, at) {
    report.known(buttons, at, ['type', 'action_id', 'positive_button', 'negative_button']);
    for (const name of ['positive_button', 'negative_button']) {
      report.object(buttons, name, at, true, (button, buttonAt) => {
        report.known(button, buttonAt, ['text', 'value', 'accessibility_label']);
        report.textObject(button, 'text', buttonAt, { max: 75, required: true });
        report.string(button, 'value', buttonAt, { max: 2000, required: true });
        report.string(button, 'accessibility_label', buttonAt, { max: 75 });
      });
    }
  },
  icon_button(report, button, at) {
    const own = ['icon', 'text', 'accessibility_label', 'value', 'visible_to_user_ids'];
    report.known(button, at, [...CONFIRMED, ...own]);
    // The trash can is the only icon that Slack documents.
    report.field(button, 'icon', at, true);
    report.oneOf(button, 'icon', at, ['trash']);
    report.textObject(button, 'text', at, { max: 75, required: true });
    report.string(button, 'value', at, { max: 2000 });
    report.string(button, 'accessibility_label', at, { max: 75 });
  },
};

/** `alt_text` and exactly one of `image_url` and `slack_file`, as images have them everywhere. */
export function checkImageSource(report: CheckReport, image: JsonObject, at: string): void {
  report.string(image, 'alt_text', at, { max: 2000, required: true });
  report.string(image, 'image_url', at, { max: 3000 });
  if ((image.image_url == null) === (image.slack_file == null)) {
    return report.add(at, 'must define either `image_url` or `slack_file`');
  }
  report.object(image, 'slack_file', at, false, (file, fileAt) => {
    report.known(file, fileAt, ['id', 'url']);
    const one = (file.id == null) !== (file.url == null);
    if (!one) return report.add(fileAt, 'must define either `id` or `url`');
    if (report.context.canShow?.(file) === false) report.add(fileAt, 'invalid slack file');
  });
}

function checkConfirm(report: CheckReport, confirm: JsonObject, at: string): void {
  report.known(confirm, at, ['title', 'text', 'confirm', 'deny', 'style']);
  report.textObject(confirm, 'title', at, { max: 100 });
  report.textObject(confirm, 'text', at, { max: 300, kinds: ANY_TEXT, required: true });
  report.textObject(confirm, 'confirm', at, { max: 30 });
  report.textObject(confirm, 'deny', at, { max: 30 });
  report.oneOf(confirm, 'style', at, ['primary', 'danger']);
}

function checkSelect(
  report: CheckReport,
  select: JsonObject,
  at: string,
  type: string,
  inInput: boolean,
): void {
  const multi = type.startsWith('multi_');
  const kind = type.replace(/^multi_/, '').replace(/_select$/, '');
  const own = SELECT_OWN[kind].map((name) => (multi && name.startsWith('initial_') ? `${name}s` : name));
  // Only a modal's input can ask for a response_url (facts, section 7); Slack's words for the refusal are unverified.
  const asks = !multi && inInput && report.context.surface === 'modal' && RESPONDING.includes(kind);
  report.known(select, at, [
    ...SELECT_PROPERTIES,
    ...own,
    ...(multi ? ['max_selected_items'] : []),
    ...(asks ? ['response_url_enabled'] : []),
  ]);
  if (multi) report.integer(select, 'max_selected_items', at, 1, 1000);
  if (kind === 'static') {
    checkOptionGroups(report, select, at);
    checkInitialOptions(report, select, at);
  }
  if (kind === 'external') report.integer(select, 'min_query_length', at, 0, 1000);
  for (const name of ['default_to_current_conversation', 'response_url_enabled'])
    report.boolean(select, name, at);
  report.object(select, 'filter', at, false, (filter, filterAt) => checkFilter(report, filter, filterAt));
}

const RESPONDING = ['conversations', 'channels'];
const SELECT_OWN: Record<string, string[]> = {
  static: ['options', 'option_groups', 'initial_option'],
  external: ['min_query_length', 'initial_option'],
  users: ['initial_user'],
  conversations: ['initial_conversation', 'default_to_current_conversation', 'filter'],
  channels: ['initial_channel'],
};

function checkFilter(report: CheckReport, filter: JsonObject, at: string): void {
  report.known(filter, at, ['include', 'exclude_external_shared_channels', 'exclude_bot_users']);
  if (Object.keys(filter).length === 0) report.add(at, 'must provide at least one filter');
  report.items(filter, 'include', at, { max: 4 }, (kind, kindAt) => {
    if (!['im', 'mpim', 'private', 'public'].includes(text(kind))) {
      report.add(kindAt, 'must be a valid enum value');
    }
  });
}
