import { Command, CommanderError } from 'commander';
import { ManifestError } from '../installation/index.js';
import { ConfigurationError } from '../platform/config/config.js';
import { AppError } from '../platform/errors/app-error.js';
import { maskSecrets } from '../platform/logging/log.js';
import { addAuditCommands } from './audit.js';
import { CliError, UnwellError } from './context.js';
import { addDatabaseCommands } from './database.js';
import { addDeliveryCommands } from './deliveries.js';
import { addEventCommands } from './events.js';
import { addKeyCommands } from './keys.js';
import { addLaneCommands } from './lanes.js';
import { addManifestCommand } from './manifest.js';
import { addQuotaCommands } from './quotas.js';
import { addRoleCommands } from './roles.js';
import { addRouteCommands } from './routes.js';
import { addSecretCommands } from './secrets.js';
import { addWorkspaceCommands } from './workspaces.js';

/**
 * One of the operator's commands, as this process's environment has the service configured; it prints what came of it.
 *
 * @param args what follows `switchboard`
 * @returns the code to exit with
 */
export async function runCommand(args: string[]): Promise<number> {
  const program = new Command('switchboard')
    .description('The operator’s commands')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => console.log(text.trimEnd()),
      writeErr: (text) => console.error(text.trimEnd()),
    });
  addDatabaseCommands(program);
  addManifestCommand(program);
  addWorkspaceCommands(program);
  addKeyCommands(program);
  addQuotaCommands(program);
  addRoleCommands(program);
  addRouteCommands(program);
  addEventCommands(program);
  addLaneCommands(program);
  addDeliveryCommands(program);
  addSecretCommands(program);
  addAuditCommands(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (error instanceof UnwellError) return 1;
    console.error(explain(error));
    return 1;
  }
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
