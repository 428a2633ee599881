import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface Line {
  key: string;
  before: ComponentChildren;
  label: ComponentChildren;
  hint?: ComponentChildren;
  run: () => void;
}

interface Props {
  name: string;
  placeholder: string;
  typed: string;
  onType: (typed: string) => void;
  lines: Line[];
  note?: string;
  onClose: () => void;
  children?: ComponentChildren;
}

/** A field over the page with what was found below it: arrows choose, Enter goes, Escape closes. */
export function Finder({ name, placeholder, typed, onType, lines, note, onClose, children }: Props) {
  const [at, setAt] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const active = Math.min(at, lines.length - 1);
  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    return () => {
      dialog.current?.close();
      if (before?.isConnected && document.activeElement === document.body) before.focus();
    };
  }, []);
  useEffect(() => setAt(0), [typed]);
  useEffect(
    () => document.getElementById(`finder-${active}`)?.scrollIntoView({ block: 'nearest' }),
    [active],
  );
  const run = (line: Line | undefined) => {
    if (!line) return;
    onClose();
    line.run();
  };

  return (
    <dialog
      ref={dialog}
      class="finder"
      aria-label={name}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => event.target === dialog.current && onClose()}
    >
      <div class="finder-box">
        <input
          role="combobox"
          aria-label={name}
          aria-expanded={lines.length > 0}
          aria-controls="finder-list"
          aria-activedescendant={active >= 0 ? `finder-${active}` : undefined}
          autocomplete="off"
          autofocus
          placeholder={placeholder}
          value={typed}
          onInput={(event) => onType(event.currentTarget.value)}
          onKeyDown={(event) => {
            const step = { ArrowDown: 1, ArrowUp: lines.length - 1 }[event.key];
            if (step !== undefined) {
              event.preventDefault();
              setAt((active + step) % Math.max(1, lines.length));
            } else if (event.key === 'Enter') {
              event.preventDefault();
              run(lines[active]);
            }
          }}
        />
        {children}
        <div role="listbox" id="finder-list" aria-label={name} class="finder-lines" tabIndex={-1}>
          {lines.map((line, index) => (
            <div
              key={line.key}
              id={`finder-${index}`}
              role="option"
              aria-selected={index === active}
              class={index === active ? 'choice active' : 'choice'}
              onPointerMove={() => setAt(index)}
              onClick={() => run(line)}
            >
              {line.before}
              <span>
                {line.label}
                {line.hint && <small>{line.hint}</small>}
              </span>
            </div>
          ))}
        </div>
        {note !== undefined && (
          <p class="choices-note" role="status">
            {note}
          </p>
        )}
      </div>
    </dialog>
  );
}
