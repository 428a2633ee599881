import { text, type JsonObject } from '../json.js';
import type { CheckReport } from './check-report.js';
import { checkRichText } from './check-rich-text.js';

/** Elements that only an input block takes; `rich_text_input` may stand in actions too. */
export const INPUT_ONLY = [
  'plain_text_input',
  'rich_text_input',
  'number_input',
  'email_text_input',
  'url_text_input',
  'file_input',
];

const COMMON = [
  'type',
  'action_id',
  'placeholder',
  'focus_on_load',
  'initial_value',
  'dispatch_action_config',
];
const NUMBER = /^-?\d+(\.\d+)?$/;
const WHOLE_NUMBER = /^-?\d+$/;

/** The elements that a person types or uploads into (facts, section 7). */
export function checkInputElement(report: CheckReport, element: JsonObject, at: string): void {
  CHECKS[text(element.type)](report, element, at);
  report.object(element, 'dispatch_action_config', at, false, (config, configAt) => {
    report.known(config, configAt, ['trigger_actions_on']);
    report.items(config, 'trigger_actions_on', configAt, { max: 2 }, (when, whenAt) => {
      if (when !== 'on_enter_pressed' && when !== 'on_character_entered') {
        report.add(whenAt, 'must be a valid enum value');
      }
    });
  });
}

const CHECKS: Record<string, (report: CheckReport, element: JsonObject, at: string) => void> = {
  plain_text_input(report, input, at) {
    report.known(input, at, [...COMMON, 'multiline', 'min_length', 'max_length']);
    report.string(input, 'initial_value', at, { max: 3000, min: 0 });
    report.boolean(input, 'multiline', at);
    report.integer(input, 'min_length', at, 0, 3000);
    report.integer(input, 'max_length', at, 1, 3000);
    if (Number(input.min_length ?? 0) > Number(input.max_length ?? 3000)) {
      report.add(`${at}/min_length`, 'must be less than or equal to `max_length`');
    }
  },
  rich_text_input(report, input, at) {
    report.known(input, at, [...COMMON, 'min_lines', 'max_lines']);
    report.object(input, 'initial_value', at, false, (value, valueAt) =>
      checkRichText(report, value, valueAt),
    );
    report.integer(input, 'min_lines', at, 1, 100);
    report.integer(input, 'max_lines', at, 1, 100);
  },
  number_input(report, input, at) {
    report.known(input, at, [...COMMON, 'is_decimal_allowed', 'min_value', 'max_value']);
    report.boolean(input, 'is_decimal_allowed', at, true);
    const pattern = input.is_decimal_allowed === true ? NUMBER : WHOLE_NUMBER;
    for (const name of ['initial_value', 'min_value', 'max_value']) report.pattern(input, name, at, pattern);
  },
  email_text_input(report, input, at) {
    report.known(input, at, COMMON);
    report.string(input, 'initial_value', at, { max: 3000, min: 0 });
  },
  url_text_input(report, input, at) {
    report.known(input, at, COMMON);
    report.string(input, 'initial_value', at, { max: 3000, min: 0 });
  },
  file_input(report, input, at) {
    report.known(input, at, ['type', 'action_id', 'filetypes', 'max_files']);
    report.items(input, 'filetypes', at, { max: Infinity }, (type, typeAt) => {
      if (typeof type !== 'string') report.add(typeAt, 'must be a string');
    });
    report.integer(input, 'max_files', at, 1, 10);
  },
};
