import { isObject, list, objects, text, type Json, type JsonObject } from '../../json.js';
import type { ShownChannel } from '../../page/shown.js';
import { Avatar } from '../kit/Avatar.js';
import { Combobox, type Choice } from '../kit/Combobox.js';
import { Icon } from '../kit/Icon.js';
import { here, titleOf } from '../state/store.js';
import { textOf } from '../text/TextObject.js';
import { confirmed } from './Confirm.js';
import { useElement } from './context.js';

/** Every select, single and multiple: static, external, users, conversations, channels. */
export function Select({ block, element, label }: { block: JsonObject; element: JsonObject; label: string }) {
  const { surface, value, choose, error } = useElement(block, element);
  const { form } = surface;
  const type = text(element.type);
  const many = type.startsWith('multi_');
  const key = `${text(block.block_id)}/${text(element.action_id)}`;
  const external = type.includes('external');
  const offered = form.offered.value[key] ?? {};
  const choices = choicesOf(type, external ? offered : element);
  const held = (many ? list(value) : [value]).filter((one) => one !== null);
  const initial = [...objects(element.initial_options), element.initial_option]
    .filter(isObject)
    .map(choiceOf);
  const known = [...choices, ...initial];
  const chosen = held.map((one) => known.find((choice) => choice.value === one) ?? remembered(one, key));

  const take = async (picked: Choice[]) => {
    if (!(await confirmed(element.confirm))) return;
    for (const one of picked) labels.set(`${key}/${one.value}`, one);
    choose(many ? picked.map((one) => one.value) : (picked[0]?.value ?? null));
  };

  return (
    <Combobox
      label={label || textOf(element.placeholder) || 'Choose'}
      placeholder={textOf(element.placeholder) || 'Choose an option'}
      choices={choices}
      chosen={chosen}
      many={many}
      most={typeof element.max_selected_items === 'number' ? element.max_selected_items : undefined}
      load={external ? (typed) => form.load(block, element, typed) : undefined}
      onChoose={(picked) => void take(picked)}
      invalid={error !== undefined}
      describedBy={error === undefined ? undefined : `error-${text(block.block_id)}`}
      autofocus={element.focus_on_load === true}
    />
  );
}

/** What was chosen of options that are not offered any more. */
const labels = new Map<string, Choice>();

function remembered(value: Json, key: string): Choice {
  const known = labels.get(`${key}/${text(value)}`);
  return known ?? { value: text(value), label: text(value) };
}

function choicesOf(type: string, source: JsonObject): Choice[] {
  if (type.includes('users')) return peopleChoices();
  if (type.includes('channels')) return channelChoices(({ kind }) => kind === 'public');
  if (type.includes('conversations')) return channelChoices(admits(source.filter));
  const groups = objects(source.option_groups);
  if (groups.length === 0) return objects(source.options).map((option) => choiceOf(option));
  return groups.flatMap((group) =>
    objects(group.options).map((option) => ({ ...choiceOf(option), group: textOf(group.label) })),
  );
}

function choiceOf(option: JsonObject): Choice {
  return {
    value: text(option.value),
    label: textOf(option.text),
    ...(option.description ? { description: textOf(option.description) } : {}),
  };
}

function peopleChoices(): Choice[] {
  const all = here.value?.people.filter((one) => !one.foreign && !one.deleted) ?? [];
  return all.map((one) => ({
    value: one.id,
    label: one.realName,
    description: one.title || undefined,
    before: <Avatar person={one} name={one.realName} size={20} />,
  }));
}

function channelChoices(wanted: (channel: ShownChannel) => boolean): Choice[] {
  const all = here.value?.channels.filter((one) => !one.archived && wanted(one)) ?? [];
  return all.map((one) => ({
    value: one.id,
    label: titleOf(one),
    before: (
      <Icon name={{ public: 'hash', private: 'lock', im: 'people', mpim: 'people' }[one.kind] as 'hash'} />
    ),
  }));
}

function admits(filter: Json | undefined): (channel: ShownChannel) => boolean {
  if (!isObject(filter)) return () => true;
  const include = list(filter.include).map(text);
  return ({ kind, sharedWith }) =>
    (include.length === 0 || include.includes(kind)) &&
    !(filter.exclude_external_shared_channels === true && sharedWith.length > 0);
}
