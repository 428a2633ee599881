import { html, type Html } from '../http/html.js';
import { pageShell } from '../page/shell.js';
import type { User } from '../workspace/model.js';
import type { AuthorizeProblem, AuthorizeRequest } from './authorize-request.js';

/** What a scope lets an app do, in the words of a person who must decide. */
const MEANING: Record<string, string> = {
  'app_mentions:read': 'View messages that mention it directly',
  'channels:history': 'View messages in public channels that it has been added to',
  'channels:join': 'Join public channels in the workspace',
  'channels:manage': 'Manage public channels that it has been added to, and create new ones',
  'channels:read': 'View basic information about public channels',
  'chat:write': 'Send messages as itself',
  'chat:write.customize': 'Send messages with a customized name and picture',
  'chat:write.public': 'Send messages to public channels that it isn’t a member of',
  commands: 'Add shortcuts and slash commands that people can use',
  'files:write': 'Upload, edit and delete files',
  'groups:history': 'View messages in private channels that it has been added to',
  'groups:read': 'View basic information about private channels that it has been added to',
  'im:history': 'View direct messages with it',
  'im:read': 'View basic information about direct messages with it',
  'im:write': 'Start direct messages with people',
  'incoming-webhook': 'Post messages to one channel',
  'mpim:write': 'Start group direct messages with people',
  'reactions:read': 'View emoji reactions in conversations that it has been added to',
  'reactions:write': 'Add emoji reactions',
  'team:read': 'View the name, domain and icon of the workspace',
  'usergroups:read': 'View user groups in the workspace',
  'users:read': 'View people in the workspace',
  'users:read.email': 'View e-mail addresses of people in the workspace',
};

const STYLE = `
.card { max-width: 30rem; margin: 3rem auto; padding: 2rem; background: var(--panel); border: 1px solid var(--line); border-radius: 12px; }
.card h1 { font-size: 1.4rem; line-height: 1.3; margin: 0 0 .5rem; text-align: center; }
.card .app { width: 56px; height: 56px; margin: 0 auto 1rem; border-radius: 12px; background: #2c6ecb; color: #fff; font-size: 28px; font-weight: 800; line-height: 56px; text-align: center; }
.card .lead { margin: 0 0 1.5rem; text-align: center; color: var(--soft); }
.card h2 { font-size: .95rem; margin: 1.2rem 0 .3rem; }
.scopes { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: 8px; }
.scopes li { padding: .55rem .9rem; border-top: 1px solid var(--line); }
.scopes li:first-child { border-top: 0; }
.scopes code { display: block; color: var(--soft); font-size: .8rem; }
.who { display: flex; align-items: center; gap: .6rem; margin: 1.5rem 0 0; font-size: .95rem; }
.who select { flex: 1; min-width: 0; }
.decide { display: flex; gap: .75rem; justify-content: flex-end; margin-top: 1.5rem; }
@media (max-width: 520px) { .card { margin: 0; border: 0; border-radius: 0; min-height: 100vh; } }
`;

/** The page on which a person allows or cancels: plain HTML, one form. */
export function authorizePage(request: AuthorizeRequest, people: User[], query: [string, string][]): string {
  const { app, team, scopes, userScopes } = request;
  const body = html`<main class="card">
    <div class="app" aria-hidden="true">${app.name.slice(0, 1)}</div>
    <h1>${app.name} is requesting permission to access the ${team.name} workspace</h1>
    <p class="lead">${team.domain}.slack.com</p>
    ${scopeList(`What will ${app.name} be able to do?`, scopes)}
    ${scopeList(`What will ${app.name} be able to do as you?`, userScopes)}
    <form method="post" action="/oauth/v2/authorize">
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
  return pageShell(`Install ${app.name}`, body, STYLE);
}

/** What the person sees where the request can't be honoured. */
export function authorizeProblemPage(problem: AuthorizeProblem): string {
  const body = html`<main class="card">
    <h1>Something went wrong when authorizing this app.</h1>
    <p class="lead">${problem.explanation}</p>
    <p><strong>Error details</strong>: <code>${problem.error}</code></p>
  </main>`;
  return pageShell('Something went wrong', body, STYLE);
}

function scopeList(title: string, scopes: string[]): Html {
  if (scopes.length === 0) return html``;
  return html`<h2>${title}</h2>
    <ul class="scopes">
      ${scopes.map((scope) => html`<li>${MEANING[scope] ?? scope}<code>${scope}</code></li>`)}
    </ul>`;
}
