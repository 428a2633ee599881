import { progress } from './report.js';

export type Contestants<Name extends string, Result> = Record<Name, () => Promise<Result>>;

/**
 * Runs each contestant once to warm up and then in turn, `rounds` times, so that what else the machine does falls on
 * all of them alike.
 */
export async function inTurn<Name extends string, Result>(
  contestants: Contestants<Name, Result>,
  rounds: number,
  shown: (result: Result) => string,
  say: (text: string) => void = progress,
): Promise<Record<Name, Result[]>> {
  const names = Object.keys(contestants) as Name[];
  const results = Object.fromEntries(names.map((name): [Name, Result[]] => [name, []])) as Record<
    Name,
    Result[]
  >;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const result = await contestants[name]();
      say(`${round === 0 ? 'warming up' : `round ${round} of ${rounds}`}: ${name} ${shown(result)}`);
      if (round > 0) results[name].push(result);
    }
  }
  return results;
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
