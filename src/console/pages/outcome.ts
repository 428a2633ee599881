import { wordsForPeople } from '../../platform/errors/problem-pages.js';
import type { Problem } from '../../platform/errors/problem.js';
import { Markup, html } from '../../platform/http/html.js';
import { type Shown, page } from '../../platform/http/page.js';
import type { SignInOutcome } from '../sign-in.service.js';
import type { Written } from '../written.js';
import type { PagePath } from './places.js';

/** And back to the page where one was. */
const signIn = (at: PagePath) =>
  html`<a class="button" href="/console/sign-in${at === '/console' ? '' : `?to=${at}`}"
    >Sign in with Slack</a
  >`;
const form = (at: PagePath) => html`<a class="button" href="${at}">Back to the form</a>`;
const INSTALL = html`<a class="button quiet" href="/">Add it to a workspace</a>`;
const BACK = html`<a class="button" href="/console">Back to the console</a>`;
const OTHER = html`<a class="button quiet" href="/console/sign-in">Sign in as somebody else</a>`;

/** What became of a sign-in that led nowhere. @param at the page to which it should have led */
export function signInOutcomePage(
  outcome: Exclude<SignInOutcome, { kind: 'signed-in' }>,
  { at, reference }: { at: PagePath; reference: string },
): Shown {
  switch (outcome.kind) {
    case 'cancelled':
      return told(200, 'Nobody was signed in', 'You cancelled on Slack’s page.', [signIn(at)]);
    case 'refused':
      return told(
        400,
        'Slack refused the sign-in',
        `Nobody was signed in. Slack’s word: ${outcome.word}. Please try again; if it stays, give your operator this word and the reference ${reference}`,
        [signIn(at)],
      );
    case 'state':
      return told(
        400,
        'This sign-in no longer counts',
        'It was used already, is older than ten minutes, or began in another browser. If you are signed in here, go on; else begin again.',
        [signIn(at), html`<a class="button quiet" href="${at}">Go on to the console</a>`],
      );
    case 'not-installed':
      return told(
        403,
        'Switchboard is not in your workspace',
        'Slack says who you are, but your workspace doesn’t have the app, or has removed it.',
        [INSTALL, html`<a class="button quiet" href="/console/sign-in">Sign in to another workspace</a>`],
      );
    case 'nobody':
      return told(403, 'The console is not open to you', `Your account ${outcome.why}.`, [OTHER]);
    case 'failed':
      return told(
        502,
        'Slack did not finish the sign-in',
        `Nobody was signed in. Please try again; if it stays, give your operator this reference: ${reference}`,
        [signIn(at)],
      );
  }
}

/** A request of the console that was refused, or went wrong. @param at the page that asked */
export function problemPage(problem: Problem, { at, written }: { at: PagePath; written: Written[] }): Shown {
  const { status, reference } = problem;
  if (status === 401) {
    return told(401, 'Sign in to Switchboard', 'The console shows a workspace’s keys, routes and deliveries to its people. Slack says who you are.', [signIn(at), INSTALL], written); // prettier-ignore
  }
  if (status === 403) return told(403, 'This is not yours to do', problem.detail, [BACK, OTHER], written);
  const { title, detail } = wordsForPeople(problem);
  const words =
    reference === undefined || detail.includes(reference) ? detail : `${detail} Reference: ${reference}`;
  return told(status, title, words, [status === 413 ? form(at) : BACK], written);
}

/** What one wrote, to be copied before one goes on. */
const kept = (written: Written[]) =>
  html`<p>Nothing of this was saved. It is shown here once: copy it before you go on.</p>
    ${written.map(
      ({ field, label, text }) =>
        html`<div class="written">
          <label for="written-${field}">What you wrote: ${label}</label
          ><textarea id="written-${field}" rows="${text.includes('\n') ? 10 : 2}" readonly spellcheck="false">
${text}</textarea>
        </div>`,
    )}`;

function told(status: number, title: string, why: string, ways: Markup[], written: Written[] = []): Shown {
  const mark =
    status === 401 || status === 200 ? undefined : html`<span class="mark bad" aria-hidden="true">!</span>`;
  const body = html`${mark}
    <h1>${title}</h1>
    <p>${why}</p>
    ${written.length === 0 ? undefined : kept(written)}
    <div class="ways">${ways.map((way) => html`<p>${way}</p>`)}</div>`;
  return { status, html: page(title, body.text) };
}
