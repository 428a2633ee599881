import type { DeliveriesPage, DeliveryView } from '../../delivery/index.js';
import { html } from '../../platform/http/html.js';
import type { Shown } from '../../platform/http/page.js';
import type { Visitor } from '../console.guard.js';
import { button, consolePage, hidden, when } from './frame.js';
import { channelOf } from './health.js';

export interface FailedView extends DeliveriesPage {
  /** So many were given another try. */
  replayed?: number;
  wrong?: string[];
  /** Which of them should have been. */
  typed?: { error: string; channel: string };
}

const MOST_TEXT = 160;

export function deliveriesPage(visitor: Visitor, view: FailedView): Shown {
  const { deliveries, next, replayed, wrong } = view;
  const none = html`<p class="soft">
    Nothing has failed for good in the last 90 days, or all of it was sent again.
  </p>`;
  return consolePage(visitor, {
    name: 'Failed deliveries',
    done: replayed === undefined ? undefined : doneWords(replayed),
    wrong,
    body: html`<section class="panel" aria-labelledby="failed">
        <h2 id="failed">What Slack did not take</h2>
        <p class="soft">
          First see to the reason: invite the bot, open the channel, correct the route. Then send it again, at
          its place in its channel.
        </p>
        ${
          deliveries.length === 0
            ? none
            : html`<ul class="rows">
                ${deliveries.map((delivery) => failedRow(visitor, delivery))}
              </ul>`
        }
        ${next === null ? undefined : html`<p class="pages"><a class="button quiet small" href="/console/deliveries?after=${next}">Older ones</a></p>`}
      </section>
      ${deliveries.length === 0 ? undefined : all(visitor, view)}`,
  });
}

const doneWords = (count: number) =>
  count === 0
    ? 'Nothing that failed is like that.'
    : `${count === 1 ? 'One delivery is' : `${count} deliveries are`} on the way again. What fails again comes back here.`;

function failedRow(visitor: Visitor, delivery: DeliveryView) {
  const { id, text, error, note, finished_at, created_at, attempts, severity } = delivery;
  const words = text === null ? 'Without text' : plain(text);
  const why = [error, note].filter((part) => part !== null).join(' · ');
  return html`<li>
    <div>
      <p class="line">${words.length > MOST_TEXT ? `${words.slice(0, MOST_TEXT)}…` : words}</p>
      <p class="bad">${why}</p>
      <p class="soft">
        ${channelOf(delivery)} · ${severity} · ${attempts === 1 ? '1 try' : `${attempts} tries`} ·
        ${when(finished_at ?? created_at)}
      </p>
    </div>
    ${button(visitor, '/console/deliveries/replay', 'Replay', { id })}
  </li>`;
}

const all = (visitor: Visitor, { typed }: FailedView) =>
  html`<section class="panel" aria-labelledby="all">
    <h2 id="all">Replay many at once</h2>
    <p class="soft">All that failed for one reason, or in one channel. Leave both empty for everything.</p>
    <form method="post" action="/console/deliveries/replay-all">
      ${hidden(visitor)}
      <div class="fields">
        <div>
          <label for="error">Words in the reason</label
          ><input
            type="text"
            id="error"
            name="error"
            value="${typed?.error}"
            maxlength="200"
            autocomplete="off"
            placeholder="is_archived"
          />
        </div>
        <div>
          <label for="channel">Channel</label
          ><input
            type="text"
            id="channel"
            name="channel"
            value="${typed?.channel}"
            maxlength="100"
            autocomplete="off"
            placeholder="#ops"
          />
        </div>
      </div>
      <button class="button quiet" type="submit">Replay all of them</button>
    </form>
  </section>`;

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** Slack's text has these three written out. */
const plain = (text: string) => text.replaceAll(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity]);
