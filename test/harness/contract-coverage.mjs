// What the contract suite has driven, counted from the sandboxes' logs. Specs run in processes of their own, in any order
// and number, so each leaves a file (test/contract/contract-sandbox.ts) and the end of the run reads them all.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const VARIABLE = 'SWITCHBOARD_CONTRACT_COVERAGE';

/** Before any spec. */
export function startContractCoverage() {
  process.env[VARIABLE] = join(repository, '.data', 'contract-coverage', process.env.SWITCHBOARD_TEST_RUN);
}

/**
 * After the last spec: prints what was covered. Where the whole contract suite has run, a method of the sandbox that
 * none of it was answered `ok` by fails the run.
 */
export function closeContractCoverage() {
  const folder = process.env[VARIABLE];
  delete process.env[VARIABLE];
  if (folder === undefined || !existsSync(folder)) return;
  const reports = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  rmSync(folder, { recursive: true });
  const { methods, refused, events, payloads, missing } = merge(reports);
  process.stdout.write(
    `contract suite: ${methods.length} methods (${refused.length} also refused), ${events.length} events, ` +
      `${payloads.length} payload kinds\n  events: ${events.join(', ')}\n  payloads: ${payloads.join(', ')}\n`,
  );
  if (missing.length === 0) return;
  const text = `no contract test drives: ${missing.join(', ')}`;
  if (ranWhole(reports)) throw new Error(text);
  process.stdout.write(`  (part of the suite) ${text}\n`);
}

/** Merges the reports of several sandboxes. */
export function merge(reports) {
  const keys = (of) => [...new Set(reports.flatMap(of))].sort();
  const methods = keys(({ methods }) => Object.keys(methods).filter((name) => methods[name].ok > 0));
  const implemented = keys(({ implemented }) => implemented);
  return {
    methods,
    refused: keys(({ methods }) => Object.keys(methods).filter((name) => methods[name].refused > 0)).filter(
      (name) => methods.includes(name),
    ),
    events: keys(({ events }) => Object.keys(events)),
    payloads: keys(({ payloads }) => Object.keys(payloads)),
    missing: implemented.filter((name) => !methods.includes(name)),
  };
}

function ranWhole(reports) {
  const folder = join(repository, 'test', 'contract');
  const specs = readdirSync(folder)
    .filter((name) => name.endsWith('.spec.ts'))
    .filter((name) => readFileSync(join(folder, name), 'utf8').includes('startContractSandbox'));
  return specs.every((spec) => reports.some((report) => report.spec === spec));
}
