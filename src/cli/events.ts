import { type Command, Option } from 'commander';
import { type EventView, Events, WORK_STATES, type WorkState } from '../events/index.js';
import { type Json, command, count, optionalTeam } from './command.js';
import { CliError, withServices } from './context.js';
import { print, table, when } from './output.js';
import { contextsOf } from './workspaces.js';

interface ListOptions extends Json {
  team?: string;
  state?: WorkState;
  type?: string;
  limit: number;
}

interface ReplayOptions extends Json {
  team?: string;
  handler?: string;
  error?: string;
  allParked?: boolean;
  again?: boolean;
}

/** What Slack sent, what our handlers made of it, and another try. */
export function addEventCommands(program: Command) {
  const events = program.command('events').description('What Slack sent, and what our handlers made of it');

  command(events, 'list', 'lists events, newest first, with the reason where one was given up')
    .addOption(optionalTeam())
    .addOption(new Option('--state <state>', 'only work in this state').choices(WORK_STATES))
    .option('--type <type>', 'only events of this type, app_mention for instance')
    .addOption(new Option('--limit <count>', 'at most so many of a workspace').default(50).argParser(count))
    .action(async (options: ListOptions) => {
      const list = await listEvents(options);
      print(options.json, list, table(list.map(row), 'No event of the last seven days is like that.'));
    });

  command(events, 'replay', 'gives handlers that gave up on events all their attempts again')
    .argument('[id]', 'one event, Ev…')
    .addOption(optionalTeam())
    .option('--handler <name>', 'only the work of this handler, AlertsSlack.mentioned for instance')
    .option('--error <words>', 'only what was given up with these words in its error')
    .option('--all-parked', 'everything that was given up')
    .option('--again', 'with an id: also what was done, so that its effects happen a second time')
    .action(async (id: string | undefined, options: ReplayOptions) => {
      const replayed = await replayEvents(id, options);
      const text = `${replayed} handler(s) have another turn; "npx switchboard events list" shows what comes of it.`;
      print(options.json, { replayed }, text);
    });
}

const listEvents = ({ team, state, type, limit }: ListOptions) =>
  withServices(async (app) => {
    const contexts = await contextsOf(app, team);
    const pages = await Promise.all(
      contexts.map(async (ctx) => {
        const { events } = await app.get(Events).list(ctx, { state, type, limit });
        return events.map((event) => ({ team: ctx.workspaceId, ...event }));
      }),
    );
    return pages.flat();
  });

async function replayEvents(id: string | undefined, options: ReplayOptions): Promise<number> {
  const { team, handler, error, allParked, again } = options;
  if ([id, handler, error, allParked].every((choice) => choice === undefined)) {
    throw new CliError('Say what to replay: an id, --handler, --error or --all-parked.');
  }
  if (again === true && id === undefined) throw new CliError('--again goes with one id.');
  return withServices(async (app) => {
    const events = app.get(Events);
    let replayed = 0;
    for (const ctx of await contextsOf(app, team)) {
      replayed += await events.replay(ctx, { id, handler, error, again });
    }
    if (replayed === 0 && id !== undefined) throw new CliError(nothingToReplay(id));
    return replayed;
  });
}

const nothingToReplay = (id: string) =>
  `There is no event ${id} that was given up. Events are kept for seven days; --again replays one that was done.`;

const row = ({
  team,
  id,
  type,
  handler,
  state,
  attempts,
  receivedAt,
  error,
}: EventView & { team: string }) => ({
  team,
  id,
  type,
  handler: handler ?? '',
  state,
  attempts: String(attempts),
  received: when(receivedAt),
  error: error ?? '',
});
