import { type Command, InvalidArgumentError } from 'commander';
import { Installations, Quotas } from '../installation/index.js';
import { type Team, command, team } from './command.js';
import { withServices } from './context.js';
import { print } from './output.js';

interface Limits extends Team {
  notificationsPerMinute?: number;
  bytesPerDay?: number;
  keys?: number;
}

export function addQuotaCommands(program: Command) {
  command(program, 'quotas', 'shows what a workspace may use, or changes it')
    .addOption(team())
    .option('--notifications-per-minute <n>', 'accepted from other systems', positive)
    .option('--bytes-per-day <n>', 'of what they send', positive)
    .option('--keys <n>', 'API keys at a time', positive)
    .action(async ({ json, team: teamId, ...limits }: Limits) => {
      const now = await withServices(async (app) => {
        const ctx = await app.get(Installations).require(teamId);
        const quotas = app.get(Quotas);
        return Object.keys(limits).length === 0 ? quotas.of(ctx) : quotas.set(ctx, limits, 'operator');
      });
      print(
        json,
        now,
        `${now.notificationsPerMinute} notifications a minute, ${now.bytesPerDay} bytes a day, ${now.keys} keys`,
      );
    });
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}
