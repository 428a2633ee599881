import type { EnvelopedEvent } from '@slack/bolt';
import { eventually } from '../harness/eventually.js';
import { startBoltInSandbox, type BoltInSandbox } from './bolt-in-sandbox.js';

/** An event as Bolt hands it to a listener. */
export interface Heard<Event> {
  event: Event;
  body: EnvelopedEvent<Event>;
  retryNum?: number;
  retryReason?: string;
}

/** Which event is meant: its type, or with a dot its subtype too, as in `message.channel_join`. */
export type EventName = string;

/** A Bolt app that listens to every event and writes down what it hears. */
export class EventEars {
  private readonly heard: Heard<{ type: string; subtype?: string }>[] = [];
  bolt!: BoltInSandbox;

  static async open(): Promise<EventEars> {
    const ears = new EventEars();
    ears.bolt = await startBoltInSandbox((app) => {
      app.event(/.*/, async ({ event, body, context }) => {
        const { retryNum, retryReason } = context;
        ears.heard.push({ event, body, retryNum, retryReason });
      });
    });
    return ears;
  }

  /** Installs the app anew into Acme, and forgets what was heard before. */
  async install(scopes: string[]): Promise<void> {
    await this.bolt.install(scopes);
    this.heard.length = 0;
  }

  forget(): void {
    this.heard.length = 0;
  }

  /** The names of all that was heard, in order. */
  names(): EventName[] {
    return this.heard.map(({ event }) => nameOf(event));
  }

  /** The first event of this name, now or when it comes. */
  async hear<Event = Record<string, unknown>>(
    name: EventName,
    where: (event: Event) => boolean = () => true,
  ): Promise<Heard<Event>> {
    let found: Heard<Event> | undefined;
    await eventually(async () => {
      const named = this.heard.filter(({ event }) => nameOf(event) === name) as unknown as Heard<Event>[];
      found = named.find(({ event }) => where(event));
      expect({ heard: this.names(), wanted: found ? name : undefined }).toMatchObject({ wanted: name });
    });
    return found as Heard<Event>;
  }

  async close(): Promise<void> {
    await this.bolt.close();
  }
}

function nameOf({ type, subtype }: { type: string; subtype?: string }): EventName {
  return subtype === undefined ? type : `${type}.${subtype}`;
}
