import { signal } from '@preact/signals';
import type { ShownMessage } from '../../page/shown.js';
import type { MenuItem } from '../kit/Menu.js';
import { actAloud } from '../state/control.js';
import { here, said, viewer } from '../state/store.js';

/** The `ts` of the message that its author is changing. */
export const editing = signal<string | null>(null);

/** Puts a reaction on a message, or takes the viewer's back. */
export function react(channel: string, message: ShownMessage, name: string): void {
  const mine = message.reactions?.find((one) => one.name === name)?.users.includes(viewer.value?.id ?? '');
  void actAloud('reaction', { channel, ts: message.ts, name, removed: mine === true });
}

/** Marks everything from this message on as unread. */
export function markUnread(channel: string, message: ShownMessage): void {
  const { list } = said.value;
  const before = list[list.findIndex(({ ts }) => ts === message.ts) - 1];
  void actAloud('mark', { channel, ts: before?.ts ?? '0' });
}

/** What can be done with a message beside reacting and replying: what everybody can, and the apps' message shortcuts. */
export function messageMenu(channel: string, message: ShownMessage): MenuItem[] {
  const at = { channel, ts: message.ts };
  const mine = message.user === here.value?.viewer && !message.only;
  const shortcuts = (here.value?.apps ?? [])
    .filter(({ installed }) => installed)
    .flatMap((app) => app.shortcuts.filter(({ type }) => type === 'message').map((one) => ({ app, one })));
  const items: (MenuItem | false)[] = [
    !message.only && {
      label: message.pinned ? 'Unpin' : 'Pin',
      icon: 'pin',
      run: () => void actAloud('pin', { ...at, removed: message.pinned === true }),
    },
    { label: 'Mark unread from here', icon: 'clock', run: () => markUnread(channel, message) },
    { label: 'Copy text', icon: 'file', run: () => void navigator.clipboard?.writeText(message.text) },
    mine && { label: 'Edit', icon: 'pencil', run: () => (editing.value = message.ts) },
    mine && { label: 'Delete', icon: 'close', danger: true, run: () => void actAloud('delete_message', at) },
  ];
  const ofApps: MenuItem[] = message.only
    ? []
    : shortcuts.map(({ app, one }, index) => ({
        label: one.name,
        icon: 'bolt',
        ...(index === 0 ? { under: 'Shortcuts' } : {}),
        run: () => void actAloud('message_shortcut', { ...at, app: app.id, callback_id: one.callbackId }),
      }));
  return [...items.filter((item): item is MenuItem => item !== false), ...ofApps];
}
