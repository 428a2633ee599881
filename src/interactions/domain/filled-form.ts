/** A view as Slack sends it back, its blocks and its state; anything may be missing. */
type Part = Readonly<Record<string, unknown>>;

const isPart = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const part = (value: unknown): Part => (isPart(value) ? value : {});

/** From an entry of `view.state.values` to what an element begins with. Facts sheet, section 3: one of these is set. */
const INITIAL: readonly [stateKey: string, elementKey: string][] = [
  ['value', 'initial_value'],
  ['rich_text_value', 'initial_value'],
  ['selected_option', 'initial_option'],
  ['selected_options', 'initial_options'],
  ['selected_date', 'initial_date'],
  ['selected_time', 'initial_time'],
  ['selected_date_time', 'initial_date_time'],
  ['selected_user', 'initial_user'],
  ['selected_users', 'initial_users'],
  ['selected_channel', 'initial_channel'],
  ['selected_channels', 'initial_channels'],
  ['selected_conversation', 'initial_conversation'],
  ['selected_conversations', 'initial_conversations'],
];

const OF_A_VIEW = [
  'type',
  'title',
  'submit',
  'close',
  'callback_id',
  'private_metadata',
  'external_id',
  'clear_on_close',
  'notify_on_close',
] as const;

/** Facts sheet, section 5. */
const MOST_BLOCKS = 100;

/**
 * The form again as it was filled in, with what is wrong above its fields: for answers that come too late to be shown
 * beside them. What was typed is not lost.
 *
 * @param view as Slack sent it with the submission
 * @param errors by block_id
 * @param notice about the form as a whole
 */
export function asFilledIn<View>(view: Part, errors: Part, notice?: string): View {
  const values = part(part(view.state).values);
  const blocks = Array.isArray(view.blocks) ? view.blocks.map(part) : [];
  const ids = new Set(blocks.map(({ block_id: id }) => id));
  const homeless = Object.keys(errors).filter((id) => !ids.has(id));
  const top = [notice, ...homeless.map((id) => errors[id])].filter((one) => typeof one === 'string');
  let room = MOST_BLOCKS - blocks.length;
  const warnings = (texts: unknown[]) =>
    texts.filter((text) => typeof text === 'string' && room-- > 0).map((text) => warning(text as string));
  const shown = [
    ...warnings(top),
    ...blocks.flatMap((block) => {
      const id = idOf(block.block_id);
      return [...warnings([errors[id]]), withState(block, part(values[id]))];
    }),
  ];
  const kept = OF_A_VIEW.flatMap((key) =>
    view[key] == null || view[key] === '' ? [] : [[key, view[key]] as const],
  );
  return { ...Object.fromEntries(kept), blocks: shown } as View;
}

/** Elements hold values in input blocks, beside a section's text, and in rows of actions. */
function withState(block: Part, entries: Part): Part {
  const { element, accessory, elements } = block;
  if (isPart(element)) return { ...block, element: begun(element, entries) };
  if (isPart(accessory)) return { ...block, accessory: begun(accessory, entries) };
  if (block.type !== 'actions' || !Array.isArray(elements)) return block;
  return { ...block, elements: elements.map((one) => begun(part(one), entries)) };
}

/** The element with what was in it; what was emptied begins empty. */
function begun(element: Part, entries: Part): Part {
  const entry = entries[idOf(element.action_id)];
  if (!isPart(entry)) return element;
  const bare = Object.entries(element).filter(([key]) => !key.startsWith('initial_'));
  const found = INITIAL.find(([key]) => entry[key] != null && !isEmptyList(entry[key]));
  return { ...Object.fromEntries(bare), ...(found && { [found[1]]: entry[found[0]] }) };
}

/** An object would be asked for its own idea of a text. */
const idOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;

const warning = (text: string): Part => ({
  type: 'context',
  elements: [{ type: 'plain_text', text: `:warning: ${text}`, emoji: true }],
});
