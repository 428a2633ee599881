import { effect, signal } from '@preact/signals';
import { front } from './front.js';

/** Where the page is, as its address tells. What isn't named is the sandbox's choice. */
export interface Place {
  team: string;
  user: string;
  channel: string;
  /** The thread that is open beside the channel, by its parent's `ts`. */
  thread: string;
  /** The app's tab that is shown in the place of messages. */
  tab: '' | 'home' | 'about';
}

const NOWHERE: Place = { team: '', user: '', channel: '', thread: '', tab: '' };

export const place = signal<Place>(read());

/** Goes there; the browser's back button comes back. Another channel begins without a thread or a tab. */
export function go(to: Partial<Place>): void {
  const before = place.value;
  const elsewhere = to.channel !== undefined && to.channel !== before.channel;
  const next = { ...before, ...(elsewhere ? { thread: '', tab: '' as const } : {}), ...to };
  if (to.thread) front.value = 'thread';
  else if (to.channel !== undefined) front.value = 'channel';
  if (Object.keys(next).every((name) => next[name as keyof Place] === before[name as keyof Place])) return;
  place.value = next;
  history.pushState(null, '', addressOf(next));
}

/** The same, where the address only becomes more exact. */
export function settle(at: Partial<Place>): void {
  const next = { ...place.value, ...at };
  if (addressOf(next) === addressOf(place.value)) return;
  place.value = next;
  history.replaceState(null, '', addressOf(next));
}

addEventListener('popstate', () => {
  const { thread } = place.value;
  place.value = read();
  if (place.value.thread !== thread) front.value = 'thread';
});

export type Theme = 'system' | 'light' | 'dark';
export const theme = signal<Theme>(readTheme());

effect(() => {
  if (theme.value === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
  localStorage.setItem('theme', theme.value);
});

function read(): Place {
  const query = new URLSearchParams(location.search);
  const tab = query.get('tab');
  return {
    team: query.get('team') ?? '',
    user: query.get('user') ?? '',
    channel: (query.get('channel') ?? '').replace(/^#/, ''),
    thread: query.get('thread') ?? '',
    tab: tab === 'home' || tab === 'about' ? tab : '',
  };
}

function addressOf(at: Place): string {
  const query = new URLSearchParams(
    Object.entries({ ...NOWHERE, ...at }).filter(([, value]) => value !== ''),
  );
  return `/?${query.toString()}`;
}

function readTheme(): Theme {
  const asked = new URLSearchParams(location.search).get('theme') ?? localStorage.getItem('theme');
  return asked === 'light' || asked === 'dark' ? asked : 'system';
}
