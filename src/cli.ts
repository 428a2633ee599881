import 'reflect-metadata';
import { Command, CommanderError } from 'commander';
import { existsSync } from 'node:fs';
import { addAuditCommands } from './cli/audit.js';
import { CliError } from './cli/context.js';
import { addDatabaseCommands } from './cli/database.js';
import { addEventCommands } from './cli/events.js';
import { addKeyCommands } from './cli/keys.js';
import { addManifestCommand } from './cli/manifest.js';
import { addQuotaCommands } from './cli/quotas.js';
import { addRouteCommands } from './cli/routes.js';
import { addSecretCommands } from './cli/secrets.js';
import { addWorkspaceCommands } from './cli/workspaces.js';
import { ManifestError } from './installation/index.js';
import { ConfigurationError } from './platform/config/config.js';
import { AppError } from './platform/errors/app-error.js';
import { maskSecrets } from './platform/logging/log.js';

async function main() {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const program = new Command('switchboard').description('The operator’s commands').exitOverride();
  addDatabaseCommands(program);
  addManifestCommand(program);
  addWorkspaceCommands(program);
  addKeyCommands(program);
  addQuotaCommands(program);
  addRouteCommands(program);
  addEventCommands(program);
  addSecretCommands(program);
  addAuditCommands(program);
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
  if (error instanceof ConfigurationError || error instanceof CliError || error instanceof ManifestError)
    return error.message;
  return maskSecrets(error instanceof Error ? error.message : String(error));
}

await main();
