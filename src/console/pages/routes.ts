import { type AppliedDocument, type Explanation, SEVERITIES } from '../../notifications/index.js';
import { isAtLeast } from '../../installation/index.js';
import { Markup, html } from '../../platform/http/html.js';
import { type Shown, copyable } from '../../platform/http/page.js';
import type { Visitor } from '../console.guard.js';
import { inReadingOrder } from '../domain/document-order.js';
import { consolePage, hidden } from './frame.js';

export interface RoutesView extends AppliedDocument {
  explanation?: Explanation;
  /** The form that was explained. */
  sample?: URLSearchParams;
  /** What somebody tried to apply. */
  edited?: string;
  done?: string;
  wrong?: string[];
}

export function routesPage(visitor: Visitor, view: RoutesView): Shown {
  const { done, wrong } = view;
  const body = [document(visitor, view), explain(visitor, view)];
  // What was asked for comes first.
  return consolePage(visitor, {
    name: 'Routes',
    done,
    wrong,
    body: view.sample === undefined ? body : body.reverse(),
  });
}

function document(visitor: Visitor, { version, document, edited }: RoutesView) {
  const text = JSON.stringify(inReadingOrder(document), null, 2);
  const which =
    version === 0
      ? 'Nobody has applied a document yet: everything goes to the fallback.'
      : `Version ${version} counts now.`;
  if (!isAtLeast(visitor.role, 'admin')) {
    return html`<section class="panel" aria-labelledby="document">
      <h2 id="document">The routing document</h2>
      <p class="soft">${which} Admins change it.</p>
      ${new Markup(copyable(text, 'The routing document'))}
    </section>`;
  }
  return html`<section class="panel" aria-labelledby="document">
    <h2 id="document">The routing document</h2>
    <p class="soft" id="document-hint">
      ${which} JSON or YAML; it is checked as a whole, and a faulty one changes nothing.
      <a href="/docs">The reference</a> tells its fields.
    </p>
    <form method="post" action="/console/routes/apply">
      ${hidden(visitor, { version: String(version) })}
      <label for="text">Document</label>
      <textarea
        id="text"
        name="document"
        rows="18"
        spellcheck="false"
        autocapitalize="none"
        autocomplete="off"
        aria-describedby="document-hint"
      >
${edited ?? text}</textarea>
      <p class="pages"><button class="button" type="submit">Check and apply</button></p>
    </form>
  </section>`;
}

function explain(visitor: Visitor, { sample, explanation }: RoutesView) {
  const typed = (name: string) => sample?.get(name) ?? '';
  const field = (name: string, words: string, example: string) =>
    html`<div>
      <label for="${name}">${words}</label
      ><input
        type="text"
        id="${name}"
        name="${name}"
        value="${typed(name)}"
        maxlength="200"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        placeholder="${example}"
      />
    </div>`;
  const severities = SEVERITIES.map(
    (severity) =>
      html`<option${severity === (typed('severity') || 'info') ? new Markup(' selected') : undefined}>${severity}</option>`,
  );
  return html`<section class="panel" aria-labelledby="explain">
    <h2 id="explain">Where would it go?</h2>
    <p class="soft">A sample takes the routes as a real card would, and nothing is sent.</p>
    ${explanation === undefined ? undefined : told(explanation)}
    <form method="post" action="/console/routes/explain">
      ${hidden(visitor)}
      <div class="fields">
        ${[
          field('title', 'Title', 'Disk full on db-3'),
          field('type', 'Type', 'alert'),
          html`<div>
            <label for="severity">Severity</label
            ><select id="severity" name="severity">
              ${severities}
            </select>
          </div>`,
          field('source', 'Source', 'alertmanager'),
        ]}
      </div>
      <label for="labels">Labels</label>
      <textarea
        class="short"
        id="labels"
        name="labels"
        rows="3"
        maxlength="5000"
        spellcheck="false"
        autocapitalize="none"
        aria-describedby="labels-hint"
      >
${typed('labels')}</textarea>
      <p class="hint" id="labels-hint">One a line: <code>service=payments</code></p>
      <p class="pages"><button class="button quiet" type="submit">Explain</button></p>
    </form>
  </section>`;
}

const told = ({ destinations, verdicts, storm, silenced, mentions = {} }: Explanation) =>
  html`<p class="note" role="status">
      It would go to <strong>${destinations.join(', ')}</strong>. ${stormWords(storm)}
      ${Object.entries(mentions)
        .map(([channel, mention]) => `In ${channel} it would mention ${mention}. `)
        .join('')}
      ${silenced.map(({ channel, why }) => `Not in ${channel} for now: ${why}. `).join('')}
    </p>
    <ol class="rows">
      ${verdicts.map(
        ({ route, matched, why }) =>
          html`<li>
            <div>
              <p class="line">${route}</p>
              <p class="soft">${why}</p>
            </div>
            <p>
              ${
                matched
                  ? html`<span class="tag good">matched</span>`
                  : html`<span class="tag">passed by</span>`
              }
            </p>
          </li>`,
      )}
    </ol>`;

const stormWords = ({ merges, threshold, why }: Explanation['storm']) =>
  merges
    ? `In a storm, past ${String(threshold)} waiting, a summary may take it in.`
    : `No storm merges it: ${why}.`;
