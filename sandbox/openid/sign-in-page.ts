import { html } from '../http/html.js';
import { CARD_STYLE } from '../oauth/authorize-page.js';
import { pageShell } from '../page/shell.js';
import type { User } from '../workspace/model.js';

/** Sign in with Slack's page: who one is, and whether the app may know it. */
export function signInPage(
  appName: string,
  people: User[],
  action: string,
  query: [string, string][],
): string {
  const body = html`<main class="card">
    <div class="app" aria-hidden="true">${appName.slice(0, 1)}</div>
    <h1>Sign in to ${appName} with Slack</h1>
    <p class="lead">${appName} will learn who you are.</p>
    <form method="post" action="${action}">
      ${query.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <label class="who"
        >Signed in as
        <select name="user">
          ${people.map((user) => html`<option value="${user.id}">${user.realName} (@${user.name})</option>`)}
        </select>
      </label>
      <div class="decide">
        <button class="button" name="decision" value="cancel">Cancel</button>
        <button class="button primary" name="decision" value="allow">Allow</button>
      </div>
    </form>
  </main>`;
  return pageShell(`Sign in to ${appName}`, body, CARD_STYLE);
}
