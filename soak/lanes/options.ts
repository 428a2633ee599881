import { readNumbers } from '../../bench/harness/options.js';
import { SEEDS } from '../../sandbox/faults/faults.js';

const FAULTY = {
  messages: 10_000,
  kills: 50,
  workers: 3,
  /** Edits and looks into histories are limited by workspace: in few large ones they would take hours. */
  workspaces: 40,
  channels: 5,
  /** Owed a second. */
  rate: 50,
  /** Percent of all requests that fail. */
  faults: 30,
  /** The whole of it, in seconds. */
  limit: 1_500,
};

const CLOCKS = { ...FAULTY, messages: 3_000, kills: 12, workers: 2, limit: 900 };

export type Options = typeof FAULTY & { seed: number; clocks: boolean };

/** `clocks --seed 7`. @throws UsageError */
export function readOptions(args: string[]): Options {
  const clocks = args.includes('clocks');
  const seed = 1 + Math.floor(Math.random() * (SEEDS - 1));
  const numbers = readNumbers(
    args.filter((arg) => arg !== 'clocks'),
    { ...(clocks ? CLOCKS : FAULTY), seed },
  );
  return { ...numbers, clocks };
}
