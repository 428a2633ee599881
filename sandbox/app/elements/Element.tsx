import type { ComponentType } from 'preact';
import { text, type JsonObject } from '../../json.js';
import { Button, FeedbackButtons, IconButton, Overflow, WorkflowButton } from './Buttons.js';
import { Checkboxes, RadioButtons } from './Choices.js';
import { FileInput } from './FileInput.js';
import { Picker } from './Pickers.js';
import { Select } from './Select.js';
import { TextInput } from './TextInput.js';

type Drawn = ComponentType<{ block: JsonObject; element: JsonObject; label: string }>;

const SELECTS = ['static', 'external', 'users', 'conversations', 'channels'];

const ELEMENTS: Record<string, Drawn> = {
  button: Button,
  workflow_button: WorkflowButton,
  icon_button: IconButton,
  feedback_buttons: FeedbackButtons,
  overflow: Overflow,
  checkboxes: Checkboxes,
  radio_buttons: RadioButtons,
  datepicker: Picker,
  timepicker: Picker,
  datetimepicker: Picker,
  plain_text_input: TextInput,
  number_input: TextInput,
  email_text_input: TextInput,
  url_text_input: TextInput,
  rich_text_input: TextInput,
  file_input: FileInput,
  ...Object.fromEntries(
    SELECTS.flatMap((kind) => [
      [`${kind}_select`, Select],
      [`multi_${kind}_select`, Select],
    ]),
  ),
};

/** An element that people use. `label` is what stands above it, if anything. */
export function Element({
  block,
  element,
  label = '',
}: {
  block: JsonObject;
  element: JsonObject;
  label?: string;
}) {
  const Known = ELEMENTS[text(element.type)];
  if (!Known) return <code class="unknown">{text(element.type) || 'element'}</code>;
  return <Known block={block} element={element} label={label} />;
}
