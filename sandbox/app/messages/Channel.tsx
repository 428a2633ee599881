import { computed } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { ShownChannel } from '../../page/shown.js';
import { Composer } from '../composer/Composer.js';
import { act } from '../state/control.js';
import { go } from '../state/place.js';
import { here, now, said, titleOf } from '../state/store.js';
import { dayLabel, timeOf } from '../text/dates.js';
import { editing, react } from './actions.js';
import { Message } from './Message.js';
import { MessageList } from './MessageList.js';
import { isTopLevel, rowsOf, type Row } from './rows.js';
import { found } from '../state/found.js';

const topLevel = computed(() => said.value.list.filter(isTopLevel));

/** The messages of a channel and the place to write. */
export function Channel({ channel }: { channel: ShownChannel }) {
  const viewer = here.value?.viewer ?? '';
  // As it was when they came: the line stays where it is while they read on.
  const lastRead = useRef({ place: '', ts: '' });
  const place = `${viewer} ${channel.id}`;
  if (lastRead.current.place !== place) lastRead.current = { place, ts: channel.lastRead };
  const here_ = said.value.channel === channel.id;
  const messages = here_ ? topLevel.value : [];
  const rows = useMemo(() => rowsOf(messages, lastRead.current.ts, viewer), [messages, viewer]);
  const target = found.value?.channel === channel.id ? found.value : undefined;

  return (
    <>
      <MessageList
        key={place}
        rows={rows}
        label={`Messages in ${titleOf(channel)}`}
        target={target && { key: target.ts, times: target.times }}
        onTarget={() => (found.value = null)}
        onEnd={() => markRead(channel)}
        onKey={(event, row) => pressOn(event, row, channel.id)}
        before={
          here_ && !said.value.more ? <Beginning channel={channel} /> : <p class="loading">Loading …</p>
        }
        draw={(row, { tabIndex }) => drawRow(row, channel.id, tabIndex)}
      />
      <Composer key={place} channel={channel} />
    </>
  );
}

/** A row of a channel's or a thread's list. */
export function drawRow(row: Row, channel: string, tabIndex: number, inThread = false) {
  if (row.kind === 'day') {
    return (
      <div class="day">
        <span>{dayLabel(timeOf(row.ts), now())}</span>
      </div>
    );
  }
  if (row.kind === 'new') {
    return (
      <div class="new-line">
        <span>New</span>
      </div>
    );
  }
  const { message, follows } = row;
  return (
    <Message channel={channel} message={message} follows={follows} tabIndex={tabIndex} inThread={inThread} />
  );
}

/** Keys on a message that is focused: T opens its thread, E changes it, R and ＋ react. */
export function pressOn(event: KeyboardEvent, row: Row, channel: string): void {
  if (row?.kind !== 'message' || event.ctrlKey || event.metaKey || event.altKey) return;
  const { message } = row;
  const run = {
    t: () => go({ thread: message.thread ?? message.ts }),
    ArrowRight: () => go({ thread: message.thread ?? message.ts }),
    e: () => (message.user === here.value?.viewer ? (editing.value = message.ts) : undefined),
    r: () => document.querySelector<HTMLElement>(`[data-row="${message.ts}"] .toolbar button`)?.click(),
    '+': () => react(channel, message, '+1'),
  }[event.key];
  if (!run) return;
  event.preventDefault();
  run();
}

function Beginning({ channel }: { channel: ShownChannel }) {
  const title = titleOf(channel);
  return (
    <div class="beginning">
      <h2>{channel.kind === 'public' ? `#${title}` : title}</h2>
      <p>
        {channel.kind === 'im' || channel.kind === 'mpim'
          ? `This is the beginning of what you and ${title} say to each other.`
          : `This is the very beginning of ${channel.kind === 'public' ? '#' : ''}${title}. ${channel.purpose}`}
      </p>
    </div>
  );
}

/** The newest message that was marked, by channel and person, so that each is marked once. */
const marked = new Map<string, string>();

function markRead(channel: ShownChannel): void {
  const newest = said.value.channel === channel.id ? said.value.list.at(-1)?.ts : undefined;
  if (newest === undefined || document.hidden || !document.hasFocus()) return;
  const key = `${here.value?.viewer} ${channel.id}`;
  if (marked.get(key) === newest) return;
  marked.set(key, newest);
  if (channel.unread > 0 || newest > channel.lastRead) void act('mark', { channel: channel.id, ts: newest });
}
