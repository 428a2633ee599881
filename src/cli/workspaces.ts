import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { Installations } from '../installation/index.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { type Json, command } from './command.js';
import { withServices } from './context.js';
import { print, table, when } from './output.js';

export function addWorkspaceCommands(program: Command) {
  command(program, 'workspaces', 'lists the workspaces that have installed the app').action(
    async ({ json }: Json) => {
      const workspaces = await withServices((app) => app.get(Installations).list());
      const rows = workspaces.map(({ id, name, state, stateReason, installedAt, forgottenAt }) => ({
        team: id,
        name,
        state,
        installed: when(installedAt),
        why: stateReason ?? '',
        'data goes': forgottenAt === null ? '' : when(forgottenAt),
      }));
      print(json, workspaces, table(rows, 'No workspace has installed the app yet.'));
    },
  );
}

/** The workspaces that a command without `--team` is about: all of them. */
export async function contextsOf(
  app: INestApplicationContext,
  teamId: string | undefined,
): Promise<WorkspaceContext[]> {
  const installations = app.get(Installations);
  if (teamId !== undefined) return [await installations.require(teamId)];
  return (await installations.list()).map(({ id }) => ({ workspaceId: id }));
}
