import { type ApiKeySummary, SCOPES, type Scope } from '../../installation/index.js';
import { Markup, html } from '../../platform/http/html.js';
import { type Shown, copyable } from '../../platform/http/page.js';
import type { Visitor } from '../console.guard.js';
import { consolePage, guardedButton, hidden, when } from './frame.js';

export interface KeysView {
  keys: ApiKeySummary[];
  /** What tells the form of this page from those of others: each makes one key. */
  once: string;
  /** Shown this once. */
  made?: ApiKeySummary & { key: string };
  /** What was tried. */
  typed?: { name: string; scopes: Scope[] };
  done?: string;
  wrong?: string[];
}

const WHAT: Record<Scope, string> = {
  send: 'send notifications, and nothing else',
  read: 'read routes, deliveries and the workspace’s state',
  manage: 'change routes, roles and destinations, replay, and read the audit trail',
};

/** A key may send, unless more is asked for. */
const NEW: NonNullable<KeysView['typed']> = { name: '', scopes: ['send'] };

export function keysPage(visitor: Visitor, { keys, once, made, typed = NEW, done, wrong }: KeysView): Shown {
  const usable = keys.filter(({ revokedAt }) => revokedAt === null);
  const revoked = keys.filter(({ revokedAt }) => revokedAt !== null);
  const shown =
    made === undefined
      ? undefined
      : html`<section class="panel" aria-labelledby="made">
          <h2 id="made">Your key “${made.name}”</h2>
          <p class="note" role="status">Keep it now: it is not shown again.</p>
          ${new Markup(copyable(made.key, 'Your key'))}
        </section>`;
  return consolePage(visitor, {
    name: 'Keys',
    done,
    wrong,
    body: html`${shown}${createForm(visitor, typed, once)}
      <section class="panel" aria-labelledby="keys">
        <h2 id="keys">Keys that work</h2>
        ${
          usable.length === 0
            ? html`<p class="soft">There is none: nothing can send yet.</p>`
            : html`<ul class="rows">
                ${usable.map((key) => usableKey(visitor, key))}
              </ul>`
        }
        ${
          revoked.length === 0
            ? undefined
            : html`<details>
                <summary>Revoked ones: ${revoked.length}</summary>
                <ul class="rows">
                  ${revoked.map(revokedKey)}
                </ul>
              </details>`
        }
      </section>`,
  });
}

const createForm = (visitor: Visitor, typed: NonNullable<KeysView['typed']>, once: string) =>
  html`<section class="panel" aria-labelledby="create">
    <h2 id="create">Make a key</h2>
    <form method="post" action="/console/keys/create">
      ${hidden(visitor, { once })}
      <div class="fields">
        <div>
          <label for="name">Name</label
          ><input
            type="text"
            id="name"
            name="name"
            value="${typed.name}"
            required
            maxlength="100"
            autocomplete="off"
            aria-describedby="name-hint"
          />
          <p class="hint" id="name-hint">What uses it: “alertmanager”, “CI”.</p>
        </div>
      </div>
      <fieldset>
        <legend>It may</legend>
        ${SCOPES.map(
          (scope) =>
            html`<label class="check"
              ><input
                type="checkbox"
                name="scope"
                value="${scope}"
                ${typed.scopes.includes(scope) ? new Markup(' checked') : undefined}
              /><span><strong>${scope}</strong>: ${WHAT[scope]}</span></label
            >`,
        )}
      </fieldset>
      <button class="button" type="submit">Make a key</button>
    </form>
  </section>`;

const usableKey = (visitor: Visitor, { id, name, scopes, createdAt, lastUsedAt }: ApiKeySummary) =>
  html`<li>
    <div>
      <p class="line">${name}</p>
      <p class="soft">
        <code>${id}</code> · ${scopes.join(', ')} · made ${when(createdAt)} ·
        ${lastUsedAt === null ? 'never used' : html`last used ${when(lastUsedAt)}`}
      </p>
    </div>
    ${guardedButton(visitor, {
      action: '/console/keys/revoke',
      asks: 'Revoke…',
      words: `Revoke “${name}” for good`,
      more: { id },
    })}
  </li>`;

const revokedKey = ({ id, name, scopes, revokedAt }: ApiKeySummary) =>
  html`<li>
    <div>
      <p class="line">${name}</p>
      <p class="soft">
        <code>${id}</code> · ${scopes.join(', ')} · revoked ${revokedAt === null ? '' : when(revokedAt)}
      </p>
    </div>
  </li>`;
