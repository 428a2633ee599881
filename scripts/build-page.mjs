// Bundles sandbox/app/ into dist/page/: one script, one style sheet, both named after their contents, and the page that
// names them. Nothing of it is fetched from elsewhere at run time.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

export async function buildPage() {
  const outdir = join(root, 'dist', 'page');
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { page: 'sandbox/app/main.tsx' },
    outdir,
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    tsconfig: 'sandbox/app/tsconfig.json',
    legalComments: 'none',
    logLevel: 'warning',
    write: false,
  });
  for (const { path, contents } of outputFiles) writeFileSync(path, contents);
  const named = (extension) => basename(outputFiles.find(({ path }) => path.endsWith(extension)).path);
  writeFileSync(join(outdir, 'index.html'), page(named('.js'), named('.css')));
}

function page(script, style) {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Sandbox</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/page/${style}" />
    <script type="module" src="/page/${script}"></script>
  </head>
  <body>
    <noscript>This page is a program: it needs JavaScript.</noscript>
  </body>
</html>
`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildPage();
