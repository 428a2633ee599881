import { useContext } from 'preact/hooks';
import { isObject, text, type JsonObject } from '../../json.js';
import { SurfaceContext } from '../elements/context.js';
import { Element } from '../elements/Element.js';
import { Icon } from '../kit/Icon.js';
import { TextObject, textOf } from '../text/TextObject.js';

/** A field with its label, its hint and what is wrong with it. */
export function InputBlock({ block }: { block: JsonObject }) {
  const { errors } = useContext(SurfaceContext);
  const error = errors[text(block.block_id)];
  return (
    <div class="input" data-invalid={error !== undefined}>
      <div class="label">
        <TextObject value={block.label} />
        {block.optional === true && <small> (optional)</small>}
      </div>
      {isObject(block.element) && (
        <Element block={block} element={block.element} label={textOf(block.label)} />
      )}
      {error !== undefined && (
        <p class="field-error" id={`error-${text(block.block_id)}`} role="alert">
          <Icon name="alert" size={14} /> {error}
        </p>
      )}
      {block.hint !== undefined && (
        <p class="hint">
          <TextObject value={block.hint} />
        </p>
      )}
    </div>
  );
}
