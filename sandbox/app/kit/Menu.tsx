import type { ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './Icon.js';
import { Popover } from './Popover.js';

export interface MenuItem {
  label: string;
  icon?: IconName;
  hint?: string;
  danger?: boolean;
  /** A heading before it. */
  under?: string;
  checked?: boolean;
  run: () => void;
}

interface Props {
  anchor: RefObject<HTMLElement>;
  items: MenuItem[];
  label: string;
  onClose: () => void;
  align?: 'start' | 'end';
}

/** A menu for mouse and arrows; the focus goes back to where it came from. */
export function Menu({ anchor, items, label, onClose, align }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const close = () => {
    onClose();
    anchor.current?.focus();
  };
  // At once, so that no key goes elsewhere.
  useLayoutEffect(() => list.current?.querySelector<HTMLElement>('[role^=menuitem]')?.focus(), []);

  const move = (event: KeyboardEvent) => {
    const all = [...(list.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === 'Tab') return close();
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    all.at(to % all.length)?.focus();
  };

  return (
    <Popover anchor={anchor} onClose={close} align={align} class="menu">
      <div ref={list} role="menu" aria-label={label} onKeyDown={move}>
        {items.map((item, index) => (
          <div key={index} role="none">
            {item.under && <div class="menu-heading">{item.under}</div>}
            <button
              type="button"
              role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
              aria-checked={item.checked}
              tabIndex={-1}
              class={item.danger ? 'danger' : ''}
              onClick={() => {
                close();
                item.run();
              }}
            >
              {item.icon ? (
                <Icon name={item.icon} />
              ) : item.checked ? (
                <Icon name="check" />
              ) : (
                <span class="icon" />
              )}
              <span>{item.label}</span>
              {item.hint && <small>{item.hint}</small>}
            </button>
          </div>
        ))}
      </div>
    </Popover>
  );
}

interface ButtonProps {
  label: string;
  items: () => MenuItem[];
  children: ComponentChildren;
  class?: string;
  align?: 'start' | 'end';
  title?: string;
  /** What it shows says what it is; `label` is then the menu's alone. */
  named?: boolean;
}

/** A button that opens a menu. */
export function MenuButton({ label, items, children, align, title, named, ...rest }: ButtonProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={button}
        type="button"
        class={rest.class}
        aria-label={named ? undefined : label}
        title={title}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          event.stopPropagation();
          setOpen(true);
        }}
      >
        {children}
      </button>
      {open && (
        <Menu anchor={button} label={label} items={items()} align={align} onClose={() => setOpen(false)} />
      )}
    </>
  );
}
