import { useEffect, useState } from 'preact/hooks';
import { get } from '../state/control.js';

interface Entry {
  method: string;
  url: string;
  headers: Record<string, string>;
  request: string;
  response: string | null;
}

/** What went over the wire, asked for when somebody wants to see it. */
export function RequestDetail({ seq }: { seq: number }) {
  const [entry, setEntry] = useState<Entry | null | 'gone'>(null);
  useEffect(() => {
    const abort = new AbortController();
    get<{ entries: Entry[] }>('/control/log', { since: String(seq - 1), limit: '1' }, abort.signal).then(
      ({ entries }) => setEntry(entries[0] ?? 'gone'),
      () => undefined,
    );
    return () => abort.abort();
  }, [seq]);
  if (entry === null) return <p class="loading">Loading …</p>;
  if (entry === 'gone') return <p class="loading">The log has let it go.</p>;
  return (
    <div class="request-detail">
      <p>
        <code>
          {entry.method} {entry.url}
        </code>
      </p>
      <Body name="Request" source={entry.request} />
      <Body name="Answer" source={entry.response ?? ''} />
      <details>
        <summary>Headers</summary>
        <pre tabIndex={0}>
          {Object.entries(entry.headers)
            .map(([name, value]) => `${name}: ${value}`)
            .join('\n')}
        </pre>
      </details>
    </div>
  );
}

function Body({ name, source }: { name: string; source: string }) {
  return (
    <>
      <h3>{name}</h3>
      {source === '' ? <p class="soft">empty</p> : <pre tabIndex={0}>{readable(source)}</pre>}
    </>
  );
}

/** JSON over several lines; a form's fields one by one, what is JSON in them likewise. */
function readable(source: string): string {
  const json = pretty(source);
  if (json !== undefined) return json;
  if (!/^[\w.%+-]+=/.test(source)) return source;
  return [...new URLSearchParams(source)]
    .map(([name, value]) => `${name}: ${pretty(value) ?? value}`)
    .join('\n');
}

function pretty(source: string): string | undefined {
  if (!/^\s*[{[]/.test(source)) return undefined;
  try {
    return JSON.stringify(JSON.parse(source), null, 2);
  } catch {
    return undefined;
  }
}
