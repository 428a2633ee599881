import type { Faults } from '../faults/faults.js';
import { systemTimer } from '../timer.js';
import type { World } from '../workspace/world.js';
import { PLAYS, type Play, type Stage } from './plays.js';
import { outcomeOf, sendNotification, type Service } from './service.js';

/** What a play has told so far. */
export interface PlayRun {
  play: string;
  running: boolean;
  said: string[];
  error: string | null;
}

/** Why nothing was played, in words for the person. */
export class NotPlayable extends Error {}

/** Plays the guided demo, one play at a time, for the workspaces whose service it was told of. */
export class Guide {
  /** By workspace. A reset leaves them: who started the service doesn't know of it. */
  readonly services = new Map<string, Service>();
  /** The one that runs, or ran last. */
  last: PlayRun | null = null;
  /** Counts, and never twice the same among the sandboxes that one service meets. */
  private runs = systemTimer.now();

  constructor(
    private readonly world: World,
    private readonly faults: Faults,
  ) {}

  /** What keeps a workspace from being played in, in words; `null` where nothing does. */
  missing(teamId: string): string | null {
    if (this.services.has(teamId)) return null;
    const team = this.world.teams.get(teamId)?.name ?? teamId;
    const others = [...this.services.keys()].map((id) => this.world.teams.get(id)?.name ?? id);
    const elsewhere = others.length > 0 ? ` It has one for ${others.join(' and ')}.` : '';
    return (
      `The sandbox has no API key of a service for ${team}.${elsewhere} ` +
      '`npm run demo` makes one; another is told by PUT /control/service {"team", "url", "key"}.'
    );
  }

  /**
   * Begins a play; its pauses are so many times shorter. The answer resolves when it is over, and never rejects: `last`
   * tells how it ended.
   * @throws NotPlayable
   */
  play(teamId: string, id: string, pace = 1): Promise<PlayRun> {
    const play = PLAYS.find((one) => one.id === id);
    const service = this.services.get(teamId);
    if (!play)
      throw new NotPlayable(`there is no play “${id}”; there are: ${PLAYS.map((one) => one.id).join(', ')}`);
    if (!service) throw new NotPlayable(this.missing(teamId) ?? 'no service');
    if (this.last?.running) throw new NotPlayable(`“${this.last.play}” is still being played`);
    const run: PlayRun = { play: id, running: true, said: [], error: null };
    this.last = run;
    this.world.touch();
    return this.perform(play, run, this.stage(service, teamId, run, pace));
  }

  private async perform(play: Play, run: PlayRun, stage: Stage): Promise<PlayRun> {
    try {
      await play.run(stage);
    } catch (error) {
      run.error = error instanceof Error ? error.message : String(error);
    }
    run.running = false;
    this.world.touch();
    return run;
  }

  private stage(service: Service, teamId: string, run: PlayRun, pace: number): Stage {
    const dead = this.world.channelsOf(teamId).find(({ archived, kind }) => archived && kind === 'public');
    this.runs += 1;
    return {
      run: this.runs.toString(36),
      send: (notification) => sendNotification(service, notification),
      outcome: async (id) => {
        const deliveries = await outcomeOf(service, id, pause);
        const named = (words: string) => words.replace(/\b[CG][A-Z0-9]{8,}\b/g, (id) => this.nameOf(id));
        return deliveries.map((one) => ({
          ...one,
          channel: named(one.channel),
          note: one.note ? named(one.note) : null,
        }));
      },
      say: (what) => {
        run.said.push(what);
        this.world.touch();
      },
      pause: (ms) => pause(ms / pace),
      fault: (rule) => {
        const end = this.faults.add(rule);
        this.world.touch();
        return () => {
          end();
          this.world.touch();
        };
      },
      deadChannel: dead?.name ?? 'no-such-channel',
    };
  }

  /** A channel as people call it. */
  private nameOf(channel: string): string {
    const name = this.world.channels.get(channel)?.name ?? '';
    return name === '' ? channel : `#${name}`;
  }
}

/** Of the world's time: whoever watches lives in it. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void systemTimer.after(ms, resolve));
}
