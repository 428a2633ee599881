import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { parse as parseYaml } from 'yaml';
import { Installations } from '../installation/index.js';
import { type Explanation, Routing } from '../notifications/index.js';
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
      const input = await contentOf(file);
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

  command(routes, 'explain', 'says where a sample would go, and why; nothing is sent')
    .argument(
      '<file>',
      'a notification as JSON or YAML, as it would be sent: a path, or - for standard input',
    )
    .option('--document <file>', 'by this routing document, which need not be applied')
    .addOption(team())
    .action(async (file: string, { json, team: teamId, document }: Team & { document?: string }) => {
      const sample = await contentOf(file);
      const typed = document === undefined ? undefined : await contentOf(document);
      const explanation = await withServices(async (app) => {
        const ctx = await app.get(Installations).require(teamId);
        const routing = app.get(Routing);
        const tried = typed === undefined ? undefined : await routing.check(typed);
        return routing.explain(ctx, await routing.checkSample(sample), tried);
      });
      print(json, explanation, explanationText(explanation));
    });
}

/** JSON is YAML, too. */
const contentOf = async (file: string): Promise<unknown> =>
  parseYaml(await readFile(file === '-' ? '/dev/stdin' : file, 'utf8'));

function explanationText({ destinations, verdicts, storm, silenced, only_to }: Explanation): string {
  const to = destinations.join(', ');
  return [
    only_to === undefined ? `It would go to ${to}.` : `It would go to ${to}, for ${only_to} alone.`,
    ...verdicts.map(({ route, matched, why }) => `${matched ? 'taken ' : 'passed'}  ${route}: ${why}`),
    `storm   ${storm.merges ? `may merge, from ${storm.threshold} waiting on` : 'never merges'}: ${storm.why}`,
    ...silenced.map(({ channel, why }) => `silenced  ${channel}: ${why}`),
  ].join('\n');
}
