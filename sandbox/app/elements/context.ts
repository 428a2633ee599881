import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { text, type Json, type JsonObject } from '../../json.js';
import { Form } from '../state/form.js';

/** What the blocks stand in. */
export interface Surface {
  form: Form;
  kind: 'message' | 'modal' | 'home';
  /** `state.values` as the sandbox has it, for views. */
  state?: Record<string, Record<string, JsonObject>>;
  /** What stands under fields, by block_id. */
  errors: Record<string, string>;
  /** Enter in a field of a modal. */
  submit?: () => void;
}

const NOTHING: Surface = { form: new Form({ view_id: '' }), kind: 'message', errors: {} };

export const SurfaceContext = createContext<Surface>(NOTHING);

/** An element with its block: what it holds, and what to do when that changes. */
export function useElement(block: JsonObject, element: JsonObject) {
  const surface = useContext(SurfaceContext);
  const { form } = surface;
  const key = `${text(block.block_id)}/${text(element.action_id)}`;
  // An element outside of an input block tells the app of every change; one inside only where it is asked to.
  const tells = block.type !== 'input' || block.dispatch_action === true;
  return {
    surface,
    value: form.get(block, element, surface.state),
    busy: form.busy.value === key,
    error: block.type === 'input' ? surface.errors[text(block.block_id)] : undefined,
    put: (value: Json) => form.put(block, element, value),
    /** Holds the value, and tells the app of it. */
    choose: (value: Json) => {
      form.put(block, element, value);
      if (tells) void form.use(block, element, value);
    },
    tells,
  };
}
