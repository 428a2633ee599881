import { signal } from '@preact/signals';
import { holdsValue, initialEntry } from '../../blocks/element-values.js';
import { list, objects, text, isObject, type Json, type JsonObject } from '../../json.js';
import { act, type Shown } from './control.js';

type Values = Record<string, Record<string, Json>>;

/** Where a form stands: a message or a view, as the control API names it. */
export type FormPlace = { channel: string; ts: string } | { view_id: string };

/**
 * What one person has put into the elements of a message or a view, as their own client holds it: it stays while the app
 * edits what is around it, as long as block and action ids do, and travels with the next click.
 */
export class Form {
  readonly values = signal<Values>({});
  /** What went wrong with the last thing done here. */
  readonly problem = signal<string | null>(null);
  /** `block_id/action_id` of what is being sent. */
  readonly busy = signal<string | null>(null);
  /** Options that an external select has loaded, by `block_id/action_id`. */
  readonly offered = signal<Record<string, JsonObject | undefined>>({});

  constructor(readonly at: FormPlace) {}

  /** What the element holds: typed, else as `state` has it, else what it starts with. */
  get(
    block: JsonObject,
    element: JsonObject,
    state?: Record<string, Record<string, JsonObject> | undefined>,
  ): Json {
    const [blockId, actionId] = [text(block.block_id), text(element.action_id)];
    const typed = this.values.value[blockId]?.[actionId];
    if (typed !== undefined) return typed;
    const entry = state?.[blockId]?.[actionId];
    if (entry && entry.type === element.type) return plainValue(entry);
    return holdsValue(element) ? plainValue(initialEntry(element)) : null;
  }

  put(block: JsonObject, element: JsonObject, value: Json): void {
    const blockId = text(block.block_id);
    const inBlock = { ...this.values.value[blockId], [text(element.action_id)]: value };
    this.values.value = { ...this.values.value, [blockId]: inBlock };
  }

  /** Tells the app, where Slack's rules have it told. */
  async use(block: JsonObject, element: JsonObject, value?: Json): Promise<Shown> {
    const key = `${text(block.block_id)}/${text(element.action_id)}`;
    this.busy.value = key;
    this.problem.value = null;
    const answer = await act('click', {
      ...this.at,
      action_id: element.action_id,
      block_id: block.block_id,
      state: this.values.value,
      ...(value === undefined ? {} : { value }),
    });
    if (this.busy.value === key) this.busy.value = null;
    this.problem.value = answer.shown;
    return answer;
  }

  /** Asks the app for the options of an external select. Answers what to tell the person. */
  async load(block: JsonObject, element: JsonObject, typed: string): Promise<string | null> {
    const least = typeof element.min_query_length === 'number' ? element.min_query_length : 3;
    if (typed.length < least) return least === 1 ? 'Type something.' : `Type at least ${least} characters.`;
    const key = `${text(block.block_id)}/${text(element.action_id)}`;
    const answer = await act<{ options: JsonObject[] }>('type_option', {
      ...this.at,
      action_id: element.action_id,
      block_id: block.block_id,
      text: typed,
    });
    this.offered.value = { ...this.offered.value, [key]: { options: answer.options ?? [] } };
    return answer.shown;
  }
}

const forms = new Map<string, Form>();

/** The form at a place; the same one as long as the page is open. */
export function formAt(at: FormPlace, viewer: string): Form {
  const key = `${viewer} ${JSON.stringify(at)}`;
  const known = forms.get(key);
  if (known) return known;
  const form = new Form(at);
  forms.set(key, form);
  return form;
}

/** An entry of `state.values` as the one value that it holds: an option's is its value. */
function plainValue(entry: JsonObject): Json {
  const field = Object.keys(entry).find((name) => name !== 'type');
  const held = field === undefined ? null : (entry[field] ?? null);
  if (field === 'selected_option') return isObject(held) ? (held.value ?? null) : null;
  if (field === 'selected_options') return objects(held).map((one) => one.value ?? null);
  return Array.isArray(held) ? list(held) : held;
}
