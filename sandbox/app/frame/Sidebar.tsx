import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { ShownApp, ShownChannel, ShownPerson } from '../../page/shown.js';
import { Avatar } from '../kit/Avatar.js';
import { Icon } from '../kit/Icon.js';
import { MenuButton } from '../kit/Menu.js';
import { actAloud } from '../state/control.js';
import { go } from '../state/place.js';
import { appIn, channel, health, here, person, titleOf, viewer } from '../state/store.js';
import { switcherOpen } from './Switcher.js';

/** In a narrow window the sidebar lies over the messages while it is open. */
export const sidebarOpen = signal(false);

export function Sidebar() {
  const team = here.value?.teams.find(({ id }) => id === here.value?.team);
  const all = here.value?.channels ?? [];
  const rooms = all.filter(({ kind }) => kind === 'public' || kind === 'private');
  const live = rooms.filter(({ archived }) => !archived).sort(byName);
  const archived = rooms.filter((one) => one.archived).sort(byName);
  const direct = all.filter(
    (one) => (one.kind === 'im' || one.kind === 'mpim') && !appIn(one) && !one.closed,
  );
  const met = new Set(direct.filter(({ kind }) => kind === 'im').flatMap(({ members }) => members));
  const others = (here.value?.people ?? []).filter(
    (one) => !one.foreign && !one.deleted && !one.isBot && one.id !== viewer.value?.id && !met.has(one.id),
  );
  return (
    <nav class="sidebar" aria-label="Channels" data-region>
      <header>
        <h2>{team?.name}</h2>
        <button
          type="button"
          class="quiet"
          title="Go to … (Ctrl+K)"
          aria-label="Go to"
          onClick={() => (switcherOpen.value = true)}
        >
          <Icon name="search" />
        </button>
        <button
          type="button"
          class="quiet only-narrow"
          aria-label="Close channels"
          onClick={() => (sidebarOpen.value = false)}
        >
          <Icon name="close" />
        </button>
      </header>
      <div class="sidebar-lists">
        <Group title="Channels">
          {live.map((one) => (
            <ChannelLine key={one.id} channel={one} />
          ))}
        </Group>
        <Group title="Direct messages">
          {direct.map((one) => (
            <ChannelLine key={one.id} channel={one} />
          ))}
          {others.map((one) => (
            <PersonLine key={one.id} person={one} />
          ))}
        </Group>
        <Group title="Apps">
          {(here.value?.apps ?? []).map((app) => (
            <AppLine key={app.id} app={app} />
          ))}
        </Group>
        {archived.length > 0 && (
          <Group title="Archived">
            {archived.map((one) => (
              <ChannelLine key={one.id} channel={one} />
            ))}
          </Group>
        )}
      </div>
      <You />
    </nav>
  );
}

function Group({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul>{children}</ul>
    </section>
  );
}

function ChannelLine({ channel: one }: { channel: ShownChannel }) {
  const other =
    one.kind === 'im' ? person(one.members.find((id) => id !== viewer.value?.id) ?? '') : undefined;
  const before =
    one.kind === 'im' ? (
      <Avatar person={other ?? viewer.value} name={titleOf(one)} size={20} />
    ) : (
      <Icon name={one.kind === 'public' ? 'hash' : one.kind === 'private' ? 'lock' : 'people'} />
    );
  return <Line channel={one} before={before} title={titleOf(one)} />;
}

function Line({
  channel: one,
  before,
  title,
}: {
  channel: ShownChannel;
  before: ComponentChildren;
  title: string;
}) {
  const on = channel.value?.id === one.id;
  const classes = [
    'line',
    on ? 'on' : '',
    one.unread > 0 && !on ? 'unread' : '',
    one.archived ? 'archived' : '',
  ];
  const badge = one.mentions > 0 && !on ? (one.mentions > 99 ? '99+' : String(one.mentions)) : '';
  const extra = [
    one.kind === 'private' ? 'private' : '',
    one.unread > 0 && !on ? 'unread' : '',
    badge && `${badge} for you`,
  ];
  return (
    <li>
      <a
        class={classes.join(' ')}
        href={`?channel=${one.id}`}
        data-channel={one.id}
        aria-current={on ? 'page' : undefined}
        aria-label={[title, ...extra.filter((part) => part !== '')].join(', ')}
        onClick={(event) => {
          event.preventDefault();
          go({ channel: one.id, tab: '' });
          sidebarOpen.value = false;
        }}
      >
        {before}
        <span class="line-title">{title}</span>
        {one.sharedWith.length > 0 && <small title={`Shared with ${one.sharedWith.join(', ')}`}>⇄</small>}
        {badge !== '' && <span class="badge">{badge}</span>}
      </a>
    </li>
  );
}

/** Somebody with whom nothing was said yet. */
function PersonLine({ person: one }: { person: ShownPerson }) {
  const open = async () => {
    const { channel: id } = await actAloud<{ channel: string }>('direct', { with: [one.id] });
    if (id) go({ channel: id, tab: '' });
    sidebarOpen.value = false;
  };
  return (
    <li>
      <button type="button" class="line faint" onClick={() => void open()}>
        <Avatar person={one} name={one.realName} size={20} />
        <span class="line-title">{one.realName}</span>
      </button>
    </li>
  );
}

function AppLine({ app }: { app: ShownApp }) {
  const dm = here.value?.channels.find((one) => one.kind === 'im' && one.members.includes(app.botUserId));
  const state = health.value.find((one) => one.app === app.id);
  const down = state?.reachable === false;
  if (!app.installed) {
    return (
      <li>
        <a
          class="line faint"
          href={app.landing}
          target="_blank"
          rel="noopener"
          title={`Add ${app.name} to this workspace`}
        >
          <Icon name="plus" />
          <span class="line-title">Add {app.name}</span>
          <Icon name="out" size={12} />
        </a>
      </li>
    );
  }
  const open = async () => {
    const tab = app.homeTab ? 'home' : 'messages';
    const { channel: id } = await actAloud<{ channel: string }>('home', { app: app.id, tab });
    if (id) go({ channel: id, tab: tab === 'home' ? 'home' : '', thread: '' });
    sidebarOpen.value = false;
  };
  const on = dm !== undefined && channel.value?.id === dm.id;
  const unread = (dm?.unread ?? 0) > 0 && !on;
  return (
    <li>
      <button
        type="button"
        class={`line ${on ? 'on' : ''} ${unread ? 'unread' : ''}`}
        aria-current={on ? 'page' : undefined}
        onClick={() => void open()}
      >
        <Avatar person={person(app.botUserId)} name={app.name} size={20} />
        <span class="line-title">{app.name}</span>
        <span class={down ? 'state down' : 'state up'} aria-hidden="true" />
        {down && <span class="unseen">{state.silent ? ', not answering' : ', not reachable'}</span>}
        {unread && <span class="badge">{dm?.unread}</span>}
      </button>
    </li>
  );
}

/** Who one is, and whom one could be. */
function You() {
  const me = viewer.value;
  const people = (here.value?.people ?? []).filter((one) => !one.foreign && !one.isBot && !one.deleted);
  if (!me) return null;
  return (
    <footer>
      <MenuButton
        label="Be somebody else"
        named
        class="you"
        items={() =>
          people.map((one) => ({
            label: one.realName,
            hint: one.role === 'member' ? one.title : `${one.role}${one.title ? ` · ${one.title}` : ''}`,
            checked: one.id === me.id,
            run: () => go({ user: one.id, thread: '' }),
          }))
        }
      >
        <Avatar person={me} name={me.realName} size={32} />
        <span>
          <small>You are</small>
          <b> {me.realName}</b>
          <span class="unseen">, be somebody else</span>
        </span>
        <Icon name="down" />
      </MenuButton>
    </footer>
  );
}

function byName(a: ShownChannel, b: ShownChannel): number {
  return a.name.localeCompare(b.name);
}
