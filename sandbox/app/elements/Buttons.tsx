import { isObject, objects, text, type Json, type JsonObject } from '../../json.js';
import { Icon } from '../kit/Icon.js';
import { MenuButton } from '../kit/Menu.js';
import { TextObject, textOf } from '../text/TextObject.js';
import { isWeb } from '../text/parse-mrkdwn.js';
import { confirmed } from './Confirm.js';
import { useElement } from './context.js';

interface Props {
  block: JsonObject;
  element: JsonObject;
}

/** A button; one with a `url` opens it too, and one of a workflow has no workflow to start here. */
export function Button({ block, element }: Props) {
  const { surface, busy } = useElement(block, element);
  const press = async () => {
    if (!(await confirmed(element.confirm))) return;
    if (isWeb(text(element.url))) window.open(text(element.url), '_blank', 'noopener');
    void surface.form.use(block, element);
  };
  return (
    <button
      type="button"
      class={`button ${text(element.style)}`}
      aria-label={text(element.accessibility_label) || undefined}
      aria-busy={busy}
      data-action={text(element.action_id)}
      onClick={() => void press()}
    >
      {busy && <span class="spinner" />}
      <span>
        <TextObject value={element.text} />
      </span>
      {text(element.url) !== '' && <Icon name="out" size={12} />}
    </button>
  );
}

/** Slack's workflows are not played here; the button says so. */
export function WorkflowButton({ element }: Props) {
  return (
    <button
      type="button"
      class={`button ${text(element.style)}`}
      aria-label={text(element.accessibility_label) || undefined}
      disabled
      title="Workflows are not played by the sandbox"
    >
      <Icon name="bolt" size={12} />
      <TextObject value={element.text} />
    </button>
  );
}

const ICONS: Record<string, 'close' | 'pencil' | 'more'> = { trash: 'close', edit: 'pencil' };

export function IconButton({ block, element }: Props) {
  const { surface, busy } = useElement(block, element);
  const press = async () => {
    if (await confirmed(element.confirm)) void surface.form.use(block, element);
  };
  const name = text(element.accessibility_label) || textOf(element.text);
  return (
    <button
      type="button"
      class="quiet"
      title={name}
      aria-label={name}
      aria-busy={busy}
      onClick={() => void press()}
    >
      <Icon name={ICONS[text(element.icon)] ?? 'more'} />
    </button>
  );
}

export function FeedbackButtons({ block, element }: Props) {
  const { surface } = useElement(block, element);
  const give = (side: Json | undefined) => {
    if (isObject(side)) void surface.form.use(block, element, side.value);
  };
  return (
    <span class="feedback" role="group" aria-label="Feedback">
      {[element.positive_button, element.negative_button].filter(isObject).map((side, index) => (
        <button
          key={index}
          type="button"
          class={index === 0 ? 'quiet up' : 'quiet thumbs-down'}
          title={textOf(side.text)}
          aria-label={text(side.accessibility_label) || textOf(side.text)}
          onClick={() => give(side)}
        >
          <Icon name="up" />
        </button>
      ))}
    </span>
  );
}

/** The ⋮ menu of up to five choices. */
export function Overflow({ block, element }: Props) {
  const { surface } = useElement(block, element);
  const choose = async (option: JsonObject) => {
    if (!(await confirmed(element.confirm))) return;
    if (isWeb(text(option.url))) window.open(text(option.url), '_blank', 'noopener');
    void surface.form.use(block, element, option.value);
  };
  return (
    <MenuButton
      label="More actions"
      class="button overflow"
      align="end"
      items={() =>
        objects(element.options).map((option) => ({
          label: textOf(option.text),
          hint: textOf(option.description) || undefined,
          run: () => void choose(option),
        }))
      }
    >
      <Icon name="more" />
    </MenuButton>
  );
}
