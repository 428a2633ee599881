/** A view as Slack sends it back, its blocks and its state; anything may be missing. */
type Part = Readonly<Record<string, unknown>>;

const part = (value: unknown): Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Part) : {};

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
  'clear_on_close',
  'notify_on_close',
] as const;

/**
 * The form again as it was filled in, with what is wrong above its fields: for answers that come too late to be shown
 * beside them. What was typed is not lost.
 *
 * @param view as Slack sent it with the submission
 * @param errors by block_id
 */
export function asFilledIn<View>(view: Part, errors: Part): View {
  const values = part(part(view.state).values);
  const blocks = Array.isArray(view.blocks) ? view.blocks.map(part) : [];
  const shown = blocks.flatMap((block) => {
    const error = errors[String(block.block_id)];
    const filled = block.type === 'input' ? withState(block, part(values[String(block.block_id)])) : block;
    return typeof error === 'string' ? [warning(error), filled] : [filled];
  });
  const kept = OF_A_VIEW.flatMap((key) => (view[key] == null ? [] : [[key, view[key]] as const]));
  return { ...Object.fromEntries(kept), blocks: shown } as View;
}

function withState(block: Part, entries: Part): Part {
  const element = part(block.element);
  const entry = part(entries[String(element.action_id)]);
  const found = INITIAL.find(([key]) => entry[key] != null && !isEmptyList(entry[key]));
  if (found === undefined) return block;
  const [key, initial] = found;
  return { ...block, element: { ...element, [initial]: entry[key] } };
}

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;

const warning = (text: string): Part => ({
  type: 'context',
  elements: [{ type: 'plain_text', text: `:warning: ${text}`, emoji: true }],
});
