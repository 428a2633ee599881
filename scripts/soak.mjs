// `npm run soak -- NAME`: installs what is missing, builds, and runs one soak: a long hard run, its seed and progress on
// standard error, then a table and one line of JSON. Without a name, or with an unknown one, lists them. What follows the
// name goes to it. Ends with 1 when the judge found something.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './ensure-installed.mjs';

const [name, ...args] = process.argv.slice(2);
const soaks = readdirSync(join(root, 'soak')).filter((folder) => existsSync(mainOf(folder)));
if (!soaks.includes(name)) {
  const problem = name === undefined ? 'Which soak?' : `There is no soak “${name}”.`;
  const list = soaks.map((one) => `  npm run soak -- ${one}    ${firstComment(mainOf(one))}`);
  console.error(`${problem} There are:\n${list.join('\n')}`);
  process.exit(1);
}

ensureInstalled();
ensureBuilt();
process.setSourceMapsEnabled(true);
const { runSoak } = await import(new URL(`../dist/soak/${name}/main.js`, import.meta.url).href);
try {
  await runSoak(args);
} catch (error) {
  console.error(error.constructor.name === 'UsageError' ? error.message : error);
  process.exitCode = 1;
}

function mainOf(folder) {
  return join(root, 'soak', folder, 'main.ts');
}

/** What it does, in its own words. */
function firstComment(file) {
  return readFileSync(file, 'utf8').match(/^\/\/ (.*)$/m)?.[1] ?? '';
}
