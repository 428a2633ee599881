import { useId } from 'preact/hooks';
import { list, objects, text, type JsonObject } from '../../json.js';
import { TextObject } from '../text/TextObject.js';
import { confirmed } from './Confirm.js';
import { useElement } from './context.js';

interface Props {
  block: JsonObject;
  element: JsonObject;
  label: string;
}

export function Checkboxes({ block, element, label }: Props) {
  const { value, choose } = useElement(block, element);
  const held = list(value);
  const flip = async (option: string) => {
    if (!(await confirmed(element.confirm))) return;
    choose(held.includes(option) ? held.filter((one) => one !== option) : [...held, option]);
  };
  return (
    <div class="options" role="group" aria-label={label}>
      {objects(element.options).map((option) => (
        <Option key={text(option.value)} option={option}>
          {(id) => (
            <input
              id={id}
              type="checkbox"
              checked={held.includes(text(option.value))}
              onChange={() => void flip(text(option.value))}
            />
          )}
        </Option>
      ))}
    </div>
  );
}

export function RadioButtons({ block, element, label }: Props) {
  const { value, choose } = useElement(block, element);
  const name = useId();
  const pick = async (option: string) => {
    if (await confirmed(element.confirm)) choose(option);
  };
  return (
    <div class="options" role="radiogroup" aria-label={label}>
      {objects(element.options).map((option) => (
        <Option key={text(option.value)} option={option}>
          {(id) => (
            <input
              id={id}
              type="radio"
              name={name}
              checked={value === option.value}
              onChange={() => void pick(text(option.value))}
            />
          )}
        </Option>
      ))}
    </div>
  );
}

function Option({ option, children }: { option: JsonObject; children: (id: string) => preact.JSX.Element }) {
  const id = useId();
  return (
    <div class="option">
      {children(id)}
      <label for={id}>
        <TextObject value={option.text} />
        {option.description !== undefined && (
          <small>
            <TextObject value={option.description} />
          </small>
        )}
      </label>
    </div>
  );
}
