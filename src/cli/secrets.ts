import type { Command } from 'commander';
import { DataKeys } from '../installation/index.js';
import { type Json, command } from './command.js';
import { withServices } from './context.js';
import { print } from './output.js';

export function addSecretCommands(program: Command) {
  const secrets = program.command('secrets').description('What is stored encrypted');

  command(
    secrets,
    'rotate',
    'rewraps all data keys by the first key of ENCRYPTION_KEYS, while the service runs',
  ).action(async ({ json }: Json) => {
    const done = await withServices((app) => app.get(DataKeys).rewrap());
    print(
      json,
      done,
      `${done.rewrapped} data key(s) rewrapped; the key "${done.key}" wraps all of them. Once every process has it first, the others may go out of ENCRYPTION_KEYS.`,
    );
  });
}
