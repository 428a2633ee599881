import type { Json, JsonObject } from '../json.js';
import { isObject } from '../json.js';
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
  ...SELECTS,
  ...PICKERS,
];
export const SECTION_ACCESSORIES = ['image', 'button', 'overflow', 'workflow_button', ...SELECTS, ...PICKERS];

/** Checks one element against the limits of its kind; kinds without limits of their own pass. */
export function checkElement(report: CheckReport, value: Json, at: string, allowed: readonly string[]): void {
  if (!isObject(value)) return report.add(at, 'must provide an object');
  const type = report.field(value, 'type', at, true);
  if (type === undefined) return;
  if (typeof type !== 'string' || !allowed.includes(type)) {
    return report.add(`${at}/type`, `unsupported type: ${typeof type === 'string' ? type : typeof type}`);
  }
  report.string(value, 'action_id', at, { max: 255 });
  if (isObject(value.confirm)) checkConfirm(report, value.confirm, `${at}/confirm`);
  if (type === 'button') checkButton(report, value, at);
  else if (type === 'image') checkImageElement(report, value, at);
  else if (type === 'overflow') checkOptions(report, value, at, { max: 5, urls: true });
  else if (type === 'static_select' || type === 'multi_static_select') checkStaticSelect(report, value, at);
  else if (type === 'checkboxes' || type === 'radio_buttons') {
    checkOptions(report, value, at, { max: 10, kinds: ANY_TEXT });
  }
  if (type.endsWith('_select') || type === 'datepicker' || type === 'timepicker') {
    report.textObject(value, 'placeholder', at, { max: 150 });
  }
}

/** `alt_text` and exactly one of `image_url` and `slack_file`, as images have them everywhere. */
export function checkImageSource(report: CheckReport, image: JsonObject, at: string): void {
  report.string(image, 'alt_text', at, { max: 2000, required: true });
  report.string(image, 'image_url', at, { max: 3000 });
  if ((image.image_url === undefined) === (image.slack_file === undefined)) {
    report.add(at, 'must define either `image_url` or `slack_file`');
  }
}

function checkImageElement(report: CheckReport, image: JsonObject, at: string): void {
  checkImageSource(report, image, at);
}

function checkButton(report: CheckReport, button: JsonObject, at: string): void {
  report.textObject(button, 'text', at, { max: 75, required: true });
  report.string(button, 'value', at, { max: 2000, min: 0 });
  report.string(button, 'url', at, { max: 3000 });
  report.string(button, 'accessibility_label', at, { max: 75 });
  report.oneOf(button, 'style', at, ['primary', 'danger']);
}

function checkConfirm(report: CheckReport, confirm: JsonObject, at: string): void {
  report.textObject(confirm, 'title', at, { max: 100 });
  report.textObject(confirm, 'text', at, { max: 300, kinds: ANY_TEXT, required: true });
  report.textObject(confirm, 'confirm', at, { max: 30 });
  report.textObject(confirm, 'deny', at, { max: 30 });
  report.oneOf(confirm, 'style', at, ['primary', 'danger']);
}

function checkStaticSelect(report: CheckReport, select: JsonObject, at: string): void {
  const grouped = select.option_groups !== undefined;
  if (grouped === (select.options !== undefined)) {
    return report.add(at, 'must define either `options` or `option_groups`');
  }
  if (!grouped) return checkOptions(report, select, at, { max: 100 });
  report.items(select, 'option_groups', at, { max: 100 }, (group, groupAt) => {
    if (!isObject(group)) return report.add(groupAt, 'must provide an object');
    report.textObject(group, 'label', groupAt, { max: 75, required: true });
    checkOptions(report, group, groupAt, { max: 100 });
  });
}

function checkOptions(
  report: CheckReport,
  owner: JsonObject,
  at: string,
  rule: { max: number; kinds?: readonly string[]; urls?: boolean },
): void {
  report.items(owner, 'options', at, { max: rule.max, required: true }, (option, optionAt) => {
    if (!isObject(option)) return report.add(optionAt, 'must provide an object');
    report.textObject(option, 'text', optionAt, { max: 75, kinds: rule.kinds, required: true });
    report.string(option, 'value', optionAt, { max: 150, required: true });
    report.textObject(option, 'description', optionAt, { max: 75, kinds: rule.kinds });
    if (rule.urls) report.string(option, 'url', optionAt, { max: 3000 });
  });
}
