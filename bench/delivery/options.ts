import { UsageError, readNumbers } from '../harness/options.js';

export const PARTS = ['a', 'b', 'c', 'd', 'e'] as const;
export type Part = (typeof PARTS)[number];

const NUMBERS = {
  /** Of (b): critical messages behind each backlog. */
  trials: 8,
  /** Of (c): so many samples of each. */
  samples: 7,
  /** Of (d): how long it is measured. */
  seconds: 25,
  /** Of (e). */
  rounds: 5,
};

export type Options = typeof NUMBERS & { parts: ReadonlySet<Part> };

/** `a c --rounds 3`; without a letter, all parts. @throws UsageError */
export function readOptions(args: string[]): Options {
  const letters = args.filter((arg) => /^[a-z]$/.test(arg));
  const odd = letters.find((letter) => !PARTS.some((part) => part === letter));
  if (odd !== undefined) throw new UsageError(`There is no part ${odd}, only ${PARTS.join(', ')}`);
  const numbers = readNumbers(
    args.filter((arg) => !letters.includes(arg)),
    NUMBERS,
  );
  return { ...numbers, parts: new Set(letters.length === 0 ? PARTS : (letters as Part[])) };
}
