import { signal } from '@preact/signals';

export type Part = 'channel' | 'thread' | 'panel';

/** What was gone to or opened last. It is in sight where the window has no room for everything that is open. */
export const front = signal<Part>('thread');

/** What is in sight in any window, of what is open. */
export function inFront(open: Record<'thread' | 'panel', boolean>): Part {
  const wanted = front.value;
  if (wanted === 'channel' || open[wanted]) return wanted;
  const other = wanted === 'thread' ? 'panel' : 'thread';
  return open[other] ? other : 'channel';
}

/** Whether it can be seen: the styles know for which parts a window has room. */
export function isSeen(element: Element | null): boolean {
  return element?.checkVisibility({ visibilityProperty: true }) ?? false;
}
