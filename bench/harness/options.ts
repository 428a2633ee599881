import { parseArgs } from 'node:util';

/** What a benchmark was asked wrongly; shown without a stack. */
export class UsageError extends Error {}

/**
 * Whole numbers above 0 by their names, `--rounds 3 --posts 1000`, each with a default.
 * @throws UsageError that names what may be given
 */
export function readNumbers<Name extends string>(
  args: string[],
  defaults: Record<Name, number>,
): Record<Name, number> {
  const names = Object.keys(defaults) as Name[];
  const known = names.map((name) => `--${name} ${defaults[name]}`).join(', ');
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
    const { values } = parseArgs({ args, options });
    const read = names.map((name): [Name, number] => {
      const given = values[name];
      if (given === undefined) return [name, defaults[name]];
      if (typeof given !== 'string' || !/^[1-9]\d*$/.test(given)) {
        throw new Error(`--${name} takes a whole number above 0, not "${String(given)}".`);
      }
      return [name, Number(given)];
    });
    return Object.fromEntries(read) as Record<Name, number>;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nOptions, with their defaults: ${known}`);
  }
}
