import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Check,
  lockNamesNoHost,
  longestFile,
  namedExportsOnly,
  noSleep,
  notTooLong,
  slackIsNeverMocked,
} from './conventions.js';
import { root } from './cruise.js';

/** Where waiting for another process is the point: it polls for a condition, with a deadline. */
const mayPoll = ['test/harness/eventually.ts'];
const code = /\.(ts|tsx|mts|js|mjs|cjs|css|html|sql)$/;

/** Files below the folders, relative to the repository; those that hold violations on purpose left out. */
function files(folders: string[], pattern: RegExp): string[] {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length)),
    )
    .filter((path) => pattern.test(path) && !path.startsWith('test/architecture/'))
    .sort();
}

function offences(check: Check, paths: string[]): string[] {
  return paths.flatMap((path) =>
    check(readFileSync(join(root, path), 'utf8')).map((offence) => `${path}, ${offence}`),
  );
}

describe('conventions', () => {
  it('src/ and sandbox/ export by name', () => {
    expect(offences(namedExportsOnly, files(['src', 'sandbox'], /\.[mc]?[tj]sx?$/))).toEqual([]);
  });

  it(`no file in src/ or sandbox/ is longer than ${longestFile} lines`, () => {
    expect(offences(notTooLong, files(['src', 'sandbox'], code))).toEqual([]);
  });

  it('tests move the clock, they do not sleep', () => {
    const specs = files(['src', 'sandbox', 'demo'], /\.spec\.ts$/);
    const tests = files(['test'], /\.[mc]?[tj]s$/).filter((path) => !mayPoll.includes(path));
    expect(offences(noSleep, [...specs, ...tests])).toEqual([]);
  });

  it('Slack is simulated over HTTP, its client is never mocked', () => {
    const everything = files(['src', 'sandbox', 'demo', 'test', 'bench'], /\.[mc]?[tj]s$/);
    expect(offences(slackIsNeverMocked, everything)).toEqual([]);
  });

  it('every module has a front door', () => {
    const src = join(root, 'src');
    const folders = existsSync(src) ? readdirSync(src, { withFileTypes: true }) : [];
    const modules = folders
      .filter((entry) => entry.isDirectory() && !['platform', 'cli'].includes(entry.name))
      .map(({ name }) => `src/${name}`);
    expect(modules.filter((module) => !existsSync(join(root, module, 'index.ts')))).toEqual([]);
  });

  it('the lock file names no registry', () => {
    expect(offences(lockNamesNoHost, ['package-lock.json'])).toEqual([]);
  });
});

describe('the checks themselves', () => {
  it.each<[string, Check, string]>([
    ['a default export', namedExportsOnly, 'const a = 1;\nexport default a;'],
    ['a renamed default export', namedExportsOnly, 'export { a as default };'],
    ['a long file', notTooLong, 'a\n'.repeat(longestFile + 1)],
    ['a sleep by name', noSleep, 'await sleep(100);'],
    ['a sleep by hand', noSleep, 'await new Promise((resolve) => setTimeout(resolve, 100));'],
    ['a typed sleep', noSleep, 'await new Promise<void>((done) => {\n  setTimeout(() => done(), 5);\n});'],
    ['a sleep without parentheses', noSleep, 'await new Promise(r => setTimeout(r, 100))'],
    ['a sleep from node', noSleep, "import { setTimeout as pause } from 'node:timers/promises';"],
    ['a promisified sleep', noSleep, 'const pause = promisify(setTimeout);'],
    ['a mocked client', slackIsNeverMocked, "jest.mock('@slack/web-api');"],
    ['a mocked module', slackIsNeverMocked, "jest.unstable_mockModule(\n  '@slack/bolt', () => ({}))"],
    ['a registry host', lockNamesNoHost, '      "resolved": "https://registry.example/a/-/a-1.0.0.tgz",'],
  ])('find %s', (_, check, text) => {
    expect(check(text)).toHaveLength(1);
  });

  it.each<[string, Check, string]>([
    ['named exports', namedExportsOnly, "export const a = 'export default';\nexport { b } from './b.js';"],
    ['a file of the full length', notTooLong, 'a\n'.repeat(longestFile)],
    [
      'a deadline',
      noSleep,
      'new Promise((_, reject) => setTimeout(() => reject(new Error("late")), 5_000));',
    ],
    ['a timer under test', noSleep, 'jest.useFakeTimers(); setTimeout(poll, 100); jest.setTimeout(60_000);'],
    ['another mock', slackIsNeverMocked, "jest.mock('./clock.js');"],
    ['a lock entry without a host', lockNamesNoHost, '      "integrity": "sha512-https",'],
  ])('let %s pass', (_, check, text) => {
    expect(check(text)).toEqual([]);
  });
});
