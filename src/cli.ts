import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { Command, CommanderError, Option } from 'commander';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parse as parseYaml } from 'yaml';
import { CliError, withDatabase, withServices } from './cli/context.js';
import { examine } from './cli/doctor.js';
import { print, table, when } from './cli/output.js';
import { ApiKeys, Installations, SCOPES, type Scope } from './installation/index.js';
import { Routing } from './notifications/index.js';
import { ConfigurationError } from './platform/config/config.js';
import { migrate } from './platform/database/migrate.js';
import { AppError } from './platform/errors/app-error.js';
import type { WorkspaceContext } from './platform/workspace-context.js';
import { maskSecrets } from './platform/logging/log.js';

interface Json {
  json?: boolean;
}
interface Team extends Json {
  team: string;
}

const program = new Command('switchboard').description('The operator’s commands').exitOverride();
const command = (parent: Command, name: string, does: string) =>
  parent.command(name).description(does).option('--json', 'print one JSON document');
const team = () => new Option('--team <id>', 'the workspace’s team id, T…').makeOptionMandatory();

command(program, 'migrate', 'brings the database up to date').action(async ({ json }: Json) => {
  const ran = await withDatabase((config) => migrate(config.databaseUrl));
  print(
    json,
    { ran },
    ran.length === 0 ? 'The database is up to date.' : `Ran ${ran.length}:\n  ${ran.join('\n  ')}`,
  );
});

command(program, 'doctor', 'checks configuration and database, and says what to do').action(
  async ({ json }: Json) => {
    const findings = await examine();
    const text = findings
      .map(({ check, ok, detail }) => `${ok ? 'ok  ' : 'FAIL'}  ${check}: ${detail}`)
      .join('\n');
    print(json, findings, text);
    if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
  },
);

command(program, 'workspaces', 'lists the workspaces that have installed the app').action(
  async ({ json }: Json) => {
    const workspaces = await withServices((app) => app.get(Installations).list());
    const rows = workspaces.map(({ id, name, state, installedAt }) => ({
      team: id,
      name,
      state,
      installed: when(installedAt),
    }));
    print(json, workspaces, table(rows, 'No workspace has installed the app yet.'));
  },
);

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

const optionalTeam = () => new Option('--team <id>', 'only of this workspace');

/** The workspaces that a command without `--team` is about: all of them. */
async function contextsOf(
  app: INestApplicationContext,
  teamId: string | undefined,
): Promise<WorkspaceContext[]> {
  const installations = app.get(Installations);
  if (teamId !== undefined) return [await installations.require(teamId)];
  return (await installations.list()).map(({ id }) => ({ workspaceId: id }));
}

command(keys, 'list', 'lists keys')
  .addOption(optionalTeam())
  .action(async ({ json, team: teamId }: Partial<Team>) => {
    const list = await withServices(async (app) => {
      const contexts = await contextsOf(app, teamId);
      const lists = await Promise.all(
        contexts.map(async (ctx) =>
          (await app.get(ApiKeys).list(ctx)).map((key) => ({ team: ctx.workspaceId, ...key })),
        ),
      );
      return lists.flat();
    });
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
    await withServices(async (app) => {
      const apiKeys = app.get(ApiKeys);
      for (const ctx of await contextsOf(app, teamId)) {
        if ((await apiKeys.list(ctx)).some((key) => key.id === id)) return apiKeys.revoke(ctx, id);
      }
      throw new CliError(`There is no key ${id}; "npx switchboard keys list" shows those that there are.`);
    });
    print(json, { revoked: id }, `Key ${id} is revoked.`);
  });

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

function collectScope(value: string, before: Scope[] = []): Scope[] {
  const scope = SCOPES.find((known) => known === value);
  if (scope === undefined) throw new CliError(`There is no scope "${value}"; take ${SCOPES.join(', ')}.`);
  return [...new Set([...before, scope])];
}

async function main() {
  if (existsSync('.env')) process.loadEnvFile('.env');
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) process.exit(error.exitCode);
    console.error(explain(error));
    process.exit(1);
  }
  // Pools and queues may still say good-bye; nothing of ours is pending.
  process.exit();
}

function explain(error: unknown): string {
  if (error instanceof AppError) {
    return [
      error.message,
      ...(error.faults ?? []).map(({ pointer, detail }) => `  ${pointer}: ${detail}`),
    ].join('\n');
  }
  if (error instanceof ConfigurationError || error instanceof CliError) return error.message;
  return maskSecrets(error instanceof Error ? error.message : String(error));
}

await main();
