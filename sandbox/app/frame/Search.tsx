import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { Found } from '../../page/shown.js';
import { Avatar } from '../kit/Avatar.js';
import { search } from '../state/control.js';
import { showMessage } from '../state/found.js';
import { channel, channelOf, now, person, titleOf } from '../state/store.js';
import { ago, timeOf } from '../text/dates.js';
import { Finder } from './Finder.js';

export const searchOpen = signal(false);

/** Ctrl+G: words in the messages of this channel, or of the whole workspace. */
export function Search() {
  return searchOpen.value ? <Open /> : null;
}

function Open() {
  const [typed, setTyped] = useState('');
  const [everywhere, setEverywhere] = useState(true);
  const [hits, setHits] = useState<Found[] | null>(null);
  const here = channel.value;

  useEffect(() => {
    if (typed.trim() === '') return setHits(null);
    const abort = new AbortController();
    search(typed, everywhere ? '' : (here?.id ?? ''), abort.signal).then(setHits, () => undefined);
    return () => abort.abort();
  }, [typed, everywhere]);

  const words = typed.trim().split(/\s+/);
  return (
    <Finder
      name="Search messages"
      placeholder="Search messages"
      typed={typed}
      onType={setTyped}
      onClose={() => (searchOpen.value = false)}
      note={
        hits === null
          ? 'All the words that a message must have.'
          : hits.length === 0
            ? 'No message has all these words.'
            : undefined
      }
      lines={(hits ?? []).map((hit) => {
        const author = person(hit.user);
        const at = channelOf(hit.channel);
        const name = hit.name ?? author?.realName ?? 'Slackbot';
        return {
          key: `${hit.channel} ${hit.ts}`,
          before: <Avatar person={author} name={name} size={28} />,
          label: (
            <>
              <b>{name}</b> <Marked source={hit.text} words={words} />
            </>
          ),
          hint: `${at?.kind === 'public' ? '#' : ''}${at ? titleOf(at) : ''} · ${ago(timeOf(hit.ts), now())}${hit.thread ? ' · in a thread' : ''}`,
          run: () => showMessage(hit.channel, hit.ts, hit.thread),
        };
      })}
    >
      {here && (
        <div class="scopes" role="group" aria-label="Where">
          {[true, false].map((all) => (
            <button
              key={String(all)}
              type="button"
              aria-pressed={everywhere === all}
              onClick={() => setEverywhere(all)}
            >
              {all ? 'Everywhere' : `In ${here.kind === 'public' ? '#' : ''}${titleOf(here)}`}
            </button>
          ))}
        </div>
      )}
    </Finder>
  );
}

/** The words that were looked for stand out. */
function Marked({ source, words }: { source: string; words: string[] }) {
  const any = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  if (any === '') return <>{source}</>;
  return (
    <>
      {source
        .split(new RegExp(`(${any})`, 'i'))
        .map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : part))}
    </>
  );
}
