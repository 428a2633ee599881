import { wordsForPeople } from '../../platform/errors/problem-pages.js';
import type { Problem } from '../../platform/errors/problem.js';
import { escapeHtml } from '../../platform/http/html.js';
import type { InstallOutcome } from '../installer.js';
import { type Shown, page } from '../../platform/http/page.js';

/** What ends without an installation. One that worked leads on to its first steps. */
export type SadOutcome = Exclude<InstallOutcome, { kind: 'installed' }>;

const AGAIN = '<a class="button" href="/slack/install">Start again</a>';
const CONSOLE = '<a class="button" href="/console">Go on to the console</a>';
const STEPS = '<a class="button" href="/setup">Back to the first steps</a>';
const ABOUT = '<a class="button quiet" href="/">What Switchboard is</a>';

const STATE_PROBLEMS = {
  used: {
    title: 'This link was used already',
    why: 'An installation link works once. If you just installed the app, you are done: this page was only opened twice.',
    way: '<a class="button" href="/setup">Go on with the first steps</a>',
  },
  expired: {
    title: 'This link has expired',
    why: 'An installation has ten minutes, from the button to Slack’s Allow. Nothing was installed.',
  },
  'other-browser': {
    title: 'This link belongs to another browser',
    why: 'An installation must end in the browser in which it began. Go back to that one, or start again in this one. Nothing was installed.',
  },
  unknown: {
    title: 'We don’t know this link',
    why: 'It did not come from our install page. Nothing was installed.',
  },
  missing: {
    title: 'This installation began somewhere else',
    why: 'Slack sent you here without our own mark, as it does from an organisation’s admin pages. For your safety nothing was installed yet: begin with the button below, and choose the same workspace or organisation on Slack’s page.',
  },
} as const;

/** Slack's words for a refusal, for people. */
const REFUSALS: Readonly<Record<string, string>> = {
  invalid_scope: 'The app asks for a permission that Slack doesn’t know. Its operator must correct that.',
  unapproved_scope:
    'Your workspace’s admins have not approved what the app asks for. Ask one of them to install it.',
  scope_not_allowed_on_enterprise:
    'The app asks for a permission that an organisation can’t grant as a whole. Install it into a single workspace.',
  invalid_team_for_non_distributed_app:
    'The app is not distributed yet: only the workspace that made it can install it.',
  invalid_code: 'Slack’s code had expired: it lives ten minutes.',
  code_already_used: 'Slack’s code was used already.',
  bad_client_secret: 'The service’s client secret is wrong. Its operator must correct that.',
  bad_redirect_uri:
    'The service’s address is not among the app’s redirect URLs. Its operator must correct that.',
};

/** The page that ends an installation that came to nothing, with a way forward in each case. */
export function outcomePage(outcome: SadOutcome, reference: string): Shown {
  switch (outcome.kind) {
    case 'cancelled':
      return sorry(
        200,
        'Nothing was installed',
        'You cancelled on Slack’s page. You can come back whenever you like.',
      );
    case 'covered':
      return sorry(
        409,
        'Your organisation has it already',
        'The app is installed for your whole organisation. Ask one of its admins to add it to your workspace: in Slack’s administration, under Integrations.',
      );
    case 'state': {
      const { title, why, ...more } = STATE_PROBLEMS[outcome.problem];
      return sorry(400, title, why, 'way' in more ? more.way : undefined);
    }
    case 'refused':
      return sorry(
        400,
        'Slack refused the installation',
        `${REFUSALS[outcome.word] ?? 'Slack did not say more than one word.'} Nothing was installed. Slack’s word: ${outcome.word}. Reference: ${reference}`,
      );
    case 'failed':
      return sorry(
        502,
        'Slack did not finish the installation',
        `Nothing was installed. Please try again; if it stays, give your operator this reference: ${reference}`,
      );
  }
}

/** Nobody's first steps: the browser isn't the one that installed, or an hour has passed. */
export function setupOverPage(): Shown {
  return sorry(
    403,
    'These pages have closed',
    'The first steps are open for an hour, in the browser that installed the app. If it is installed, nothing is lost: go on in the console, which makes keys and changes channels too.',
    CONSOLE,
  );
}

/** A form of another session than those which are open in this browser. */
export function setupReplacedPage(): Shown {
  return sorry(
    403,
    'This page is of an earlier installation',
    'Since it was opened, the app was installed again in this browser, or its hour has passed. Nothing was changed.',
    STEPS,
  );
}

/** What went wrong on the way to the first steps, or in them. */
export function setupProblemPage(problem: Problem): Shown {
  const { title, detail } = wordsForPeople(problem);
  return sorry(problem.status, title, detail, STEPS);
}

function sorry(status: number, title: string, why: string, first = AGAIN): Shown {
  const second = first === AGAIN ? ABOUT : AGAIN.replace('class="button"', 'class="button quiet"');
  const body = `<span class="mark bad" aria-hidden="true">!</span><h1>${escapeHtml(title)}</h1><p>${escapeHtml(why)}</p>
<div class="ways"><p>${first}</p><p>${second}</p></div>`;
  return { status, html: page(title, body) };
}
