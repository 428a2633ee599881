import { list, may, must, object, whole } from './composites.js';
import { actionId, confirm, focus } from './interactive.js';
import { chosenAmongOptions, oneSetOfOptions, option, optionGroups, options } from './options.js';
import type { JsonObject, Place, Shape } from './shape.js';
import { plain } from './texts.js';
import { choice, exact, flag, integer } from './values.js';

const id = exact(255);
const ids = list(id, { most: 1_000 });
const chosen = list(option, { most: 100 });

const filter = object(
  {
    include: may(list(choice('im', 'mpim', 'private', 'public'), { most: 4 })),
    exclude_external_shared_channels: may(flag),
    exclude_bot_users: may(flag),
  },
  (fitted, place) =>
    Object.keys(fitted).length > 0 ? fitted : place.fault('must provide at least one filter'),
);

/** By the kind's name: what a menu of it has, alone and as `multi_…`. */
const KINDS = {
  static: {
    both: { options: may(options(option, 100)), option_groups: may(optionGroups) },
    one: { initial_option: may(option) },
    many: { initial_options: may(chosen) },
  },
  external: {
    both: { min_query_length: may(integer(0, 1_000)) },
    one: { initial_option: may(option) },
    many: { initial_options: may(chosen) },
  },
  users: { both: {}, one: { initial_user: may(id) }, many: { initial_users: may(ids) } },
  conversations: {
    both: { default_to_current_conversation: may(flag), filter: may(filter) },
    one: { initial_conversation: may(id) },
    many: { initial_conversations: may(ids) },
  },
  channels: { both: {}, one: { initial_channel: may(id) }, many: { initial_channels: may(ids) } },
} as const;

/** Menus, `static_select` to `multi_channels_select`. In a message none asks for a `response_url`. */
export const SELECTS: Record<string, Shape> = Object.fromEntries(
  Object.entries(KINDS).flatMap(([kind, { both, one, many }]) => {
    const finish = kind === 'static' ? amongItsOptions : undefined;
    const menu = (type: string, own: object) =>
      object(
        {
          type: must(choice(type)),
          action_id: whole(actionId),
          placeholder: may(plain(150)),
          focus_on_load: may(focus),
          confirm,
          ...both,
          ...own,
        },
        finish,
      );
    return [
      [`${kind}_select`, menu(`${kind}_select`, one)],
      [
        `multi_${kind}_select`,
        menu(`multi_${kind}_select`, { ...many, max_selected_items: may(integer(1, 1_000)) }),
      ],
    ];
  }),
);

function amongItsOptions(fitted: JsonObject, place: Place): JsonObject | undefined {
  const menu = oneSetOfOptions(fitted, place);
  return menu === undefined ? undefined : chosenAmongOptions(menu, place);
}
