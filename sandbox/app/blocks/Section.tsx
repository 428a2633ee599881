import { isObject, objects, type JsonObject } from '../../json.js';
import { Element } from '../elements/Element.js';
import { TextObject, textOf } from '../text/TextObject.js';
import { Picture } from './Images.js';

export function Section({ block }: { block: JsonObject }) {
  const { accessory } = block;
  const fields = objects(block.fields);
  return (
    <div class="section">
      <div class="section-text">
        {block.text !== undefined && <TextObject value={block.text} />}
        {fields.length > 0 && (
          <div class="fields">
            {fields.map((field, index) => (
              <div key={index}>
                <TextObject value={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {isObject(accessory) && (
        <div class="accessory">
          {accessory.type === 'image' ? (
            <Picture image={accessory} class="accessory-picture" />
          ) : (
            <Element
              block={block}
              element={accessory}
              label={textOf(accessory.placeholder) || textOf(block.text)}
            />
          )}
        </div>
      )}
    </div>
  );
}
