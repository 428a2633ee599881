import { isObject, objects, type Json, type JsonObject } from '../json.js';
import type { CheckReport } from './check-report.js';

/** `options` of a menu, of checkboxes or of radio buttons (facts, section 7). */
export function checkOptions(
  report: CheckReport,
  owner: JsonObject,
  at: string,
  rule: { max: number; kinds?: readonly string[]; urls?: boolean },
): void {
  report.items(owner, 'options', at, { max: rule.max, required: true }, (option, optionAt) => {
    if (!isObject(option)) return report.add(optionAt, 'must provide an object');
    report.known(option, optionAt, ['text', 'value', 'description', ...(rule.urls ? ['url'] : [])]);
    report.textObject(option, 'text', optionAt, { max: 75, kinds: rule.kinds, required: true });
    report.string(option, 'value', optionAt, { max: 150, required: true });
    report.textObject(option, 'description', optionAt, { max: 75, kinds: rule.kinds });
    if (rule.urls) report.string(option, 'url', optionAt, { max: 3000 });
  });
}

/** `options` or `option_groups`, exactly one of them: a static select's, and the answer to `block_suggestion`. */
export function checkOptionGroups(report: CheckReport, owner: JsonObject, at: string): void {
  const grouped = owner.option_groups !== undefined;
  if (grouped === (owner.options !== undefined)) {
    return report.add(at, 'must define either `options` or `option_groups`');
  }
  if (!grouped) return checkOptions(report, owner, at, { max: 100 });
  report.items(owner, 'option_groups', at, { max: 100 }, (group, groupAt) => {
    if (!isObject(group)) return report.add(groupAt, 'must provide an object');
    report.known(group, groupAt, ['label', 'options']);
    report.textObject(group, 'label', groupAt, { max: 75, required: true });
    checkOptions(report, group, groupAt, { max: 100 });
  });
}

/** `initial_option(s)` must be among the options. That Slack refuses others is certain, its words are unverified. */
export function checkInitialOptions(report: CheckReport, owner: JsonObject, at: string): void {
  const values = new Set(allOptions(owner).map(({ value }) => value));
  const check = (option: Json, optionAt: string) => {
    if (!isObject(option) || !values.has(option.value)) report.add(optionAt, 'must match one of the options');
  };
  if (owner.initial_option != null) check(owner.initial_option, `${at}/initial_option`);
  report.items(owner, 'initial_options', at, { max: 100 }, check);
}

/** Every option of a menu, those in groups among them. */
export function allOptions(owner: JsonObject): JsonObject[] {
  return [
    ...objects(owner.options),
    ...objects(owner.option_groups).flatMap((group) => objects(group.options)),
  ];
}
