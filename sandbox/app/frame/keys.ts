import { togglePanel } from '../panel/Panel.js';
import { isSeen } from '../state/front.js';
import { go, place } from '../state/place.js';
import { channel } from '../state/store.js';
import { helpOpen } from './Help.js';
import { searchOpen } from './Search.js';
import { sidebarOpen } from './Sidebar.js';
import { switcherOpen } from './Switcher.js';

/** The keys that work anywhere on the page. Answers what ends them. */
export function listenToKeys(): () => void {
  const press = (event: KeyboardEvent) => {
    const run = actionFor(event);
    if (!run) return;
    event.preventDefault();
    run();
  };
  addEventListener('keydown', press);
  return () => removeEventListener('keydown', press);
}

function actionFor(event: KeyboardEvent): (() => void) | undefined {
  const { key, shiftKey } = event;
  // A modal holds the keyboard until it is closed.
  if (document.querySelector('dialog[open]')) return undefined;
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    return {
      k: () => (switcherOpen.value = true),
      g: () => (searchOpen.value = true),
      '.': () => togglePanel(),
      '/': () => (helpOpen.value = true),
    }[key.toLowerCase()];
  }
  if (event.altKey && (key === 'ArrowUp' || key === 'ArrowDown')) {
    return () => step(key === 'ArrowDown' ? 1 : -1, shiftKey);
  }
  if (key === 'F6') return () => nextRegion(shiftKey ? -1 : 1);
  if (key === 'Escape') return escape;
  return undefined;
}

/** To the next channel of the sidebar, or the next that has news. */
function step(by: number, news: boolean): void {
  const all = [...document.querySelectorAll<HTMLElement>('.sidebar a[data-channel]')];
  const lines = all.filter(
    (line) => !news || line.classList.contains('unread') || line.dataset.channel === channel.value?.id,
  );
  const at = lines.findIndex((line) => line.dataset.channel === channel.value?.id);
  const next = lines[(at + by + lines.length) % lines.length];
  if (next?.dataset.channel) go({ channel: next.dataset.channel, tab: '' });
}

/** From one part of the page to the next: workspaces, channels, messages, thread, laboratory. */
function nextRegion(by: number): void {
  const regions = [...document.querySelectorAll('[data-region]')].filter((region) => entryOf(region));
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  focusIn(regions[(at + by + regions.length) % regions.length]);
}

/** The keyboard goes on in this part of the page. */
export function focusIn(region: Element | null): void {
  if (region) entryOf(region)?.focus();
}

/** Where the keyboard comes into a part of the page, the best first. */
const ENTRIES = [
  '[aria-current]',
  '[data-row][tabindex="0"]',
  '[data-composer]',
  '[role=tab][aria-selected=true]',
  'button, a[href]',
];

function entryOf(region: Element): HTMLElement | undefined {
  const seen = (wanted: string) => [...region.querySelectorAll<HTMLElement>(wanted)].find(isSeen);
  return ENTRIES.reduce<HTMLElement | undefined>((found, wanted) => found ?? seen(wanted), undefined);
}

/** Closes the thread; from anywhere else goes back to where one writes. */
function escape(): void {
  sidebarOpen.value = false;
  const inThread = document.activeElement?.closest('.thread');
  if (place.value.thread !== '' && (inThread || document.activeElement === document.body)) go({ thread: '' });
  document.querySelector<HTMLElement>('.main [data-composer]')?.focus();
}
