import { signal } from '@preact/signals';
import { Dialog } from '../kit/Dialog.js';

export const helpOpen = signal(false);

const KEYS: [keys: string, does: string][] = [
  ['Ctrl K', 'Go to a channel, a person or a workspace'],
  ['Ctrl G', 'Search messages'],
  ['Ctrl .', 'Open or close the laboratory'],
  ['Ctrl /', 'These shortcuts'],
  ['F6', 'To the next part of the page; with Shift to the one before'],
  ['Alt ↑  Alt ↓', 'To the channel above or below; with Shift to one with news'],
  ['Esc', 'Close what is open; then back to where you write'],
  ['↑ in an empty field', 'Change what you said last'],
  ['↑  ↓  Home  End', 'From message to message'],
  ['T  or  →', 'On a message: its thread'],
  ['R', 'On a message: react'],
  ['E', 'On your message: change it'],
  ['Tab', 'On a message: into its buttons and menus'],
  ['Shift Enter', 'A new line'],
];

export function Help() {
  if (!helpOpen.value) return null;
  const mac = /Mac/.test(navigator.platform);
  return (
    <Dialog name="Keyboard shortcuts" title="Keyboard shortcuts" onClose={() => (helpOpen.value = false)}>
      <dl class="shortcuts">
        {KEYS.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              <kbd>{mac ? keys.replace('Ctrl', '⌘') : keys}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
