import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../kit/Icon.js';
import { Popover } from '../kit/Popover.js';
import { ALL_EMOJI, Emoji } from '../text/Emoji.js';

interface Props {
  label: string;
  class?: string;
  onPick: (name: string) => void;
}

const COLUMNS = 8;

/** A button that opens the emoji. */
export function EmojiButton({ label, onPick, ...rest }: Props) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class={rest.class}
        title={label}
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="smile" />
      </button>
      {open && (
        <Popover anchor={button} onClose={close} align="end" above class="emoji-picker">
          <Picker
            onPick={(name) => {
              close();
              onPick(name);
            }}
          />
        </Popover>
      )}
    </>
  );
}

function Picker({ onPick }: { onPick: (name: string) => void }) {
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  // At once, so that no key goes elsewhere.
  useLayoutEffect(() => field.current?.focus(), []);
  const words = typed.trim().toLowerCase().replace(/:/g, '');
  const shown = ALL_EMOJI.filter(([name]) => name.includes(words)).slice(0, 96);

  const move = (event: KeyboardEvent) => {
    const all = [...(grid.current?.querySelectorAll('button') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: at < 0 ? 1 : COLUMNS, ArrowUp: -COLUMNS }[
      event.key
    ];
    if (event.key === 'Enter' && at < 0 && shown[0]) {
      event.preventDefault();
      return onPick(shown[0][0]);
    }
    if (step === undefined || (at < 0 && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    event.stopPropagation();
    if (at + step < 0) field.current?.focus();
    else all[Math.min(at + step, all.length - 1)]?.focus();
  };

  return (
    <div role="dialog" aria-label="Emoji" onKeyDown={move}>
      <input
        ref={field}
        class="field"
        aria-label="Search emoji"
        placeholder="Search emoji"
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <div class="emoji-grid" ref={grid}>
        {shown.map(([name]) => (
          <button
            key={name}
            type="button"
            tabIndex={-1}
            title={`:${name}:`}
            aria-label={`:${name}:`}
            onClick={() => onPick(name)}
          >
            <Emoji name={name} quiet />
          </button>
        ))}
      </div>
      {shown.length === 0 && <p class="choices-note">No emoji of that name.</p>}
    </div>
  );
}
