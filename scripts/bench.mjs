// `npm run bench -- NAME`: installs what is missing, builds, and runs one benchmark: progress on standard error, then a
// table and one line of JSON. Without a name, or with an unknown one, lists them. What follows the name goes to it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './ensure-installed.mjs';

const [name, ...args] = process.argv.slice(2);
const benchmarks = readdirSync(join(root, 'bench')).filter((folder) => existsSync(mainOf(folder)));
if (!benchmarks.includes(name)) {
  const problem = name === undefined ? 'Which benchmark?' : `There is no benchmark “${name}”.`;
  const list = benchmarks.map((one) => `  npm run bench -- ${one}    ${firstComment(mainOf(one))}`);
  console.error(`${problem} There are:\n${list.join('\n')}`);
  process.exit(1);
}

ensureInstalled();
ensureBuilt();
process.setSourceMapsEnabled(true);
const { stopPrograms } = await import(new URL('../dist/bench/harness/program.js', import.meta.url).href);
const { runBench } = await import(new URL(`../dist/bench/${name}/main.js`, import.meta.url).href);
try {
  await runBench(args);
} catch (error) {
  console.error(error.constructor.name === 'UsageError' ? error.message : error);
  process.exitCode = 1;
} finally {
  // A program that is left over would keep this one from ending.
  await stopPrograms();
}

function mainOf(folder) {
  return join(root, 'bench', folder, 'main.ts');
}

/** What it measures, in its own words. */
function firstComment(file) {
  return readFileSync(file, 'utf8').match(/^\/\/ (.*)$/m)?.[1] ?? '';
}
