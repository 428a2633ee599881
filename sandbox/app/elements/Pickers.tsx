import { text, type Json, type JsonObject } from '../../json.js';
import { textOf } from '../text/TextObject.js';
import { confirmed } from './Confirm.js';
import { useElement } from './context.js';

interface Props {
  block: JsonObject;
  element: JsonObject;
  label: string;
}

const TYPES: Record<string, string> = {
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
};

/** Date, time, or both: the browser's own picker. A datetimepicker holds seconds since 1970. */
export function Picker({ block, element, label }: Props) {
  const { value, choose, error } = useElement(block, element);
  const moment = element.type === 'datetimepicker';
  const take = async (given: string) => {
    if (!(await confirmed(element.confirm))) return;
    choose(given === '' ? null : moment ? Math.floor(new Date(given).getTime() / 1000) : given);
  };
  return (
    <input
      class="field"
      type={TYPES[text(element.type)]}
      aria-label={label || textOf(element.placeholder) || 'Choose'}
      aria-invalid={error !== undefined}
      aria-describedby={error === undefined ? undefined : `error-${text(block.block_id)}`}
      data-autofocus={element.focus_on_load === true}
      value={moment ? localTime(value) : text(value)}
      onChange={(event) => void take(event.currentTarget.value)}
    />
  );
}

/** In the reader's own zone, as the browser's field wants it. */
function localTime(value: Json): string {
  if (typeof value !== 'number') return '';
  const date = new Date(value * 1000);
  return new Date(value * 1000 - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
