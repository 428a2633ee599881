import { escapeHtml } from '../../platform/http/html.js';

const STYLE = `
:root { color-scheme: light dark; --ink: #1d1c1d; --soft: #565457; --paper: #fff; --ground: #f4f3f6; --line: #d9d6dc;
  --brand: #4a154b; --on-brand: #fff; --good: #0b6e4f; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #f1eff2; --soft: #b9b5bc; --paper: #222026; --ground: #17161a;
  --line: #3d3a42; --brand: #e3c7f5; --on-brand: #2b0f33; --good: #6fd3ae; --bad: #ffb4ab; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--ground);
  color: var(--ink); font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main { width: 100%; max-width: 620px; background: var(--paper); border: 1px solid var(--line); border-radius: 14px;
  padding: clamp(24px, 6vw, 48px); }
.name { display: flex; align-items: center; gap: 10px; margin: 0 0 28px; font-weight: 650; }
.name svg { width: 28px; height: 28px; color: var(--brand); }
h1 { margin: 0 0 12px; font-size: clamp(1.5rem, 5vw, 2rem); line-height: 1.2; letter-spacing: -0.01em; text-wrap: balance; }
p { margin: 0 0 16px; } .soft { color: var(--soft); }
.button { display: inline-block; padding: 12px 22px; border-radius: 9px; background: var(--brand); color: var(--on-brand);
  font-weight: 600; text-decoration: none; }
.button:focus-visible, a:focus-visible { outline: 3px solid currentColor; outline-offset: 3px; }
a { color: inherit; }
h2 { margin: 32px 0 10px; font-size: 1rem; }
dl { margin: 0; } dl div { padding: 10px 0; border-top: 1px solid var(--line); }
dt { font: 600 0.86rem/1.4 ui-monospace, SFMono-Regular, Menlo, monospace; } dd { margin: 2px 0 0; color: var(--soft); }
ol { margin: 0 0 16px; padding-left: 22px; } li { margin: 8px 0; }
pre { margin: 8px 0 0; padding: 12px 14px; overflow-x: auto; border-radius: 9px; background: var(--ground);
  border: 1px solid var(--line); font: 0.84rem/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, monospace; font-size: 0.92em; }
.mark { display: inline-grid; place-items: center; width: 44px; height: 44px; margin-bottom: 16px; border-radius: 50%;
  border: 2px solid; font-size: 22px; font-weight: 700; } .good { color: var(--good); } .bad { color: var(--bad); }
`;

const LOGO =
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true">' +
  '<circle cx="5" cy="6" r="2"/><circle cx="5" cy="18" r="2"/><circle cx="19" cy="12" r="2"/><path d="M7 6c6 0 4 6 10 6M7 18c6 0 4-6 10-6"/></svg>';

/** A whole page around a body of trusted HTML. It needs no script, and follows the reader's light or dark. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Switchboard</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<div class="name">${LOGO}<span>Switchboard</span></div>
${body}
</main>
</body>
</html>
`;
}
