import { useEffect, useRef, useState } from 'preact/hooks';
import { isTopLevel } from '../messages/rows.js';
import { here, person, said } from '../state/store.js';

/** Tells assistive technology of the newest message of somebody else; the list itself is too long to be live. */
export function Announcer() {
  const [words, setWords] = useState('');
  const last = useRef({ channel: '', ts: '' });
  const { channel, list } = said.value;
  const newest = list.at(-1);
  useEffect(() => {
    if (!newest) return;
    const before = last.current;
    last.current = { channel, ts: newest.ts };
    if (before.channel !== channel || before.ts >= newest.ts || newest.user === here.value?.viewer) return;
    const name = newest.name ?? person(newest.user)?.realName ?? 'Slackbot';
    setWords(`${name}${isTopLevel(newest) ? '' : ', in a thread'}: ${newest.text}`);
  }, [channel, newest]);
  return (
    <div class="unseen" aria-live="polite">
      {words}
    </div>
  );
}
