import { useMemo } from 'preact/hooks';
import type { ShownChannel } from '../../page/shown.js';
import { Composer } from '../composer/Composer.js';
import { Icon } from '../kit/Icon.js';
import { go } from '../state/place.js';
import { here, said, threads, titleOf } from '../state/store.js';
import { drawRow, pressOn } from './Channel.js';
import { MessageList } from './MessageList.js';
import { rowsOf } from './rows.js';

/** A thread, beside the channel that it belongs to. */
export function Thread({ channel, ts }: { channel: ShownChannel; ts: string }) {
  const viewer = here.value?.viewer ?? '';
  const parent = said.value.list.find((message) => message.ts === ts);
  const replies = threads.value.get(ts);
  const rows = useMemo(
    () => rowsOf(parent ? [parent, ...(replies ?? [])] : [], '', viewer),
    [parent, replies, viewer],
  );
  return (
    <aside class="thread" aria-label="Thread" data-region>
      <header class="pane-head">
        <div>
          <h2>Thread</h2>
          <small>{channel.kind === 'public' ? `#${channel.name}` : titleOf(channel)}</small>
        </div>
        <button type="button" class="quiet" aria-label="Close thread" onClick={() => go({ thread: '' })}>
          <Icon name="close" />
        </button>
      </header>
      {parent === undefined && said.value.channel === channel.id && !said.value.more ? (
        <p class="loading">The message is gone.</p>
      ) : (
        <MessageList
          key={ts}
          rows={rows}
          label="Replies"
          onKey={(event, row) => pressOn(event, row, channel.id)}
          draw={(row, { tabIndex }) => drawRow(row, channel.id, tabIndex, true)}
        />
      )}
      {parent?.locked ? (
        <p class="closed">An admin has locked this thread.</p>
      ) : (
        parent && <Composer key={`${viewer} ${ts}`} channel={channel} thread={ts} />
      )}
    </aside>
  );
}
