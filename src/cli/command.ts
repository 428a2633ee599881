import { type Command, Option } from 'commander';
import { CliError } from './context.js';

/** Every command prints for people, or with `--json` one document. */
export interface Json {
  json?: boolean;
}

export interface Team extends Json {
  team: string;
}

export const command = (parent: Command, name: string, does: string) =>
  parent.command(name).description(does).option('--json', 'print one JSON document');

export const team = () => new Option('--team <id>', 'the workspace’s team id, T…').makeOptionMandatory();

export const optionalTeam = () => new Option('--team <id>', 'only of this workspace');

/** Of `--limit`. */
export function count(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= 1_000) return number;
  throw new CliError('--limit is a whole number from 1 to 1,000.');
}
