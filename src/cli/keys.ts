import type { Command } from 'commander';
import { ApiKeys, Installations, SCOPES, type Scope } from '../installation/index.js';
import { type Team, command, optionalTeam, team } from './command.js';
import { CliError, withServices } from './context.js';
import { print, table, when } from './output.js';
import { contextsOf } from './workspaces.js';

export function addKeyCommands(program: Command) {
  const keys = program.command('keys').description('API keys of a workspace');

  command(keys, 'create', 'makes a key and prints it, this once')
    .addOption(team())
    .option('--name <name>', 'what it is for', 'unnamed')
    .option('--scope <scope>', `${SCOPES.join(', ')}; may be repeated`, collectScope)
    .action(
      async ({ json, team: teamId, name, scope = ['send'] }: Team & { name: string; scope?: Scope[] }) => {
        const created = await withServices(async (app) =>
          app.get(ApiKeys).create(await app.get(Installations).require(teamId), name, scope),
        );
        print(
          json,
          created,
          `${created.key}\n\nKeep it now: it is not shown again. Scopes: ${created.scopes.join(', ')}.`,
        );
      },
    );

  command(keys, 'list', 'lists keys')
    .addOption(optionalTeam())
    .action(async ({ json, team: teamId }: Partial<Team>) => {
      const list = await listKeys(teamId);
      const rows = list.map(({ team: id, id: key, name, scopes, createdAt, lastUsedAt, revokedAt }) => ({
        team: id,
        id: key,
        name,
        scopes: scopes.join(','),
        created: when(createdAt),
        'last used': when(lastUsedAt),
        revoked: revokedAt === null ? '' : when(revokedAt),
      }));
      print(json, list, table(rows, 'There are no keys. Make one: npx switchboard keys create --team T…'));
    });

  command(keys, 'revoke', 'makes a key useless')
    .argument('<id>', 'the part between "swb_" and the secret')
    .addOption(optionalTeam())
    .action(async (id: string, { json, team: teamId }: Partial<Team>) => {
      await revokeKey(id, teamId);
      print(json, { revoked: id }, `Key ${id} is revoked.`);
    });
}

const listKeys = (teamId: string | undefined) =>
  withServices(async (app) => {
    const contexts = await contextsOf(app, teamId);
    const lists = await Promise.all(
      contexts.map(async (ctx) =>
        (await app.get(ApiKeys).list(ctx)).map((key) => ({ team: ctx.workspaceId, ...key })),
      ),
    );
    return lists.flat();
  });

const revokeKey = (id: string, teamId: string | undefined) =>
  withServices(async (app) => {
    const apiKeys = app.get(ApiKeys);
    for (const ctx of await contextsOf(app, teamId)) {
      if ((await apiKeys.list(ctx)).some((key) => key.id === id)) return apiKeys.revoke(ctx, id);
    }
    throw new CliError(`There is no key ${id}; "npx switchboard keys list" shows those that there are.`);
  });

function collectScope(value: string, before: Scope[] = []): Scope[] {
  const scope = SCOPES.find((known) => known === value);
  if (scope === undefined) throw new CliError(`There is no scope "${value}"; take ${SCOPES.join(', ')}.`);
  return [...new Set([...before, scope])];
}
