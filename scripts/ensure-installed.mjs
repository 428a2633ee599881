// A fresh clone has no node_modules: install what the lock file names, with progress, and only when it changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a command with our terminal; ends this process with its code when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (result.error) {
    console.error(`Could not run ${command}: ${result.error.message}`);
    process.exit(1);
  }
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** `npm ci` when node_modules is missing or belongs to another lock file. */
export function ensureInstalled() {
  const stamp = join(root, 'node_modules', '.switchboard-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  refuseLink(join(root, 'node_modules'));
  console.log('Installing dependencies (npm ci) …');
  run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

/** `npm ci` empties node_modules first, through a link too: what others use would be gone. */
function refuseLink(folder) {
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  console.error(
    `${folder} is a link, and what it leads to was not installed from this package-lock.json. Nothing was installed: ` +
      'npm ci would empty it for everybody who uses it. Install there, or remove the link.',
  );
  process.exit(1);
}

/** Compiles everything to dist/ (about 5 s the first time, incremental after that), and bundles the sandbox's page. */
export function ensureBuilt() {
  console.log('Building (tsc) …');
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json']);
  run(process.execPath, [join(root, 'scripts/build-page.mjs')]);
}
