import { list, may, must, object, whole } from './composites.js';
import { type Json, type JsonObject, type Place, type Shape, isObject } from './shape.js';
import { anyText, plain } from './texts.js';
import { anyUrl, exact } from './values.js';

const OPTION = { value: must(exact(150)), description: may(plain(75)) };

/** An option of a menu. */
export const option = object({ text: must(plain(75)), ...OPTION });
/** An option of checkboxes and radio buttons. */
export const markedOption = object({ text: must(anyText(75)), ...OPTION, description: may(anyText(75)) });
/** An option of an overflow menu. */
export const linkOption = object({ text: must(plain(75)), ...OPTION, url: whole(anyUrl) });

export const options = (shape: Shape, most: number) => list(shape, { most, more: 'option' });

export const optionGroups = list(object({ label: must(plain(75)), options: must(options(option, 100)) }), {
  most: 100,
  more: 'group of options',
});

/** Exactly one of `options` and `option_groups`. */
export function oneSetOfOptions(fitted: JsonObject, place: Place): JsonObject | undefined {
  const { option_groups: groups, ...rest } = fitted;
  if (groups !== undefined && rest.options === undefined) return fitted;
  if (rest.options === undefined) return place.lose('must define either `options` or `option_groups`');
  if (groups !== undefined) place.lose('must define either `options` or `option_groups`');
  return rest;
}

/** What is chosen at first must be among the options, as it stands there. */
export function chosenAmongOptions(fitted: JsonObject, place: Place): JsonObject {
  const offered = offeredBy(fitted);
  const result = { ...fitted };
  const find = (chosen: Json, at: Place): Json | undefined => {
    const same = offered.find((one) => JSON.stringify(one) === JSON.stringify(chosen));
    if (same !== undefined) return same;
    at.fault('must match one of the options');
    return isObject(chosen) ? offered.find(({ value }) => value === chosen.value) : undefined;
  };
  if (fitted.initial_option !== undefined) {
    result.initial_option = find(fitted.initial_option, place.in('initial_option'));
  }
  if (Array.isArray(fitted.initial_options)) {
    const found = fitted.initial_options
      .map((one, index) => find(one, place.in('initial_options').in(index)))
      .filter((one) => one !== undefined);
    result.initial_options = found.length > 0 ? found : undefined;
  }
  return withoutUndefined(result);
}

function offeredBy({ options, option_groups: groups }: JsonObject): JsonObject[] {
  const lists = [
    options,
    ...(Array.isArray(groups) ? groups.map((group) => isObject(group) && group.options) : []),
  ];
  return lists.flatMap((some) => (Array.isArray(some) ? some.filter(isObject) : []));
}

const withoutUndefined = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined));
