import { liftLimits } from '../../bench/delivery/backlog.js';
import type { Stage } from '../../bench/delivery/stage.js';
import { SCOPES, type BenchWorkspace } from '../../bench/harness/slack.js';
import type { Options } from './options.js';

/** A channel of a workspace. */
export interface Place {
  workspaceId: string;
  channel: string;
  /** The app may read what is said there. */
  readable: boolean;
}

/** Slack's limit of the workspace would make it last for hours; those of its channels and methods stay as they are. */
const POSTS_PER_MINUTE = 100_000;

/** In one of so many workspaces the app may not read what is said. */
const BLIND_EVERY = 10;

/** Companies with their channels. */
export async function openWorld(stage: Stage, { workspaces, channels }: Options): Promise<Place[]> {
  const names = Array.from({ length: workspaces }, (_, number) => `soak-${number + 1}`);
  const group = Math.min(workspaces, BLIND_EVERY);
  const isReadable = (name: string) => group === 1 || names.indexOf(name) % group !== group - 1;
  const blind = SCOPES.filter((scope) => !scope.endsWith(':history'));
  const made = await stage.workspaces(names, channels, (name) => (isReadable(name) ? SCOPES : blind));
  await liftLimits(
    stage.postgres,
    made.map(({ id }) => id),
  );
  await stage.slack.limit({ enabled: true, postsPerMinute: POSTS_PER_MINUTE });
  const placesOf = ({ id: workspaceId, name, channels }: BenchWorkspace) =>
    channels.map((channel) => ({ workspaceId, channel, readable: isReadable(name) }));
  return made.flatMap(placesOf);
}
