import type { Command } from 'commander';
import { DEFAULT_ROLES, Installations, Roles, shownPolicy } from '../installation/index.js';
import { type Team, command, team } from './command.js';
import { withServices } from './context.js';
import { print } from './output.js';

export function addRoleCommands(program: Command) {
  const roles = program.command('roles').description('Who is an admin of a workspace, who an operator');

  command(roles, 'show', 'prints the policy that counts now')
    .addOption(team())
    .action(async ({ json, team: teamId }: Team) => {
      const policy = await withServices(async (app) =>
        app.get(Roles).policyOf(await app.get(Installations).require(teamId)),
      );
      print(json, shownPolicy(policy), JSON.stringify(shownPolicy(policy), null, 2));
    });

  command(
    roles,
    'reset',
    'goes back to the default: admins are whoever installed the app, and Slack’s admins',
  )
    .addOption(team())
    .action(async ({ json, team: teamId }: Team) => {
      const policy = await withServices(async (app) =>
        app.get(Roles).apply(await app.get(Installations).require(teamId), DEFAULT_ROLES, 'operator'),
      );
      print(
        json,
        shownPolicy(policy),
        'Whoever installed the app and Slack’s owners and admins are admins again; nobody is an operator.',
      );
    });
}
