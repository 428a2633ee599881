import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { rank } from '../composer/completion.js';
import { Avatar } from '../kit/Avatar.js';
import { Icon } from '../kit/Icon.js';
import { actAloud } from '../state/control.js';
import { go } from '../state/place.js';
import { here, titleOf } from '../state/store.js';
import { Finder, type Line } from './Finder.js';

export const switcherOpen = signal(false);

const MOST = 12;

/** Ctrl+K: to a channel, a person, an app or another workspace by its name. */
export function Switcher() {
  return switcherOpen.value ? <Open /> : null;
}

function Open() {
  const [typed, setTyped] = useState('');
  const words = typed.trim().toLowerCase().replace(/^[#@]/, '');
  const lines = rank(places(), words, ({ names }) => names).slice(0, MOST);
  return (
    <Finder
      name="Go to"
      placeholder="A channel, a person, a workspace …"
      typed={typed}
      onType={setTyped}
      lines={lines}
      note={lines.length === 0 ? 'Nothing has that name.' : undefined}
      onClose={() => (switcherOpen.value = false)}
    />
  );
}

interface Destination extends Line {
  names: string[];
}

function places(): Destination[] {
  const { channels = [], people = [], teams = [], team } = here.value ?? {};
  const unreadFirst = [...channels].sort((a, b) => Number(b.unread > 0) - Number(a.unread > 0));
  return [
    ...unreadFirst.map((one) => ({
      key: one.id,
      names: [titleOf(one)],
      before: <Icon name={one.kind === 'public' ? 'hash' : one.kind === 'private' ? 'lock' : 'people'} />,
      label: one.unread > 0 ? <b>{titleOf(one)}</b> : titleOf(one),
      hint: one.archived ? 'archived' : one.purpose,
      run: () => go({ channel: one.id, tab: '' }),
    })),
    ...people
      .filter(({ foreign, deleted, isBot }) => !foreign && !deleted && !isBot)
      .map((one) => ({
        key: one.id,
        names: [one.realName, one.name],
        before: <Avatar person={one} name={one.realName} size={20} />,
        label: one.realName,
        hint: one.title,
        run: () =>
          void actAloud<{ channel: string }>('direct', { with: [one.id] }).then(
            ({ channel }) => channel && go({ channel, tab: '' }),
          ),
      })),
    ...teams
      .filter(({ id }) => id !== team)
      .map((one) => ({
        key: one.id,
        names: [one.name],
        before: <Icon name="home" />,
        label: one.name,
        hint: 'workspace',
        run: () => go({ team: one.id, user: '', channel: '', thread: '', tab: '' }),
      })),
  ];
}
