import { html } from '../../platform/http/html.js';
import type { Shown } from '../../platform/http/page.js';
import type { Visitor } from '../console.guard.js';
import { consolePage, hidden } from './frame.js';

export const configurationPage = (
  visitor: Visitor,
  { typed = '', done, wrong }: { typed?: string; done?: string; wrong?: string[] },
): Shown =>
  consolePage(visitor, {
    name: 'Export and import',
    done,
    wrong,
    body: html`<section class="panel" aria-labelledby="export">
        <h2 id="export">Export</h2>
        <p>
          Routes and roles as one file, to keep, to compare, or for another workspace. It holds no secret:
          webhooks stand in it by name. What a workspace may use at most is its operator’s, and not in it.
        </p>
        <p><a class="button" href="/console/configuration/export">Download the configuration</a></p>
      </section>
      <section class="panel" aria-labelledby="import">
        <h2 id="import">Import</h2>
        <p class="soft" id="import-hint">
          All of it is checked first, and counts at once or not at all. Without "roles" the roles stay;
          without "routes" the routes. Roles that would take your own admin role are refused.
        </p>
        <form method="post" action="/console/configuration/import">
          ${hidden(visitor)}
          <label for="text">Configuration</label>
          <textarea
            id="text"
            name="document"
            rows="14"
            required
            spellcheck="false"
            autocapitalize="none"
            autocomplete="off"
            aria-describedby="import-hint"
          >
${typed}</textarea>
          <p class="pages"><button class="button" type="submit">Check and import</button></p>
        </form>
      </section>`,
  });
