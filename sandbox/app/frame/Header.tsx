import type { ShownChannel } from '../../page/shown.js';
import { Icon } from '../kit/Icon.js';
import { panel, togglePanel } from '../panel/Panel.js';
import { titleOf } from '../state/store.js';
import { searchOpen } from './Search.js';
import { sidebarOpen } from './Sidebar.js';

/** Where one is, and the ways to what is beside it. */
export function Header({ channel }: { channel: ShownChannel | undefined }) {
  return (
    <header class="head">
      <button
        type="button"
        class="quiet only-narrow"
        aria-label="Channels"
        onClick={() => (sidebarOpen.value = true)}
      >
        <Icon name="menu" />
      </button>
      {channel && (
        <div class="head-title">
          <h1>
            {channel.kind === 'public' && <Icon name="hash" />}
            {channel.kind === 'private' && <Icon name="lock" />}
            <span>{titleOf(channel)}</span>
          </h1>
          <p>{aboutOf(channel)}</p>
        </div>
      )}
      <span class="grow" />
      {channel && channel.kind !== 'im' && (
        <span class="members" title={`${channel.members.length} members`}>
          <Icon name="people" /> {channel.members.length}
        </span>
      )}
      <button
        type="button"
        class="search-button"
        title="Search (Ctrl+G)"
        onClick={() => (searchOpen.value = true)}
      >
        <Icon name="search" /> <span>Search</span> <kbd>Ctrl G</kbd>
      </button>
      <button
        type="button"
        class="button lab"
        aria-label="Laboratory"
        aria-pressed={panel.value !== null}
        title="What goes on behind (Ctrl+.)"
        onClick={() => togglePanel()}
      >
        <Icon name="flask" /> <span>Laboratory</span>
      </button>
    </header>
  );
}

function aboutOf(channel: ShownChannel): string {
  const shared = channel.sharedWith.length > 0 ? `Shared with ${channel.sharedWith.join(', ')}. ` : '';
  const posting = channel.posting ? `Apps: ${channel.posting.replace(/_/g, ' ')}. ` : '';
  return `${channel.archived ? 'Archived. ' : ''}${shared}${posting}${channel.topic || channel.purpose}`;
}
