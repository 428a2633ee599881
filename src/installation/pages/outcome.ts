import { escapeHtml } from '../../platform/http/html.js';
import type { InstallOutcome } from '../installer.js';
import { page } from './page.js';

export interface OutcomePage {
  status: number;
  html: string;
}

const AGAIN = '<p><a class="button" href="/slack/install">Start again</a></p>';

const STATE_PROBLEMS = {
  used: {
    title: 'This link was used already',
    why: 'An installation link works once. If you just installed the app, you are done: this page was only opened twice.',
  },
  expired: {
    title: 'This link has expired',
    why: 'An installation has ten minutes, from the button to Slack’s Allow. Nothing was installed.',
  },
  'other-browser': {
    title: 'This link belongs to another browser',
    why: 'An installation must end in the browser in which it began. Nothing was installed.',
  },
  unknown: {
    title: 'We don’t know this link',
    why: 'It did not come from our install page. Nothing was installed.',
  },
  missing: {
    title: 'This installation began somewhere else',
    why: 'Slack sent you here without our own mark, as it does from its admin pages. Begin with the button below.',
  },
} as const;

export interface Surroundings {
  /** Found again in the log. */
  reference: string;
  publicUrl: string;
  /** Where Slack's own pages are, without a slash at the end. */
  slackUrl: string;
}

/** The page that ends an installation, with a way forward in each case. */
export function outcomePage(
  outcome: InstallOutcome,
  { reference, publicUrl, slackUrl }: Surroundings,
): OutcomePage {
  switch (outcome.kind) {
    case 'installed':
      return { status: 200, html: installedPage(outcome, publicUrl, slackUrl) };
    case 'cancelled':
      return sorry(
        200,
        'Nothing was installed',
        'You cancelled on Slack’s page. You can come back whenever you like.',
      );
    case 'organisation':
      return sorry(
        400,
        'Pick one workspace',
        `This app is installed workspace by workspace, not for the whole organisation ${outcome.name}. ` +
          'Start again, and choose a single workspace on Slack’s page.',
      );
    case 'state': {
      const { title, why } = STATE_PROBLEMS[outcome.problem];
      return sorry(400, title, why);
    }
    case 'failed':
      return sorry(
        502,
        'Slack did not finish the installation',
        `Nothing was installed. Please try again; if it stays, give your operator this reference: ${reference}`,
      );
  }
}

function sorry(status: number, title: string, why: string): OutcomePage {
  const body = `<span class="mark bad" aria-hidden="true">!</span><h1>${escapeHtml(title)}</h1><p>${escapeHtml(why)}</p>${AGAIN}`;
  return { status, html: page(title, body) };
}

function installedPage(
  { teamId, teamName, appId }: Extract<InstallOutcome, { kind: 'installed' }>,
  publicUrl: string,
  slackUrl: string,
): string {
  const open = new URLSearchParams(appId === undefined ? { team: teamId } : { team: teamId, app: appId });
  return page(
    `Installed in ${teamName}`,
    `<span class="mark good" aria-hidden="true">✓</span>
<h1>Switchboard is in ${escapeHtml(teamName)}</h1>
<p>Two steps to the first card. Ask whoever runs this service for the first one.</p>
<ol>
<li>A key for your systems:<pre>npx switchboard keys create --team ${escapeHtml(teamId)}</pre></li>
<li>A card, with that key:<pre>curl -H "Authorization: Bearer swb_…" -H "Content-Type: application/json" \\
  -d '{"type":"alert","severity":"critical","title":"It works"}' ${escapeHtml(publicUrl)}/v1/notifications</pre></li>
</ol>
<p class="soft">Cards go to <strong>#general</strong> until your routes say otherwise.</p>
<p><a class="button" href="${escapeHtml(slackUrl)}/app_redirect?${open.toString().replaceAll('&', '&amp;')}">Open Slack</a></p>`,
  );
}
