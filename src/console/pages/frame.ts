import { isAtLeast } from '../../installation/index.js';
import { formToken } from '../../platform/http/form-token.js';
import { Markup, html } from '../../platform/http/html.js';
import { LOGO, STYLE, type Shown, documentOf, policyFor } from '../../platform/http/page.js';
import type { Visitor } from '../console.guard.js';
import { PAGES } from './places.js';

const CONSOLE_STYLE = `${STYLE}
body { display: block; padding: 0; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 12px; top: 12px; z-index: 1; padding: 8px 14px; background: var(--paper); }
header { background: var(--paper); border-bottom: 1px solid var(--line); }
.bar, .wide { max-width: 1040px; margin: 0 auto; padding: 0 clamp(14px, 4vw, 28px); }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 16px; padding-top: 12px; padding-bottom: 8px; }
.bar .name { margin: 0; } .bar form { margin: 0; } .who { margin: 0 0 0 auto; color: var(--soft); font-size: 0.9rem; }
.small { min-height: 36px; padding: 6px 14px; font-size: 0.9rem; }
::placeholder { color: var(--soft); opacity: 1; }
nav ul { display: flex; flex-wrap: wrap; gap: 0 4px; list-style: none; margin: 0 -12px; padding: 0; }
nav a { display: block; padding: 9px 12px; border-bottom: 3px solid transparent; text-decoration: none; font-weight: 550; }
nav a:hover { text-decoration: underline; } nav a[aria-current] { border-color: var(--brand); color: var(--brand); }
.wide { padding-top: 28px; padding-bottom: 56px; }
main { background: none; border: 0; border-radius: 0; padding: 0; }
h1 { font-size: clamp(1.4rem, 4vw, 1.75rem); }
.panel { margin: 0 0 20px; padding: clamp(16px, 3vw, 26px); background: var(--paper); border: 1px solid var(--line); border-radius: 12px; }
.panel > :last-child { margin-bottom: 0; } .panel h2 { margin: 0 0 10px; }
.rows { list-style: none; margin: 0; padding: 0; }
.rows > li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 4px 20px; align-items: start; padding: 14px 0; border-top: 1px solid var(--line); }
.rows > li:first-child { border-top: 0; padding-top: 2px; } .rows > li:last-child { padding-bottom: 0; } .rows p { margin: 0; } .rows form { margin: 0 0 12px; } .rows input { width: 100%; margin-bottom: 10px; }
.rows .line { font-weight: 600; } .rows .soft, .rows .bad { font-size: 0.92rem; }
.tag { display: inline-block; padding: 1px 9px; border: 1px solid var(--edge); border-radius: 99px; font-size: 0.82rem; font-weight: 550; }
.tag.good, .tag.bad { border-color: currentColor; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 16px 28px; }
.facts div { padding: 0; border: 0; } .facts dt { font: 550 0.88rem/1.4 inherit; font-family: inherit; color: var(--soft); } .facts dd { color: var(--ink); font-weight: 600; }
textarea { min-height: 320px; }
textarea.short { min-height: 92px; }
select, input[type='password'] { min-height: 44px; padding: 9px 12px; border: 1px solid var(--edge); border-radius: 9px; background: var(--paper); color: var(--ink); font: inherit; }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: 14px 20px; margin: 0 0 16px; }
.fields input, .fields select { width: 100%; } .hint { margin: 4px 0 0; color: var(--soft); font-size: 0.88rem; }
fieldset { margin: 0 0 16px; padding: 0; border: 0; } legend { margin: 0 0 6px; padding: 0; font-weight: 600; }
.check { display: flex; gap: 10px; align-items: baseline; padding: 5px 0; font-weight: 400; } .check input { width: 18px; height: 18px; accent-color: var(--brand); }
summary { cursor: pointer; padding: 6px 2px; font-weight: 550; } details[open] summary { margin-bottom: 8px; }
select:focus-visible, summary:focus-visible { outline: 3px solid var(--brand); outline-offset: 3px; }
.note p { margin: 0; } .note { background: var(--paper); border: 1px solid var(--line); border-left: 4px solid var(--good); margin-bottom: 20px; }
.rows code { white-space: normal; }
.pages { display: flex; gap: 12px; margin: 16px 0 0; }
@media (max-width: 560px) { .rows > li { grid-template-columns: minmax(0, 1fr); } .bar .name { flex-basis: 100%; } .who { margin: 0; } .bar form { margin-left: auto; } }
`;

const POLICY = policyFor(CONSOLE_STYLE);

export type PageName = (typeof PAGES)[number]['name'];

export interface Content {
  name: PageName;
  body: Markup | Markup[];
  /** What has just been done. */
  done?: string;
  /** What could not be done, and why, in lines. */
  wrong?: string[];
}

/** A page of the console: who is signed in, the other pages that they may see, and what this one tells. */
export function consolePage(visitor: Visitor, { name, body, done, wrong }: Content): Shown {
  const links = PAGES.filter(({ role }) => isAtLeast(visitor.role, role)).map(
    (link) =>
      html`<li>
        <a href="${link.path}" ${link.name === name ? new Markup(' aria-current="page"') : undefined}
          >${link.name}</a
        >
      </li>`,
  );
  const content = html`<a class="skip" href="#content">To the content</a>
    <header>
      <div class="bar">
        <div class="name">${new Markup(LOGO)}<span>Switchboard · ${visitor.workspaceName}</span></div>
        <p class="who">${visitor.userName}, ${visitor.role}</p>
        <form method="post" action="/console/sign-out">
          ${hidden(visitor)}<button class="button quiet small" type="submit">Sign out</button>
        </form>
      </div>
      <nav class="bar" aria-label="Console">
        <ul>
          ${links}
        </ul>
      </nav>
    </header>
    <main class="wide" id="content">
      <h1>${name}</h1>
      ${done === undefined ? undefined : html`<p class="note" role="status">${done}</p>`}
      ${wrong === undefined ? undefined : html`<div class="note wrong" role="alert">${wrong.map((line) => html`<p>${line}</p>`)}</div>`}
      ${body}
    </main>`;
  const title = `${name} · ${visitor.workspaceName}`;
  const status = wrong === undefined ? 200 : 400;
  return { status, html: documentOf(title, CONSOLE_STYLE, content.text), policy: POLICY };
}

/** What proves that a form is ours. */
export const hidden = (visitor: Visitor, more: Record<string, string> = {}) =>
  html`<input type="hidden" name="form" value="${formToken(visitor)}" />${Object.entries(more).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
    )}`;

/** A button that does something at once. */
export const button = (visitor: Visitor, action: string, words: string, more: Record<string, string> = {}) =>
  html`<form method="post" action="${action}">
    ${hidden(visitor, more)}<button class="button quiet small" type="submit">${words}</button>
  </form>`;

/** A button that asks first, without a script. */
export const guardedButton = (
  visitor: Visitor,
  {
    action,
    asks,
    words,
    more = {},
  }: { action: string; asks: string; words: string; more?: Record<string, string> },
) =>
  html`<details>
    <summary>${asks}</summary>
    ${button(visitor, action, words, more)}
  </details>`;

/** In UTC, to the minute. */
export const when = (at: Date | string) =>
  html`<time datetime="${new Date(at).toISOString()}"
    >${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC</time
  >`;
