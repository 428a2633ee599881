import { createHash } from 'node:crypto';
import { escapeHtml } from '../platform/http/html.js';
import { type Passage, anchor, mrkdwnHtml, passagesOf } from '../slack/index.js';

const STYLE = `
:root { color-scheme: light dark; --ink: #1d1c1d; --soft: #565457; --paper: #ffffff; --ground: #f4f3f6; --line: #d9d6dc;
  --link: #4a154b; }
@media (prefers-color-scheme: dark) { :root { --ink: #f1eff2; --soft: #b9b5bc; --paper: #222026; --ground: #17161a;
  --line: #3d3a42; --link: #e3c7f5; } }
* { box-sizing: border-box; }
body { margin: 0; padding: clamp(12px, 3vw, 32px); background: var(--ground); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; overflow-wrap: anywhere; }
main { max-width: 820px; margin: 0 auto; background: var(--paper); border: 1px solid var(--line); border-radius: 14px;
  padding: clamp(16px, 4vw, 40px); }
h1 { margin: 0 0 16px; font-size: clamp(1.35rem, 4.5vw, 1.8rem); line-height: 1.25; }
h2 { margin: 28px 0 8px; font-size: 1.15rem; line-height: 1.3; }
main > * { margin: 0 0 14px; } main > :last-child { margin-bottom: 0; }
.soft, footer { color: var(--soft); font-size: 0.92rem; }
footer { max-width: 820px; margin: 16px auto 0; padding: 0 clamp(16px, 4vw, 40px); }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 240px), 1fr)); gap: 12px 24px; padding: 0;
  list-style: none; }
a { color: var(--link); } a:focus-visible, [tabindex]:focus-visible { outline: 3px solid currentColor; outline-offset: 3px; }
.wide { overflow-x: auto; } table { border-collapse: collapse; min-width: 100%; }
td { padding: 6px 12px 6px 0; border-top: 1px solid var(--line); vertical-align: top; text-align: left; overflow-wrap: normal; }
pre, code { font: 0.88em/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; background: var(--ground); border-radius: 6px; }
code { padding: 1px 5px; } pre { margin: 8px 0; padding: 12px 14px; overflow-x: auto; white-space: pre-wrap; }
blockquote { margin: 8px 0; padding-left: 14px; border-left: 4px solid var(--line); }
`;

/** No script, nothing from elsewhere, no form and no frame around it. */
export const FULL_MESSAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** All there is to read in a message, as a page for people, on a telephone too. */
export function fullMessagePage(message: unknown, writtenAt: Date): string {
  const passages = passagesOf(message);
  const lead = passages.findIndex(({ kind }) => kind === 'title' || kind === 'text');
  const first = passages[lead];
  const titled = first?.kind === 'title';
  const title = first !== undefined && 'text' in first ? titleOf(first.text) : 'A message';
  const body = passages
    .filter((_, index) => !titled || index !== lead)
    .map(passageHtml)
    .join('\n');
  const at = writtenAt.toISOString();
  const when = `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
  return page(
    title,
    `<h1>${titled ? mrkdwnHtml(first.text) : 'The whole message'}</h1>\n${body}`,
    `<footer>Written <time datetime="${at}">${when}</time>. Slack shows this message shortened.</footer>`,
  );
}

/** The same for a message that is not there (any more) and for a link that we never made. */
export const noSuchMessagePage = (): string =>
  page(
    'No such message',
    `<h1>There is no such message</h1>
<p>The link is not whole, or the message is older than messages are kept.</p>`,
  );

function passageHtml(passage: Passage): string {
  switch (passage.kind) {
    case 'title':
      return `<h2>${mrkdwnHtml(passage.text)}</h2>`;
    case 'text':
      return `<div>${mrkdwnHtml(passage.text)}</div>`;
    case 'note':
      return `<div class="soft">${mrkdwnHtml(passage.text)}</div>`;
    case 'fields':
      return `<ul class="fields" role="list">${passage.fields.map((field) => `<li>${mrkdwnHtml(field)}</li>`).join('')}</ul>`;
    case 'table':
      return tableHtml(passage.rows);
    case 'link':
      return `<p>${anchor(passage.url, passage.label)}</p>`;
    case 'controls':
      return `<p class="soft">In Slack: ${passage.labels.map(escapeHtml).join(', ')}</p>`;
  }
}

/** It scrolls by itself where it is wide, by keyboard too. */
function tableHtml(rows: string[][]): string {
  const lines = rows.map((row) => `<tr>${row.map((cell) => `<td>${mrkdwnHtml(cell)}</td>`).join('')}</tr>`);
  return `<div class="wide" role="region" aria-label="Table" tabindex="0"><table>${lines.join('\n')}</table></div>`;
}

const titleOf = (mrkdwn: string) =>
  mrkdwnHtml(mrkdwn)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 120);

/** @param title as HTML */
const page = (title: string, body: string, footer = ''): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${title} · Switchboard</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
${footer}
</body>
</html>
`;
