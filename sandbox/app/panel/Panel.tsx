import { effect, signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { Icon } from '../kit/Icon.js';
import { inspecting } from '../state/connection.js';
import { front, isSeen } from '../state/front.js';
import { Faults } from './Faults.js';
import { Guide } from './Guide.js';
import { Requests } from './Requests.js';
import { Time } from './Time.js';

type Tab = 'guide' | 'requests' | 'faults' | 'time';

const TABS: { tab: Tab; label: string; content: ComponentType }[] = [
  { tab: 'guide', label: 'Guide', content: Guide },
  { tab: 'requests', label: 'Requests', content: Requests },
  { tab: 'faults', label: 'Faults', content: Faults },
  { tab: 'time', label: 'Time & limits', content: Time },
];

/** Which part of the laboratory is open, if any. */
export const panel = signal<Tab | null>(opened());
let last: Tab = panel.value ?? 'guide';

effect(() => {
  inspecting.value = panel.value !== null;
  sessionStorage.setItem('panel', panel.value ?? '');
  if (panel.value === null) return;
  last = panel.value;
  front.value = 'panel';
});

/** Opens it, or closes it where it can be seen; one that is covered comes to the front. */
export function togglePanel(): void {
  if (panel.value === null) panel.value = last;
  else if (isSeen(document.querySelector('.panel'))) panel.value = null;
  else front.value = 'panel';
}

/** What goes on behind the workspace, and what can be done about it. */
export function Panel() {
  const open = TABS.find(({ tab }) => tab === panel.value) ?? TABS[0];
  const Content = open.content;
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: TABS.length - 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const { tab } = TABS[(TABS.indexOf(open) + step) % TABS.length];
    panel.value = tab;
    document.getElementById(`tab-${tab}`)?.focus();
  };
  return (
    <aside class="panel" aria-label="Laboratory" data-region>
      <header class="pane-head">
        <h2>
          <Icon name="flask" /> Laboratory
        </h2>
        <button
          type="button"
          class="quiet"
          aria-label="Close laboratory"
          onClick={() => (panel.value = null)}
        >
          <Icon name="close" />
        </button>
      </header>
      <div class="panel-tabs" role="tablist" aria-label="Laboratory" onKeyDown={move}>
        {TABS.map(({ tab, label }) => (
          <button
            key={tab}
            id={`tab-${tab}`}
            type="button"
            role="tab"
            aria-selected={tab === open.tab}
            aria-controls="panel-content"
            tabIndex={tab === open.tab ? 0 : -1}
            onClick={() => (panel.value = tab)}
          >
            {label}
          </button>
        ))}
      </div>
      <div
        id="panel-content"
        class="panel-content"
        role="tabpanel"
        aria-labelledby={`tab-${open.tab}`}
        tabIndex={0}
      >
        <Content />
      </div>
    </aside>
  );
}

function opened(): Tab | null {
  const wanted = new URLSearchParams(location.search).get('panel') ?? sessionStorage.getItem('panel');
  return wanted === 'guide' || wanted === 'requests' || wanted === 'faults' || wanted === 'time'
    ? wanted
    : null;
}
