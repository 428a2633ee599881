// Every property of the rules and readers, with twenty times the cases that `npm test` tries.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readNumbers } from '../../bench/harness/options.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FOLDERS = ['src', 'sandbox', 'test'];
/** What a property takes its number of cases from: test/harness/runs.ts. */
const COUNTED = /harness\/runs\.js'/;

/** `--times 20`, and a part of the path of those that are meant: `rules next-run`. */
export async function runSoak(args: string[]): Promise<void> {
  const wanted = args[0]?.startsWith('--') === false ? args[0] : '';
  const { times } = readNumbers(wanted === '' ? args : args.slice(1), { times: 20 });
  const files = FOLDERS.flatMap(specsIn).filter((file) => file.includes(wanted));
  if (files.length === 0) throw new Error(`No file with properties has “${wanted}” in its path`);
  console.error(`${files.length} files of properties, ${times} times the cases of npm test …`);
  const jest = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(ROOT, 'node_modules/jest/bin/jest.js'),
      '--testTimeout=3600000',
      '--runTestsByPath',
      ...files,
    ],
    { cwd: ROOT, stdio: 'inherit', env: { ...process.env, SWITCHBOARD_SOAK: String(times) } },
  );
  const [code] = (await once(jest, 'exit')) as [number | null];
  if (code !== 0) process.exitCode = 1;
}

function specsIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => COUNTED.test(readFileSync(file, 'utf8')))
    .map((file) => relative(ROOT, file));
}
