import { type Command, Option } from 'commander';

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
