import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { parse as parseYaml } from 'yaml';
import { Installations } from '../installation/index.js';
import { Routing } from '../notifications/index.js';
import { type Team, command, team } from './command.js';
import { withServices } from './context.js';
import { print } from './output.js';

export function addRouteCommands(program: Command) {
  const routes = program.command('routes').description('A workspace’s routing document');

  command(routes, 'show', 'prints the document that counts now')
    .addOption(team())
    .action(async ({ json, team: teamId }: Team) => {
      const current = await withServices(async (app) =>
        app.get(Routing).current(await app.get(Installations).require(teamId)),
      );
      print(json, current, JSON.stringify(current.document, null, 2));
    });

  command(routes, 'apply', 'checks a JSON or YAML document as a whole, and makes it count')
    .argument('<file>', 'a path, or - for standard input')
    .addOption(team())
    .action(async (file: string, { json, team: teamId }: Team) => {
      const input: unknown = parseYaml(await readFile(file === '-' ? '/dev/stdin' : file, 'utf8'));
      const applied = await withServices(async (app) => {
        const ctx = await app.get(Installations).require(teamId);
        const routing = app.get(Routing);
        return routing.apply(ctx, await routing.check(input), 'operator');
      });
      print(
        json,
        applied,
        `Version ${applied.version} counts from now on: ${applied.document.routes.length} route(s) and a fallback.`,
      );
    });
}
