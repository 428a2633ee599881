import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult, type IResolveOptions } from 'dependency-cruiser';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the rules speak about. Tests and benchmarks may import anything. */
const ruled = ['src', 'migrations', 'sandbox', 'demo'];

interface Scope {
  path?: string;
  pathNot?: string | string[];
}

interface Rule {
  name: string;
  comment: string;
  from?: Scope;
  module?: Scope;
}

interface RuleFile {
  forbidden: Rule[];
  required: Rule[];
  options: ICruiseOptions & { enhancedResolveOptions: Partial<IResolveOptions> };
}

const { options, ...ruleSet } = createRequire(import.meta.url)(
  join(root, '.dependency-cruiser.cjs'),
) as RuleFile;
const { enhancedResolveOptions, ...cruiseOptions } = options;

/** Several rules may share a name: one idea, several sides. */
export const ruleNames = [...new Set([...ruleSet.forbidden, ...ruleSet.required].map(({ name }) => name))];

export interface Violation {
  rule: string;
  from: string;
  /** The imported file; the file itself where the rule is about the file alone. */
  to: string;
}

export interface Cruised {
  /** Every file under the ruled folders that was read. */
  files: string[];
  violations: Violation[];
}

/** Reads a tree laid out as this repository is (`src/`, `sandbox/`, …) and reports what breaks the rules. */
export async function cruiseTree(baseDir: string): Promise<Cruised> {
  const folders = ruled.filter((folder) => existsSync(join(baseDir, folder)));
  const { output } = await cruise(
    folders,
    { ...cruiseOptions, baseDir, validate: true, ruleSet: ruleSet as ICruiseOptions['ruleSet'] },
    enhancedResolveOptions,
  );
  const { modules, summary } = output as ICruiseResult;
  return {
    files: modules.map(({ source }) => source).filter((path) => inRuledFolder(path)),
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}

/** What is wrong where, and the rule's own words on what to do about it. */
export function explain({ rule, from, to }: Violation): string {
  const words = [...ruleSet.forbidden, ...ruleSet.required]
    .filter(({ name, ...sides }) => name === rule && covers(sides.from ?? sides.module, from))
    .map(({ comment }) => comment);
  return `${rule}: ${from}${to === from ? '' : ` → ${to}`}. ${words.join(' ')}`;
}

function covers({ path = '', pathNot = [] }: Scope = {}, file: string): boolean {
  const excluded = [pathNot].flat();
  return new RegExp(path).test(file) && !excluded.some((pattern) => new RegExp(pattern).test(file));
}

/** The TypeScript files of a tree's ruled folders, read from the disk: what a cruise must have seen. */
export function typescriptFiles(baseDir: string): string[] {
  return ruled
    .filter((folder) => existsSync(join(baseDir, folder)))
    .flatMap((folder) =>
      readdirSync(join(baseDir, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
        join(folder, path),
      ),
    )
    .filter((path) => /\.tsx?$/.test(path) && !path.split('/').includes('node_modules'));
}

function inRuledFolder(path: string): boolean {
  return ruled.some((folder) => path.startsWith(`${folder}/`));
}
