import { html, Html } from '../http/html.js';

/** Colours for both schemes; `data-theme` on the root element overrides the system's choice. */
const LIGHT = `--bg: #fff; --panel: #fff; --text: #1d1c1d; --soft: #616061; --line: #dcdcdd; --hover: #f8f8f8;
  --link: #1264a3; --code: #c01343; --code-bg: #f6f6f6; --mention: #e8f2fa; --side: #3f0e40; --side-text: #d7c9d8;
  --side-on: #1164a3; --go: #007a5a; --danger: #c01343; --note: #fff8e1; --error: #fdecee; color-scheme: light;`;
const DARK = `--bg: #1a1d21; --panel: #222529; --text: #e3e4e6; --soft: #a3a5a8; --line: #3c3f43; --hover: #222529;
  --link: #5ab2f0; --code: #ff8aa5; --code-bg: #2a2d31; --mention: #1c3a52; --side: #19171d; --side-text: #b9b3bd;
  --side-on: #1164a3; --go: #0b8a67; --danger: #d8385e; --note: #3a3320; --error: #43242b; color-scheme: dark;`;

const BASE = `
:root { ${LIGHT} }
@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { ${DARK} } }
:root[data-theme="dark"] { ${DARK} }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text); font: 15px/1.46 Lato, "Helvetica Neue", Helvetica, "Segoe UI", Arial, sans-serif; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
.button { font: inherit; font-weight: 700; font-size: 13px; padding: .4rem .8rem; color: var(--text); background: var(--bg); border: 1px solid var(--line); border-radius: 6px; cursor: pointer; }
.button:hover { background: var(--hover); }
.button:disabled { opacity: .55; cursor: default; }
.button.primary { background: var(--go); border-color: var(--go); color: #fff; }
.button.danger { background: var(--danger); border-color: var(--danger); color: #fff; }
select, input, textarea { font: inherit; color: var(--text); background: var(--bg); border: 1px solid var(--line); border-radius: 6px; padding: .35rem .5rem; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
code { font-family: Menlo, Consolas, monospace; font-size: 12px; }
`;

/** A whole page. `theme` forces one of the two colour schemes. */
export function pageShell(title: string, body: Html, style: string, theme?: string): string {
  const forced = theme === 'dark' || theme === 'light' ? new Html(` data-theme="${theme}"`) : '';
  return `<!doctype html>${
    html`<html lang="en" ${forced}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${new Html(BASE + style)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html>`.source
  }`;
}
