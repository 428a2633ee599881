import {
  type AppliedDocument,
  type Explanation,
  type RoutingDocument,
  SEVERITIES,
} from '../../notifications/index.js';
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
  /** What somebody typed and has not applied. @param version with which it was begun; the one that counts where it isn't said */
  edited?: { text: string; version?: string };
  done?: string;
  wrong?: string[];
}

/** As the page shows it, to be edited. */
export const documentText = (document: RoutingDocument) => JSON.stringify(inReadingOrder(document), null, 2);

/**
 * One form for both panels, so that Explain keeps what is typed into the document, and goes by it. Enter in a field presses a
 * form's first button, and must not apply a half-written document.
 */
export function routesPage(visitor: Visitor, view: RoutesView): Shown {
  const { done, wrong, version, edited } = view;
  const panels = [document(visitor, view), explain(view)];
  // What was asked for comes first.
  if (view.sample !== undefined) panels.reverse();
  const body = html`<form method="post" action="/console/routes/explain">
    ${hidden(visitor, { version: edited?.version ?? String(version) })}<button type="submit" hidden>
      Explain</button
    >${panels}
  </form>`;
  return consolePage(visitor, { name: 'Routes', done, wrong, body });
}

function document(visitor: Visitor, { version, document, edited, sample }: RoutesView) {
  const text = documentText(document);
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
  const unapplied =
    edited !== undefined && sample !== undefined
      ? html`<p class="note">These are your changes. They are not applied; this page alone has them.</p>`
      : undefined;
  return html`<section class="panel" aria-labelledby="document">
    <h2 id="document">The routing document</h2>
    <p class="soft" id="document-hint">
      ${which} JSON or YAML; it is checked as a whole, and a faulty one changes nothing.
      <a href="/docs">The reference</a> tells its fields.
    </p>
    ${unapplied}
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
${edited?.text ?? text}</textarea>
    <p class="pages">
      <button class="button" type="submit" formaction="/console/routes/apply">Check and apply</button>
    </p>
  </section>`;
}

function explain({ version, sample, edited, explanation }: RoutesView) {
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
  const counts =
    version === 0 ? 'by what counts until one is applied' : `by version ${version}, which counts now`;
  const by = edited === undefined ? counts : 'by the document as you typed it, which is not applied';
  return html`<section class="panel" aria-labelledby="explain">
    <h2 id="explain">Where would it go?</h2>
    <p class="soft">
      A sample takes the routes as a real card would, and nothing is sent or applied. It goes by the document
      as it stands on this page.
    </p>
    ${explanation === undefined ? undefined : told(explanation, by)}
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
  </section>`;
}

const told = ({ destinations, verdicts, storm, silenced, mentions = {} }: Explanation, by: string) =>
  html`<p class="note" role="status">
      It would go to <strong>${destinations.join(', ')}</strong>, ${by}. ${stormWords(storm)}
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
