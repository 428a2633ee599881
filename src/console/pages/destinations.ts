import type { WebhookSummary } from '../../delivery/index.js';
import type { RoutingDocument } from '../../notifications/index.js';
import { html } from '../../platform/http/html.js';
import type { Shown } from '../../platform/http/page.js';
import type { Visitor } from '../console.guard.js';
import type { UsedChannel } from '../used-channels.js';
import { button, consolePage, hidden, when } from './frame.js';
import { channelRow } from './health.js';

export interface DestinationsView {
  document: RoutingDocument;
  channels: UsedChannel[];
  webhooks: WebhookSummary[];
  /** Channels that somebody opened on Slack's page while installing. */
  granted: { channelName: string; grantedBy: string | null; grantedAt: Date }[];
  done?: string;
  wrong?: string[];
  /** The name that was tried. */
  typed?: string;
}

export function destinationsPage(visitor: Visitor, view: DestinationsView): Shown {
  const { channels, done, wrong } = view;
  return consolePage(visitor, {
    name: 'Destinations',
    done,
    wrong,
    body: html`<section class="panel" aria-labelledby="channels">
        <h2 id="channels">Channels</h2>
        <p class="soft">
          Those that routes name. A channel needs no preparation: name it in a
          <a href="/console/routes">route</a>.
        </p>
        <ul class="rows">
          ${channels.map(channelRow)}
        </ul>
      </section>
      ${people(view)}${granted(view)}${webhooks(visitor, view)}`,
  });
}

function people({ document }: DestinationsView) {
  const named = [...new Set(document.routes.flatMap(({ to }) => to.flatMap((target) => target.to ?? [])))];
  if (named.length === 0) return undefined;
  return html`<section class="panel" aria-labelledby="people">
    <h2 id="people">People</h2>
    <ul class="rows">
      ${named.map((person) => html`<li><p class="line">${person}</p></li>`)}
    </ul>
  </section>`;
}

function granted({ granted }: DestinationsView) {
  if (granted.length === 0) return undefined;
  const rows = granted.map(
    ({ channelName, grantedBy, grantedAt }) =>
      html`<li>
        <div>
          <p class="line">${channelName}</p>
          <p class="soft">opened ${grantedBy === null ? '' : html`by ${grantedBy} `}on ${when(grantedAt)}</p>
        </div>
      </li>`,
  );
  return html`<section class="panel" aria-labelledby="granted">
    <h2 id="granted">Opened while installing</h2>
    <p class="soft">Cards get into these also where the bot may not post itself.</p>
    <ul class="rows">
      ${rows}
    </ul>
  </section>`;
}

function webhooks(visitor: Visitor, { webhooks, document, typed = '' }: DestinationsView) {
  const usedBy = (name: string) =>
    document.routes.filter(({ to }) => to.some(({ webhook }) => webhook === name)).map((route) => route.name);
  const rows = webhooks.map(({ name, createdAt, changedAt }) => {
    const routes = usedBy(name);
    const use = routes.length === 0 ? 'no route uses it' : `used by ${routes.join(', ')}`;
    return html`<li>
      <div>
        <p class="line">${name}</p>
        <p class="soft">${use} · made ${when(createdAt)} · its URL is of ${when(changedAt)}</p>
      </div>
      <details>
        <summary>Change ${name}…</summary>
        <form method="post" action="/console/destinations/keep">
          ${hidden(visitor, { name, what: 'replace' })} ${urlField(`url-${name}`)}
          <p><button class="button quiet small" type="submit">Give it this URL</button></p>
        </form>
        ${button(visitor, '/console/destinations/delete', `Forget ${name}`, { name })}
      </details>
    </li>`;
  });
  return html`<section class="panel" aria-labelledby="webhooks">
    <h2 id="webhooks">Slack’s incoming webhooks</h2>
    <p class="soft">
      For places where the bot can’t be. A URL is a secret: it is kept encrypted, and shown to nobody again.
    </p>
    ${
      rows.length === 0
        ? html`<p>There is none.</p>`
        : html`<ul class="rows">
            ${rows}
          </ul>`
    }
    <h2>Add one</h2>
    <form method="post" action="/console/destinations/keep">
      ${hidden(visitor)}
      <div class="fields">
        <div>
          <label for="name">Name</label
          ><input
            type="text"
            id="name"
            name="name"
            value="${typed}"
            required
            maxlength="80"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            placeholder="partner"
          />
        </div>
        <div>${urlField('url')}</div>
      </div>
      <button class="button" type="submit">Add the webhook</button>
    </form>
  </section>`;
}

const urlField = (id: string) =>
  html`<label for="${id}">URL</label
    ><input
      type="password"
      id="${id}"
      name="url"
      required
      maxlength="500"
      autocomplete="off"
      placeholder="https://hooks.slack.com/services/…"
    />`;
