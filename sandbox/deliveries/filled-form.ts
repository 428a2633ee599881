import type { StateValues } from '../blocks/element-values.js';
import type { JsonObject } from '../json.js';

/** What one person has put into the elements of a message or a view. */
export interface FilledForm {
  state: StateValues;
  /** Options that an external select has loaded, by `block_id/action_id`. */
  offered: Map<string, JsonObject[]>;
}

export function emptyForm(): FilledForm {
  return { state: {}, offered: new Map() };
}
