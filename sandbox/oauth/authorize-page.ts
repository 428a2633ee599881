import { html, type Html } from '../http/html.js';
import { pageShell } from '../page/shell.js';
import type { World } from '../workspace/world.js';
import {
  installersOf,
  webhookChannels,
  type AuthorizeProblem,
  type AuthorizeRequest,
} from './authorize-request.js';
import { SCOPE_MEANINGS, WEBHOOK_SCOPE } from './scopes.js';

/** The look of a page that asks one thing. */
export const CARD_STYLE = `
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
.owner { margin: 0 0 1.5rem; }
.decide { display: flex; gap: .75rem; justify-content: flex-end; margin-top: 1.5rem; }
@media (max-width: 520px) { .card { margin: 0; border: 0; border-radius: 0; min-height: 100vh; } }
`;

/** Where the page is: the one for bots and people, or the one for people's permissions alone. */
export function authorizePath(userOnly: boolean): string {
  return userOnly ? '/oauth/v2_user/authorize' : '/oauth/v2/authorize';
}

/** The page on which a person allows or cancels: plain HTML, one form; another to go to another workspace. */
export function authorizePage(request: AuthorizeRequest, world: World, query: [string, string][]): string {
  const { app, owner, isOrganisation, scopes, userScopes } = request;
  const hidden = query.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`);
  const people = installersOf(world, owner.id);
  const kind = isOrganisation ? 'organization' : 'workspace';
  const body = html`<main class="card">
    ${ownerForm(request, world, hidden)}
    <div class="app" aria-hidden="true">${app.name.slice(0, 1)}</div>
    <h1>${app.name} is requesting permission to access the ${owner.name} ${kind}</h1>
    <p class="lead">${owner.domain}.${isOrganisation ? 'enterprise.' : ''}slack.com</p>
    ${scopeList(`What will ${app.name} be able to do?`, scopes)}
    ${scopeList(`What will ${app.name} be able to do as you?`, userScopes)}
    <form method="post" action="${authorizePath(request.userOnly)}">
      ${hidden}<input type="hidden" name="team" value="${owner.id}" />
      ${scopes.includes(WEBHOOK_SCOPE) ? channelChoice(world, request) : null}
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
  return pageShell(`Install ${app.name}`, body, CARD_STYLE);
}

/** Every workspace, and every organisation where the app may be installed as a whole. */
function ownerForm({ app, owner, userOnly }: AuthorizeRequest, world: World, hidden: Html[]): Html {
  const organisations = app.orgDeploy ? [...world.enterprises.values()] : [];
  const options = (owners: { id: string; name: string }[]) =>
    owners.map(
      ({ id, name }) =>
        html`<option value="${id}" ${id === owner.id ? html`selected` : null}>${name}</option>`,
    );
  return html`<form class="who owner" method="get" action="${authorizePath(userOnly)}">
    ${hidden}
    <select name="team" aria-label="Workspace or organization">
      <optgroup label="Workspaces">${options([...world.teams.values()])}</optgroup>
      ${
        organisations.length > 0
          ? html`<optgroup label="Whole organizations">${options(organisations)}</optgroup>`
          : null
      }
    </select>
    <button class="button">Switch</button>
  </form>`;
}

/** Where the incoming webhook posts. */
function channelChoice(world: World, { app, owner }: AuthorizeRequest): Html {
  const channels = webhookChannels(world, owner.id);
  return html`<label class="who"
    >Where should ${app.name} post?
    <select name="webhook_channel">
      ${channels.map(
        ({ id, name, kind }) => html`<option value="${id}">${kind === 'public' ? '#' : ''}${name}</option>`,
      )}
    </select>
  </label>`;
}

/** What the person sees where the request can't be honoured. */
export function authorizeProblemPage(problem: AuthorizeProblem): string {
  const body = html`<main class="card">
    <h1>Something went wrong when authorizing this app.</h1>
    <p class="lead">${problem.explanation}</p>
    <p><strong>Error details</strong>: <code>${problem.error}</code></p>
  </main>`;
  return pageShell('Something went wrong', body, CARD_STYLE);
}

function scopeList(title: string, scopes: string[]): Html {
  if (scopes.length === 0) return html``;
  return html`<h2>${title}</h2>
    <ul class="scopes">
      ${scopes.map((scope) => html`<li>${SCOPE_MEANINGS[scope] ?? scope}<code>${scope}</code></li>`)}
    </ul>`;
}
