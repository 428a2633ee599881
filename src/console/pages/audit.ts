import type { AuditPage } from '../../audit/index.js';
import { html } from '../../platform/http/html.js';
import type { Shown } from '../../platform/http/page.js';
import type { Visitor } from '../console.guard.js';
import { consolePage, when } from './frame.js';

export const auditPage = (visitor: Visitor, { entries, next }: AuditPage): Shown =>
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
              ${entries.map(row)}
            </ol>`
      }
      ${next === null ? undefined : html`<p class="pages"><a class="button quiet small" href="/console/audit?before=${next}">Older ones</a></p>`}
    </section>`,
  });

function row({ seq, at, actor, action, subject, details }: AuditPage['entries'][number]) {
  const more =
    Object.keys(details).length === 0
      ? undefined
      : html`<p class="soft"><code>${JSON.stringify(details)}</code></p>`;
  return html`<li value="${seq}">
    <div>
      <p class="line">${action} <span class="soft">${subject}</span></p>
      ${more}
    </div>
    <p class="soft">${who(actor)} · ${when(at)} · ${seq}</p>
  </li>`;
}

function who(actor: string): string {
  const [kind, id] = actor.split(':');
  if (kind === 'user') return id;
  return kind === 'key' ? `key ${id}` : actor;
}
