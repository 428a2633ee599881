import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ShownChannel } from '../../page/shown.js';
import { Icon } from '../kit/Icon.js';
import { MenuButton } from '../kit/Menu.js';
import { Popover } from '../kit/Popover.js';
import { EmojiButton } from '../messages/EmojiPicker.js';
import { editing } from '../messages/actions.js';
import { act, actAloud, trouble } from '../state/control.js';
import { appIn, here, said, titleOf } from '../state/store.js';
import { complete, completingAt, type Completing } from './completion.js';
import { shortcuts } from './shortcuts.js';
import { suggestionsFor } from './suggestions.js';

interface Props {
  channel: ShownChannel;
  /** Given: what is typed goes into this thread. */
  thread?: string;
}

/** What was typed and not sent yet, by place. */
const drafts = new Map<string, string>();

/** Where people type: messages, and slash commands where there is no thread. */
export function Composer({ channel, thread }: Props) {
  const place = `${here.value?.viewer} ${channel.id} ${thread ?? ''}`;
  const [typed, setTyped] = useState(drafts.get(place) ?? '');
  const [completing, setCompleting] = useState<Completing | null>(null);
  const [at, setAt] = useState(0);
  const [broadcast, setBroadcast] = useState(false);
  const [busy, setBusy] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const box = useRef<HTMLFormElement>(null);
  const wantedCaret = useRef<number>();
  const id = useId();
  const title = titleOf(channel);
  const name = thread ? 'Reply' : `Message ${channel.kind === 'public' ? '#' : ''}${title}`;
  const suggestions = completing ? suggestionsFor(completing) : [];
  const active = Math.min(at, suggestions.length - 1);

  // At once, so that no key goes elsewhere.
  useLayoutEffect(() => setTyped(drafts.get(place) ?? ''), [place]);
  useLayoutEffect(() => field.current?.focus(), [channel.id, thread]);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
    const caret = wantedCaret.current;
    if (caret !== undefined) element.setSelectionRange(caret, caret);
    wantedCaret.current = undefined;
  }, [typed]);

  const write = (text: string, caret?: number) => {
    setTyped(text);
    drafts.set(place, text);
    setAt(0);
    const to = caret ?? field.current?.selectionStart ?? text.length;
    setCompleting(completingAt(text, to));
    wantedCaret.current = caret;
  };
  const insert = (word: string) => {
    const caret = field.current?.selectionStart ?? typed.length;
    const glue = caret > 0 && !/\s$/.test(typed.slice(0, caret)) ? ' ' : '';
    write(`${typed.slice(0, caret)}${glue}${word}${typed.slice(caret)}`, caret + glue.length + word.length);
    field.current?.focus();
  };
  const pick = (word: string) => {
    if (!completing) return;
    const made = complete(typed, completing, word);
    write(made.typed, made.caret);
    setCompleting(null);
    field.current?.focus();
  };

  const send = async () => {
    const text = typed.trim();
    if (text === '') return;
    const command = /^(\/[a-z0-9_-]+)\s*([\s\S]*)$/.exec(text);
    if (command && thread) {
      trouble.value = 'Slash commands of apps can’t be used in threads.';
      return;
    }
    write('');
    // Who sent by the button writes on, as who pressed Enter does.
    field.current?.focus();
    trouble.value = null;
    setBusy(command ? command[1] : '');
    const answer = command
      ? await act('command', {
          channel: channel.id,
          app: appOf(command[1]),
          command: command[1],
          text: command[2],
        })
      : await act('message', {
          channel: channel.id,
          text,
          ...(thread ? { thread_ts: thread, broadcast } : {}),
        });
    setBusy('');
    if (answer.shown === null) return;
    trouble.value = answer.shown;
    // What was never sent is not lost.
    if (!command) write(text);
  };

  const press = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (completing && suggestions.length > 0) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        const step = event.key === 'ArrowDown' ? 1 : suggestions.length - 1;
        return setAt((active + step) % suggestions.length);
      }
      // A command that stands there whole is sent, not completed once more.
      const whole = completing.kind === 'command' && suggestions[active].word === typed.trim();
      if (event.key === 'Tab' || (event.key === 'Enter' && !whole)) {
        event.preventDefault();
        return pick(suggestions[active].word);
      }
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        return setCompleting(null);
      }
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void send();
    }
    if (event.key === 'ArrowUp' && typed === '') {
      const mine = said.value.list.findLast(
        (one) => one.user === here.value?.viewer && !one.only && (thread ? one.thread === thread : true),
      );
      if (mine) {
        event.preventDefault();
        editing.value = mine.ts;
      }
    }
  };

  if (channel.archived)
    return <p class="closed">This channel is archived. Nobody can write here any more.</p>;
  if (appIn(channel)?.messagesReadOnly) {
    return <p class="closed">{title} writes here, and reads nothing.</p>;
  }
  if (!channel.isMember) {
    return (
      <div class="closed">
        You look at #{channel.name} from outside.
        <button
          type="button"
          class="button primary"
          onClick={() => void actAloud('invite', { channel: channel.id, user: here.value?.viewer })}
        >
          Join channel
        </button>
      </div>
    );
  }
  return (
    <form
      class="composer"
      ref={box}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <textarea
        ref={field}
        rows={1}
        data-composer={thread ? 'thread' : 'channel'}
        aria-label={name}
        aria-haspopup="listbox"
        aria-autocomplete="list"
        aria-activedescendant={suggestions.length > 0 ? `${id}-${active}` : undefined}
        placeholder={name}
        value={typed}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={press}
        onBlur={() => setCompleting(null)}
      />
      {suggestions.length > 0 && (
        <Popover anchor={box} onClose={() => setCompleting(null)} above wide class="choices">
          <div role="listbox" id={`${id}-list`} aria-label="Suggestions">
            {suggestions.map((one, index) => (
              <div
                key={one.key}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active}
                class={index === active ? 'choice active' : 'choice'}
                onPointerDown={(event) => event.preventDefault()}
                onPointerMove={() => setAt(index)}
                onClick={() => pick(one.word)}
              >
                {one.before}
                <span>
                  {one.label} <small>{one.hint}</small>
                </span>
              </div>
            ))}
          </div>
        </Popover>
      )}
      <div class="composer-tools">
        <EmojiButton label="Emoji" class="quiet" onPick={(emoji) => insert(`:${emoji}: `)} />
        <button
          type="button"
          class="quiet"
          title="Mention somebody"
          aria-label="Mention somebody"
          onClick={() => insert('@')}
        >
          <b aria-hidden="true">@</b>
        </button>
        {!thread && shortcuts().length > 0 && (
          <MenuButton label="Shortcuts" title="Shortcuts" class="quiet" items={shortcuts}>
            <Icon name="bolt" />
          </MenuButton>
        )}
        {thread && (
          <label class="also">
            <input type="checkbox" checked={broadcast} onChange={() => setBroadcast(!broadcast)} />
            Also send to {channel.kind === 'public' ? `#${title}` : title}
          </label>
        )}
        {busy !== '' && (
          <span class="busy" role="status">
            <span class="spinner" /> {busy}
          </span>
        )}
        <button class="send" aria-label="Send" title="Send" disabled={typed.trim() === ''}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}

/** Whose command it is; where nobody has named it, the first app's that is here. */
function appOf(command: string): string | undefined {
  const installed = here.value?.apps.filter((app) => app.installed) ?? [];
  const owner = installed.find(({ commands }) => commands.some((one) => one.command === command));
  return (owner ?? installed[0])?.id;
}
