import { useRef } from 'preact/hooks';
import { isObject, list, objects, text, type Json, type JsonObject } from '../../json.js';
import { textOf } from '../text/TextObject.js';
import { useElement } from './context.js';

interface Props {
  block: JsonObject;
  element: JsonObject;
  label: string;
}

const TYPES: Record<string, 'text' | 'email' | 'url'> = { email_text_input: 'email', url_text_input: 'url' };
const PAUSE_MS = 300;

/** plain_text_input, number, email, URL, and rich_text_input, into which one types mrkdwn here. */
export function TextInput({ block, element, label }: Props) {
  const { surface, value, put, tells, error } = useElement(block, element);
  const timer = useRef(0);
  const rich = element.type === 'rich_text_input';
  const on = dispatchesOn(element);
  const tell = (typed: string) => void surface.form.use(block, element, held(typed));
  const held = (typed: string): Json => (typed === '' ? null : rich ? richText(typed) : typed);

  const type = (typed: string) => {
    put(held(typed));
    if (!tells || !on.includes('on_character_entered')) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => tell(typed), PAUSE_MS);
  };
  const shared = {
    class: 'field',
    'aria-label': label,
    'aria-invalid': error !== undefined,
    'aria-describedby': error === undefined ? undefined : `error-${text(block.block_id)}`,
    'aria-required': block.optional !== true,
    'data-autofocus': element.focus_on_load === true,
    placeholder: textOf(element.placeholder),
    value: rich ? plainOf(value) : text(value),
    maxLength: typeof element.max_length === 'number' ? element.max_length : undefined,
  };
  if (rich || element.multiline === true) {
    const lines = typeof element.min_lines === 'number' ? element.min_lines : 4;
    return <textarea {...shared} rows={lines} onInput={(event) => type(event.currentTarget.value)} />;
  }
  return (
    <input
      {...shared}
      type={TYPES[text(element.type)] ?? 'text'}
      inputMode={
        element.type === 'number_input'
          ? element.is_decimal_allowed === true
            ? 'decimal'
            : 'numeric'
          : undefined
      }
      autocomplete="off"
      onInput={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.isComposing) return;
        event.preventDefault();
        if (tells && on.includes('on_enter_pressed')) tell(event.currentTarget.value);
        else surface.submit?.();
      }}
    />
  );
}

function dispatchesOn({ dispatch_action_config: config }: JsonObject): string[] {
  const on = isObject(config) ? list(config.trigger_actions_on).map(text) : [];
  return on.length > 0 ? on : ['on_enter_pressed'];
}

function richText(typed: string): JsonObject {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: typed }] }],
  };
}

/** What was typed into it, or the words of what it began with. */
function plainOf(value: Json): string {
  if (!isObject(value)) return text(value);
  const groups = objects(value.elements);
  return groups.map((group) => objects(group.elements).map(wordsOf).join('')).join('\n');
}

function wordsOf(element: JsonObject): string {
  if (element.type === 'text') return text(element.text);
  if (element.type === 'link') return text(element.text) || text(element.url);
  return element.type === 'emoji' ? `:${text(element.name)}:` : plainOf(element);
}
