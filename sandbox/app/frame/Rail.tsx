import { Icon, type IconName } from '../kit/Icon.js';
import { MenuButton } from '../kit/Menu.js';
import { togglePanel } from '../panel/Panel.js';
import { go, theme, type Theme } from '../state/place.js';
import { here } from '../state/store.js';
import { helpOpen } from './Help.js';
import { sidebarOpen } from './Sidebar.js';

const THEMES: { value: Theme; label: string; icon: IconName }[] = [
  { value: 'system', label: 'As the system', icon: 'screen' },
  { value: 'light', label: 'Light', icon: 'sun' },
  { value: 'dark', label: 'Dark', icon: 'moon' },
];

/** Workspaces, and what is about the page itself. */
export function Rail() {
  const { teams = [], team } = here.value ?? {};
  return (
    <nav class="rail" aria-label="Workspaces" data-region>
      {teams.map((one) => (
        <button
          key={one.id}
          type="button"
          class={one.id === team ? 'team on' : 'team'}
          title={one.organisation ? `${one.name} (${one.organisation})` : one.name}
          aria-current={one.id === team ? 'true' : undefined}
          onClick={() => go({ team: one.id, user: '', channel: '', thread: '', tab: '' })}
        >
          <span aria-hidden="true">{initials(one.name)}</span>
          <span class="unseen">
            {one.name}
            {one.unread > 0 && ', unread'}
          </span>
          {one.unread > 0 && one.id !== team && <span class="dot" />}
        </button>
      ))}
      <span class="grow" />
      <button
        type="button"
        class="rail-button"
        title="What goes on behind (Ctrl+.)"
        aria-label="Laboratory"
        onClick={() => {
          sidebarOpen.value = false;
          togglePanel();
        }}
      >
        <Icon name="flask" size={20} />
      </button>
      <MenuButton
        label="Colours"
        title="Colours"
        class="rail-button"
        items={() =>
          THEMES.map(({ value, label, icon }) => ({
            label,
            icon,
            checked: theme.value === value,
            run: () => (theme.value = value),
          }))
        }
      >
        <Icon name={theme.value === 'dark' ? 'moon' : theme.value === 'light' ? 'sun' : 'screen'} size={20} />
      </MenuButton>
      <button
        type="button"
        class="rail-button"
        title="Keyboard shortcuts (Ctrl+/)"
        aria-label="Keyboard shortcuts"
        onClick={() => (helpOpen.value = true)}
      >
        <b aria-hidden="true">?</b>
      </button>
    </nav>
  );
}

function initials(name: string): string {
  const words = name.split(' ');
  return words.length > 1 ? words[0][0] + words[1][0] : name.slice(0, 2);
}
