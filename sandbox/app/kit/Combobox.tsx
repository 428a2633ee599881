import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Icon } from './Icon.js';
import { Popover } from './Popover.js';

export interface Choice {
  value: string;
  label: string;
  description?: string;
  /** A heading that it stands under. */
  group?: string;
  before?: ComponentChildren;
}

interface Props {
  label: string;
  placeholder: string;
  /** Everything that can be chosen; or, with `load`, what was found for the words typed. */
  choices: Choice[];
  chosen: Choice[];
  many?: boolean;
  most?: number;
  /** Given: choices come from elsewhere for what is typed. Answers what to tell the person, or nothing. */
  load?: (typed: string) => Promise<string | null>;
  onChoose: (chosen: Choice[]) => void;
  invalid?: boolean;
  describedBy?: string;
  autofocus?: boolean;
}

const PAUSE_MS = 250;

/** A menu that one types into: for every select of Block Kit. */
export function Combobox(props: Props) {
  const { label, placeholder, choices, chosen, many = false, most = Infinity, load, onChoose } = props;
  const id = useId();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const [note, setNote] = useState<string | null>(null);
  const [loading, setLoading] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);

  const words = typed.trim().toLowerCase();
  const shown = load
    ? choices
    : choices.filter(
        (one) => one.label.toLowerCase().includes(words) || one.description?.toLowerCase().includes(words),
      );
  const isChosen = (choice: Choice) => chosen.some(({ value }) => value === choice.value);
  const active = Math.min(at, shown.length - 1);

  useEffect(() => {
    if (!load || !open) return;
    setLoading(true);
    const timer = setTimeout(() => {
      void load(typed).then((said) => {
        setNote(said);
        setLoading(false);
      });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, open]);

  useEffect(() => {
    if (open) document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [active, open]);

  const choose = (choice: Choice) => {
    if (!many) {
      onChoose([choice]);
      shut();
    } else if (isChosen(choice)) onChoose(chosen.filter(({ value }) => value !== choice.value));
    else if (chosen.length < most) onChoose([...chosen, choice]);
    setTyped('');
  };
  const shut = () => {
    setOpen(false);
    setTyped('');
    setAt(0);
  };

  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) setOpen(true);
      else setAt((active + (event.key === 'ArrowDown' ? 1 : shown.length - 1)) % Math.max(1, shown.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (open && active >= 0) choose(shown[active]);
      else setOpen(true);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      shut();
    } else if (event.key === 'Backspace' && typed === '' && chosen.length > 0) onChoose(chosen.slice(0, -1));
    else if (event.key === 'Tab') shut();
    if (event.key.startsWith('Arrow')) event.stopPropagation();
  };

  return (
    <div class="combobox" ref={box}>
      <div class="combobox-field" onClick={() => field.current?.focus()}>
        {many &&
          chosen.map((choice) => (
            <span class="chip" key={choice.value}>
              {choice.before} {choice.label}
              <button
                type="button"
                aria-label={`Remove ${choice.label}`}
                onClick={() => onChoose(chosen.filter(({ value }) => value !== choice.value))}
              >
                <Icon name="close" size={12} />
              </button>
            </span>
          ))}
        <input
          ref={field}
          role="combobox"
          aria-label={label}
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={open && active >= 0 ? `${id}-${active}` : undefined}
          aria-invalid={props.invalid}
          aria-describedby={props.describedBy}
          autocomplete="off"
          data-autofocus={props.autofocus}
          placeholder={many && chosen.length > 0 ? '' : placeholder}
          value={open || many ? typed : (chosen[0]?.label ?? '')}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setAt(0);
            setOpen(true);
          }}
          onClick={() => setOpen(true)}
          onKeyDown={press}
        />
        <Icon name="down" size={14} />
      </div>
      {open && (
        <Popover anchor={box} onClose={shut} wide class="choices">
          <div role="listbox" id={`${id}-list`} aria-label={label} aria-multiselectable={many}>
            {shown.map((choice, index) => (
              <div key={choice.value} role="presentation">
                {choice.group !== undefined && choice.group !== shown[index - 1]?.group && (
                  <div class="menu-heading" role="presentation">
                    {choice.group}
                  </div>
                )}
                <div
                  id={`${id}-${index}`}
                  role="option"
                  aria-selected={isChosen(choice)}
                  class={index === active ? 'choice active' : 'choice'}
                  onPointerDown={(event) => event.preventDefault()}
                  onPointerMove={() => setAt(index)}
                  onClick={() => choose(choice)}
                >
                  {choice.before}
                  <span>
                    {choice.label}
                    {choice.description && <small>{choice.description}</small>}
                  </span>
                  {isChosen(choice) && <Icon name="check" />}
                </div>
              </div>
            ))}
          </div>
          {(loading || shown.length === 0) && (
            <p class="choices-note" role="status">
              {loading ? 'Loading …' : (note ?? 'Nothing fits.')}
            </p>
          )}
        </Popover>
      )}
    </div>
  );
}
