import type { FastifyReply } from 'fastify';
import { createHash } from 'node:crypto';
import { escapeHtml } from './html.js';

/** Contrasts: text at least 4.5 to 1 on its ground, edges of controls 3 to 1, in light and dark (WCAG 2.2 AA). */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d1c1d; --soft: #565457; --paper: #fff; --ground: #f4f3f6; --line: #d9d6dc;
  --edge: #817d86; --brand: #4a154b; --on-brand: #fff; --good: #0b6e4f; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #f1eff2; --soft: #b9b5bc; --paper: #222026; --ground: #17161a;
  --line: #3d3a42; --edge: #8f8a96; --brand: #e3c7f5; --on-brand: #2b0f33; --good: #6fd3ae; --bad: #ffb4ab; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; grid-template-columns: minmax(0, 660px); justify-content: center;
  align-items: center; padding: clamp(12px, 4vw, 24px); background: var(--ground);
  color: var(--ink); font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; overflow-wrap: anywhere; }
main { background: var(--paper); border: 1px solid var(--line); border-radius: 14px;
  padding: clamp(20px, 6vw, 48px); }
.name { display: flex; align-items: center; gap: 10px; margin: 0 0 28px; font-weight: 650; }
.name svg { width: 28px; height: 28px; color: var(--brand); }
h1 { margin: 0 0 12px; font-size: clamp(1.5rem, 5vw, 2rem); line-height: 1.2; letter-spacing: -0.01em; text-wrap: balance; }
p { margin: 0 0 16px; } .soft { color: var(--soft); }
.button { display: inline-block; min-height: 44px; padding: 11px 22px; border: 1px solid transparent; border-radius: 9px;
  background: var(--brand); color: var(--on-brand); font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; }
.quiet { background: transparent; color: var(--ink); border-color: var(--edge); }
.button:focus-visible, a:focus-visible, input:focus-visible, textarea:focus-visible { outline: 3px solid var(--brand);
  outline-offset: 3px; }
a { color: inherit; }
h2 { margin: 32px 0 10px; font-size: 1.06rem; }
dl { margin: 0; } dl div { padding: 10px 0; border-top: 1px solid var(--line); }
dt { font: 600 0.86rem/1.4 ui-monospace, SFMono-Regular, Menlo, monospace; } dd { margin: 2px 0 0; color: var(--soft); }
.steps { list-style: none; counter-reset: step; margin: 24px 0 0; padding: 0; }
.steps > li { counter-increment: step; padding: 22px 0; border-top: 1px solid var(--line); }
.steps h2 { margin: 0 0 6px; } .steps h2::before { content: counter(step) '. '; color: var(--soft); }
.steps p { margin: 0 0 12px; } .steps form { margin: 0 0 16px; } .steps > li > :last-child { margin-bottom: 0; }
label { display: block; margin: 0 0 6px; font-weight: 600; }
.field { display: flex; flex-wrap: wrap; gap: 10px; }
input[type='text'] { flex: 1 1 200px; min-width: 0; min-height: 44px; padding: 9px 12px; border: 1px solid var(--edge);
  border-radius: 9px; background: var(--paper); color: var(--ink); font: inherit; }
textarea { display: block; width: 100%; padding: 12px; border: 1px solid var(--edge); border-radius: 9px; background: var(--paper);
  color: var(--ink); font: 0.86rem/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; resize: vertical; }
.written { margin: 0 0 16px; }
.note { margin: 0 0 12px; padding: 10px 14px; border-left: 4px solid var(--good); background: var(--ground);
  border-radius: 4px; } .note.wrong { border-color: var(--bad); }
.ways { display: flex; flex-wrap: wrap; gap: 10px; margin: 24px 0 0; } .ways p { margin: 0; }
pre { margin: 8px 0 12px; padding: 12px 14px; white-space: pre-wrap; border-radius: 9px; background: var(--ground);
  border: 1px solid var(--line); font: 0.84rem/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, monospace; font-size: 0.92em; white-space: nowrap; }
.mark { display: inline-grid; place-items: center; width: 44px; height: 44px; margin-bottom: 16px; border-radius: 50%;
  border: 2px solid; font-size: 22px; font-weight: 700; } .good { color: var(--good); } .bad { color: var(--bad); }
`;

/** Nothing is loaded, run or embedded; forms go to us. */
export const policyFor = (style: string) =>
  [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

export const PAGE_POLICY = policyFor(STYLE);

export const LOGO =
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true">' +
  '<circle cx="5" cy="6" r="2"/><circle cx="5" cy="18" r="2"/><circle cx="19" cy="12" r="2"/><path d="M7 6c6 0 4 6 10 6M7 18c6 0 4-6 10-6"/></svg>';

/** A whole document around a body of trusted HTML. It needs no script, and follows the reader's light or dark. */
export function documentOf(title: string, style: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Switchboard</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** One card in the middle: a page that says one thing. */
export const page = (title: string, body: string) =>
  documentOf(
    title,
    STYLE,
    `<main>
<div class="name">${LOGO}<span>Switchboard</span></div>
${body}
</main>`,
  );

export interface Shown {
  status: number;
  html: string;
  /** Of its own style; that of {@link page} unless said otherwise. */
  policy?: string;
}

/** A page as browsers get it: never from a cache, with a policy of its own. */
export function sendPage(reply: FastifyReply, { status, html, policy = PAGE_POLICY }: Shown) {
  return reply
    .status(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-security-policy', policy)
    .send(html);
}

/** A block of text to copy. */
export const copyable = (text: string, label: string) =>
  `<pre role="region" aria-label="${escapeHtml(label)}">${escapeHtml(text)}</pre>`;
