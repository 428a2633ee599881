import { escapeHtml } from '../../platform/http/html.js';
import { BOT_SCOPES } from '../scopes.js';
import { page } from './page.js';

/** `GET /`: what the app does, what it asks for, and the way in. */
export function landingPage({ canInstall }: { canInstall: boolean }): string {
  const way = canInstall
    ? '<p><a class="button" href="/slack/install">Add to Slack</a></p>'
    : '<p class="soft">This instance serves one internal workspace; its operator has installed it already.</p>';
  const scopes = BOT_SCOPES.map(
    ({ scope, why }) => `<div><dt>${escapeHtml(scope)}</dt><dd>${escapeHtml(why)}</dd></div>`,
  ).join('\n');
  return page(
    'Alerts that people act on',
    `<h1>Your systems’ alerts, as cards your people act on</h1>
<p>Alerts and reports come in over HTTP. Slack shows one card for each, in the right channel, at a pace that Slack
accepts. Somebody presses <strong>Acknowledge</strong>, the card says who, and it stays true until the end.</p>
${way}
<h2>What it asks of your workspace</h2>
<dl>${scopes}</dl>`,
  );
}
