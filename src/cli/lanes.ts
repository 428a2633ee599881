import type { Command } from 'commander';
import { LaneOverview, type LanesView } from '../delivery/index.js';
import { type Json, command, optionalTeam } from './command.js';
import { withServices } from './context.js';
import { print, table, when } from './output.js';
import { contextsOf } from './workspaces.js';

interface Options extends Json {
  team?: string;
}

type Shown = LanesView & { team: string };

/** What waits for each channel. */
export function addLaneCommands(program: Command) {
  command(program, 'lanes', 'shows what waits for each channel, what holds it, and when it will be empty')
    .addOption(optionalTeam())
    .action(async ({ json, team }: Options) => {
      const views = await withServices(async (app) => {
        const shown: Shown[] = [];
        for (const ctx of await contextsOf(app, team))
          shown.push({ team: ctx.workspaceId, ...(await app.get(LaneOverview).of(ctx)) });
        return shown;
      });
      print(json, views, text(views));
    });
}

function text(views: Shown[]): string {
  const rows = views.flatMap((view) =>
    view.lanes.map((lane) => ({
      team: view.team,
      channel: lane.channel_name === null ? lane.channel : `#${lane.channel_name}`,
      waiting: String(lane.waiting),
      ...Object.fromEntries(Object.entries(lane.by_severity).map(([name, count]) => [name, String(count)])),
      held: String(lane.held),
      unknown: String(lane.unknown),
      empty: lane.empty_at === null ? '' : when(new Date(lane.empty_at)),
      'held by': lane.held_by.join('; '),
    })),
  );
  const workspaces = views
    .filter(({ lanes, failed }) => lanes.length > 0 || failed > 0)
    .map(({ team, waiting, failed, per_minute, learned_at, empty_at }) =>
      [
        `${team}: ${waiting} waiting`,
        ...(empty_at === null ? [] : [`empty ${when(new Date(empty_at))}`]),
        `${failed} failed`,
        `${per_minute} posts a minute${learned_at === null ? '' : `, learned ${when(new Date(learned_at))}`}`,
      ].join(', '),
    );
  return [table(rows, 'Nothing waits.'), ...(workspaces.length === 0 ? [] : ['', ...workspaces])].join('\n');
}
