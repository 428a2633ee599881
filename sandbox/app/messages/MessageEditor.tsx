import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ShownMessage } from '../../page/shown.js';
import { actAloud } from '../state/control.js';
import { channelOf, person } from '../state/store.js';
import { unescape } from '../text/parse-mrkdwn.js';
import { editing } from './actions.js';

/** The author's own words again, to be changed in their place. */
export function MessageEditor({ channel, message }: { channel: string; message: ShownMessage }) {
  const [typed, setTyped] = useState(() => asTyped(message.text));
  const field = useRef<HTMLTextAreaElement>(null);
  // At once, so that no key goes elsewhere.
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(typed.length, typed.length);
  }, []);
  const end = () => {
    editing.value = null;
    document.querySelector<HTMLElement>(`[data-row="${message.ts}"]`)?.focus();
  };
  const save = async () => {
    if (typed.trim() === '') return;
    const { shown } = await actAloud('edit', { channel, ts: message.ts, text: typed });
    if (shown === null) end();
  };
  return (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <textarea
        ref={field}
        class="field"
        rows={2}
        aria-label="Edit message"
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') end();
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          void save();
        }}
      />
      <div class="actions">
        <button type="button" class="button" onClick={end}>
          Cancel
        </button>
        <button class="button primary">Save</button>
      </div>
    </form>
  );
}

/** Mentions by name again, as they were typed. */
function asTyped(source: string): string {
  return unescape(
    source
      .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (all, id: string) =>
        person(id) ? `@${person(id)?.name}` : all,
      )
      .replace(/<#([A-Z0-9]+)(?:\|[^>]*)?>/g, (all, id: string) =>
        channelOf(id) ? `#${channelOf(id)?.name}` : all,
      )
      .replace(/<!(here|channel|everyone)>/g, '@$1')
      .replace(/<(https?:[^>|]+)>/g, '$1'),
  );
}
