import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from './Icon.js';

interface Props {
  title: ComponentChildren;
  /** What assistive technology calls it. */
  name: string;
  onClose: () => void;
  children: ComponentChildren;
  footer?: ComponentChildren;
  class?: string;
  /** Given: an arrow before the title, for the one on which it lies. */
  onBack?: () => void;
}

/** The browser's own modal dialog: it holds the focus and gives it back, and what is behind can't be reached. */
export function Dialog({ title, name, onClose, children, footer, onBack, ...rest }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    const before = document.activeElement as HTMLElement | null;
    element?.showModal();
    return () => {
      element?.close();
      if (before?.isConnected) before.focus();
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      class={`dialog ${rest.class ?? ''}`}
      aria-label={name}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div class="dialog-box">
        <header>
          {onBack && (
            <button type="button" class="quiet" aria-label="Back" onClick={onBack}>
              <Icon name="left" />
            </button>
          )}
          <h2>{title}</h2>
          <button type="button" class="quiet" aria-label="Close" onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        <div class="dialog-body" tabIndex={0} role="region" aria-label={`${name}: content`}>
          {children}
        </div>
        {footer && <footer>{footer}</footer>}
      </div>
    </dialog>
  );
}
