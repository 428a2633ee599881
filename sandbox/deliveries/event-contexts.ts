import type { Installation } from '../workspace/model.js';
import type { World } from '../workspace/world.js';

/** What an event's `event_context` stands for. */
interface About {
  appId: string;
  /** The installation that the event was sent for. */
  teamId: string;
  channelId?: string;
}

/** A bound for long runs; who asks does so soon after the event. */
const MAX_KNOWN = 10_000;

/** The `event_context`s that were sent, so that `apps.event.authorizations.list` can be asked about them. */
export class EventContexts {
  private readonly known = new Map<string, About>();

  note(context: string, about: About): void {
    this.known.set(context, about);
    if (this.known.size > MAX_KNOWN) this.known.delete(this.known.keys().next().value as string);
  }

  find(context: string): About | undefined {
    return this.known.get(context);
  }

  clear(): void {
    this.known.clear();
  }
}

/** Every installation of the app that may see the event: all that see its channel, else the one that it was sent for. */
export function seenBy(world: World, { appId, teamId, channelId }: About): Installation[] {
  const channel = world.channels.get(channelId ?? '');
  if (!channel)
    return [...world.installations.values()].filter((one) => one.appId === appId && one.teamId === teamId);
  return world
    .installationsIn(channel)
    .filter((one) => one.appId === appId)
    .filter(({ botUserId }) => channel.kind === 'public' || channel.members.has(botUserId));
}
