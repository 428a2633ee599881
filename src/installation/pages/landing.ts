import { KEPT_DAYS } from '../domain/index.js';
import type { AskedScope } from '../scopes.js';
import { escapeHtml } from '../../platform/http/html.js';
import { page } from '../../platform/http/page.js';

export interface Landing {
  /** Whether workspaces can install it here; an internal instance serves one that has it. */
  canInstall: boolean;
  bot: readonly AskedScope[];
  /** What whoever installs grants for themselves. */
  people: readonly AskedScope[];
  /** An organisation as a whole is asked for less, and so by a way of its own. */
  organisationApart: boolean;
}

/** `GET /`: what the app does, what it asks for, and the way in. */
export function landingPage({ canInstall, bot, people, organisationApart }: Landing): string {
  const apart = organisationApart
    ? '<p class="soft">For a whole organisation? <a href="/slack/install?for=organisation">Add it to the organisation</a> instead.</p>'
    : '';
  const way = canInstall
    ? `<div class="ways"><p><a class="button" href="/slack/install">Add to Slack</a></p>
<p><a class="button quiet" href="/console">Sign in to the console</a></p></div>${apart}`
    : '<p class="soft">This instance serves one internal workspace; its operator has installed it already.</p>';
  const personal =
    people.length === 0
      ? ''
      : `<h2>What it asks of you yourself</h2>
${scopeList(people)}`;
  return page(
    'Alerts that people act on',
    `<h1>Your systems’ alerts, as cards your people act on</h1>
<p>Alerts and reports come in over HTTP. Slack shows one card for each, in the right channel, at a pace that Slack
accepts. Somebody presses <strong>Acknowledge</strong>, the card says who, and it stays true until the end.</p>
${way}
<h2>What it asks of your workspace</h2>
${scopeList(bot)}
${personal}
<h2>What becomes of your data</h2>
<p class="soft">What your systems send is kept to show and repeat it, and tokens are stored encrypted, for your workspace
alone. Remove the app in Slack and nothing more is posted; ${KEPT_DAYS} days later all that it has stored of your workspace is
deleted. Until then, adding it again brings your configuration back.</p>`,
  );
}

const scopeList = (scopes: readonly AskedScope[]) =>
  `<dl>${scopes
    .map(({ scope, why }) => `<div><dt>${escapeHtml(scope)}</dt><dd>${escapeHtml(why)}</dd></div>`)
    .join('\n')}</dl>`;
