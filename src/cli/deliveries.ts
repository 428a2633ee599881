import { type Command, Option } from 'commander';
import {
  Deliveries,
  DeliveryReplay,
  type DeliveryView,
  SHOWN_STATES,
  type ShownState,
} from '../delivery/index.js';
import { NotFoundError } from '../platform/errors/app-error.js';
import { type Json, command, count, optionalTeam } from './command.js';
import { CliError, withServices } from './context.js';
import { print, shortened, table, when } from './output.js';
import { contextsOf } from './workspaces.js';

interface ListOptions extends Json {
  team?: string;
  state?: ShownState;
  channel?: string;
  limit: number;
}

interface ReplayOptions extends Json {
  team?: string;
  error?: string;
  channel?: string;
  allFailed?: boolean;
}

/** For the record. */
const BY = 'operator';

/** What is owed to Slack, what became of it, and another try. */
export function addDeliveryCommands(program: Command) {
  const deliveries = program
    .command('deliveries')
    .description('What is owed to Slack, and what became of it');

  command(deliveries, 'list', 'lists deliveries, newest first, with Slack’s words where it refused one')
    .addOption(optionalTeam())
    .addOption(new Option('--state <state>', 'only those in this state').choices(SHOWN_STATES))
    .option('--channel <channel>', 'only of this channel, #name or C…')
    .addOption(new Option('--limit <count>', 'at most so many of a workspace').default(50).argParser(count))
    .action(async (options: ListOptions) => {
      const list = await listDeliveries(options);
      print(options.json, list, table(list.map(row), 'No delivery that is kept is like that.'));
    });

  command(deliveries, 'replay', 'gives deliveries that failed all their attempts again')
    .argument('[id]', 'one delivery')
    .addOption(optionalTeam())
    .option('--error <words>', 'only what failed with these words in its error, is_archived for instance')
    .option('--channel <channel>', 'only of this channel, #name or C…')
    .option('--all-failed', 'everything that failed')
    .action(async (id: string | undefined, options: ReplayOptions) => {
      const replayed = await replayDeliveries(id, options);
      const text = `${replayed} ${replayed === 1 ? 'delivery is' : 'deliveries are'} owed again; "npx switchboard lanes" shows when they arrive.`;
      print(options.json, { replayed }, text);
    });
}

const listDeliveries = ({ team, state, channel, limit }: ListOptions) =>
  withServices(async (app) => {
    const pages = [];
    for (const ctx of await contextsOf(app, team)) {
      const page = await app.get(Deliveries).list(ctx, { state, channel, limit });
      pages.push(...page.deliveries.map((delivery) => ({ team: ctx.workspaceId, ...delivery })));
    }
    return pages;
  });

async function replayDeliveries(id: string | undefined, options: ReplayOptions): Promise<number> {
  const { team, error, channel, allFailed } = options;
  if ([id, error, channel, allFailed].every((choice) => choice === undefined)) {
    throw new CliError('Say what to replay: an id, --error, --channel or --all-failed.');
  }
  if ([error, channel].some((words) => words?.trim() === '')) {
    throw new CliError('--error and --channel must not be empty; to replay everything say --all-failed.');
  }
  if (id !== undefined && !/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)) {
    throw new CliError(`"${id}" is no delivery’s id; "npx switchboard deliveries list" shows them.`);
  }
  return withServices(async (app) => {
    const replay = app.get(DeliveryReplay);
    let replayed = 0;
    for (const ctx of await contextsOf(app, team)) {
      if (id === undefined) replayed += await replay.all(ctx, { error, channel }, BY);
      else replayed += await replay.one(ctx, id, BY).then(() => 1, elsewhere);
    }
    if (replayed === 0 && id !== undefined) {
      throw new CliError(
        `There is no delivery ${id}. What has arrived is kept for 30 days, what failed for 90.`,
      );
    }
    return replayed;
  });
}

/** An id alone doesn't say whose it is. */
function elsewhere(error: unknown): number {
  if (error instanceof NotFoundError) return 0;
  throw error;
}

const row = (delivery: DeliveryView & { team: string }) => ({
  team: delivery.team,
  id: delivery.id,
  channel: delivery.channel_name === null ? delivery.channel : `#${delivery.channel_name}`,
  state: delivery.state,
  attempts: String(delivery.attempts),
  created: when(new Date(delivery.created_at)),
  eta: delivery.eta === null ? '' : when(new Date(delivery.eta)),
  text: shortened(delivery.text ?? ''),
  why: shortened([delivery.error, delivery.note].filter((words) => words !== null).join(' · '), 200),
});
