import type { AuditPage } from '../../audit/index.js';
import { html } from '../../platform/http/html.js';
import type { Shown } from '../../platform/http/page.js';
import type { Visitor } from '../console.guard.js';
import { consolePage, when } from './frame.js';

type Entry = AuditPage['entries'][number];
type Names = ReadonlyMap<string, string>;

const PERSON = /^[UW][A-Z0-9]{5,}$/;

/** Who did something, and to whom, each once. */
export const peopleIn = (entries: Pick<Entry, 'actor' | 'subject'>[]): string[] => [
  ...new Set(
    entries
      .flatMap(({ actor, subject }) => [actor.replace(/^user:/, ''), subject])
      .filter((id) => PERSON.test(id)),
  ),
];

/** @param names of people, by id; where one is missing the id stands alone */
export const auditPage = (visitor: Visitor, { entries, next }: AuditPage, names: Names): Shown =>
  consolePage(visitor, {
    name: 'Audit trail',
    body: html`<section class="panel" aria-labelledby="entries">
      <h2 id="entries">Who did what, newest first</h2>
      <p class="soft">
        Each entry carries a hash of all before it; <code>npx switchboard audit verify</code> walks the chain.
      </p>
      ${
        entries.length === 0
          ? html`<p>There is nothing to tell yet.</p>`
          : html`<ol class="rows" reversed>
              ${entries.map((entry) => row(entry, names))}
            </ol>`
      }
      ${next === null ? undefined : html`<p class="pages"><a class="button quiet small" href="/console/audit?before=${next}">Older ones</a></p>`}
    </section>`,
  });

function row({ seq, at, actor, action, subject, details }: Entry, names: Names) {
  const more =
    Object.keys(details).length === 0
      ? undefined
      : html`<p class="soft"><code>${JSON.stringify(details)}</code></p>`;
  return html`<li value="${seq}">
    <div>
      <p class="line">${action} <span class="soft">${named(subject, names)}</span></p>
      ${more}
    </div>
    <p class="soft">${who(actor, names)} · ${when(at)} · ${seq}</p>
  </li>`;
}

function who(actor: string, names: Names): string {
  const [kind, id] = actor.split(':');
  if (kind === 'user') return named(id, names);
  return kind === 'key' ? `key ${id}` : actor;
}

/** The id stays: names change, and two people may share one. */
function named(id: string, names: Names): string {
  const name = names.get(id);
  return name === undefined ? id : `${name} (${id})`;
}
