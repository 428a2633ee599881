import { type Markup, html } from '../../platform/http/html.js';
import type { Shown } from '../../platform/http/page.js';
import type { Visitor } from '../console.guard.js';
import type { ChannelStanding } from '../domain/channel-standing.js';
import type { WorkspaceHealth } from '../health.service.js';
import type { UsedChannel } from '../used-channels.js';
import { consolePage, when } from './frame.js';

export function healthPage(visitor: Visitor, health: WorkspaceHealth): Shown {
  return consolePage(visitor, {
    name: 'Health',
    body: [now(visitor, health), scopes(health), channels(health)],
  });
}

function now(visitor: Visitor, { summary, lastEvent, lastDelivery, waiting, failed }: WorkspaceHealth) {
  const failures =
    failed === 0 || visitor.role === 'member'
      ? html`${failed}`
      : html`<a href="/console/deliveries">${failed}: see why, and send them again</a>`;
  return html`<section class="panel" aria-labelledby="now">
    <h2 id="now">Now</h2>
    <dl class="facts">
      <div>
        <dt>Installation</dt>
        <dd>${summary.state}</dd>
      </div>
      <div>
        <dt>Installed</dt>
        <dd>${when(summary.installedAt)}</dd>
      </div>
      <div>
        <dt>Last event from Slack</dt>
        <dd>
          ${lastEvent === undefined ? 'none yet' : html`${lastEvent.type}, ${when(lastEvent.receivedAt)}`}
        </dd>
      </div>
      <div>
        <dt>Last delivery to Slack</dt>
        <dd>
          ${
            lastDelivery === undefined
              ? 'none yet'
              : html`${channelOf(lastDelivery)}, ${when(lastDelivery.sent_at ?? lastDelivery.created_at)}`
          }
        </dd>
      </div>
      <div>
        <dt>Waiting for their turn</dt>
        <dd>${waiting}</dd>
      </div>
      <div>
        <dt>Failed for good</dt>
        <dd>${failures}</dd>
      </div>
    </dl>
  </section>`;
}

/** A direct message has no name; its id says nothing to people. */
export const channelOf = ({ channel, channel_name }: { channel: string; channel_name: string | null }) => {
  if (channel_name !== null) return `#${channel_name}`;
  return channel.startsWith('D') ? 'a direct message' : channel;
};

function scopes({ needed }: WorkspaceHealth) {
  const missing = needed.filter(({ granted }) => !granted);
  const way =
    missing.length === 0
      ? html`<p class="soft">All ${needed.length} that this version uses are granted.</p>`
      : html`<p>
            ${missing.length} of ${needed.length} are missing: what they are for doesn’t work. An admin grants
            them by adding the app again; the configuration stays.
          </p>
          <p><a class="button small" href="/slack/install">Add to Slack again</a></p>`;
  const rows = needed.map(
    ({ scope, why, granted }) =>
      html`<li>
        <div>
          <p class="line"><code>${scope}</code></p>
          <p class="soft">${why}</p>
        </div>
        <p>
          ${granted ? html`<span class="tag good">granted</span>` : html`<span class="tag bad">missing</span>`}
        </p>
      </li>`,
  );
  const list = html`<ul class="rows">
    ${rows}
  </ul>`;
  return html`<section class="panel" aria-labelledby="scopes">
    <h2 id="scopes">What Slack lets it do</h2>
    ${way}
    ${
      missing.length === 0
        ? html`<details>
            <summary>Each of them</summary>
            ${list}
          </details>`
        : list
    }
  </section>`;
}

function channels({ channels }: WorkspaceHealth) {
  const hint = channels.some(({ standing }) => standing === 'unknown')
    ? html`<p class="note wrong">
        Slack could not be asked about each of them. Load the page again in a minute.
      </p>`
    : html`<p class="soft">What Slack says of each is a minute old at most.</p>`;
  return html`<section class="panel" aria-labelledby="channels">
    <h2 id="channels">Channels that routes use</h2>
    ${hint}
    <ul class="rows">
      ${channels.map(channelRow)}
    </ul>
  </section>`;
}

export const channelRow = ({ address, routes, standing }: UsedChannel) => {
  const { tag, next } = STANDINGS[standing];
  return html`<li>
    <div>
      <p class="line">${address}</p>
      <p class="soft">${routes.length === 1 ? 'Route' : 'Routes'}: ${routes.join(', ')}</p>
      ${next === undefined ? undefined : html`<p class="soft">${next}</p>`}
    </div>
    <p>${tag}</p>
  </li>`;
};

const INVITE = html`<code>/invite @Switchboard</code>`;

/** What is so, and what somebody can do about it. */
const STANDINGS: Readonly<Record<ChannelStanding, { tag: Markup; next?: Markup }>> = {
  joined: { tag: html`<span class="tag good">the bot is in it</span>` },
  outside: {
    tag: html`<span class="tag bad">the bot is not in it</span>`,
    next: html`The channel exists, and a public one takes cards all the same. To have the bot in it, type
    ${INVITE} there.`,
  },
  archived: {
    tag: html`<span class="tag bad">archived</span>`,
    next: html`Nothing can be posted there. Unarchive it in Slack, or name another channel in the routes.`,
  },
  missing: {
    tag: html`<span class="tag bad">no such channel</span>`,
    next: html`The bot sees no channel of this name or id. If it is deleted or misspelt, correct the routes;
    if it is private, type ${INVITE} there.`,
  },
  unknown: { tag: html`<span class="tag">not known</span>` },
};
