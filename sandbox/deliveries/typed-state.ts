import { chosenEntry } from '../blocks/element-values.js';
import type { PlacedElement } from '../blocks/elements.js';
import { isObject, text, type Json } from '../json.js';
import { NotChoosable } from './block-actions.js';
import type { FilledForm } from './filled-form.js';

/**
 * Puts what a person's client holds, `{block_id: {action_id: value}}`, into a form. What stands in none of its elements
 * any more is passed over: the form may have changed while they typed.
 */
export function typeState(form: FilledForm, elements: PlacedElement[], state: Json | undefined): void {
  if (!isObject(state)) return;
  for (const { block, element } of elements) {
    const [blockId, actionId] = [text(block.block_id), text(element.action_id)];
    const values = state[blockId];
    if (!isObject(values) || values[actionId] === undefined) continue;
    const entry = chosenEntry(element, values[actionId], form.offered.get(`${blockId}/${actionId}`));
    if (typeof entry === 'string') throw new NotChoosable(entry);
    (form.state[blockId] ??= {})[actionId] = entry;
  }
}
