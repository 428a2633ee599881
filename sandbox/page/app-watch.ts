import type { TrafficEntry } from '../log/traffic-entry.js';
import type { Slack } from '../slack.js';
import { systemTimer } from '../timer.js';
import type { SlackApp } from '../workspace/model.js';
import { ANSWER_MS, type Knock, knockAt } from './knock.js';
import type { ShownHealth } from './shown.js';

const KNOCK_MS = 1_500;

/**
 * Whether the apps can be reached: knocks at their doors as long as somebody looks, which no app hears of, and remembers
 * how the newest delivery ended. An app with Socket Mode is there while it holds a connection on which it answers.
 */
export class AppWatch {
  private readonly known = new Map<string, ShownHealth>();
  private stop?: () => void;

  constructor(
    private readonly slack: Slack,
    private readonly changed: () => void,
  ) {}

  get health(): ShownHealth[] {
    return [...this.slack.world.apps.keys()].map((id) => this.of(id));
  }

  /** Begins to knock, or with `false` ends it. */
  watch(on: boolean): void {
    if (!on) {
      this.stop?.();
      this.stop = undefined;
    } else if (!this.stop) {
      const round = { over: false };
      this.stop = () => (round.over = true);
      void this.knock(round);
    }
  }

  /** Called for every request. */
  note(entry: TrafficEntry): void {
    if (entry.direction !== 'out' || entry.ms === null) return;
    const app = [...this.slack.world.apps.values()].find((one) => concerns(one, entry));
    if (app) this.set(app.id, { failing: entry.failure ?? null });
  }

  private async knock(round: { over: boolean }): Promise<void> {
    const apps = [...this.slack.world.apps.values()];
    // At once: one that says nothing keeps nobody else's answer back.
    await Promise.all(
      apps.map(async (app) => {
        const knock = await this.knockOn(app);
        this.set(app.id, { reachable: knock === 'answered', silent: knock === 'silent' });
      }),
    );
    if (round.over) return;
    const cancel = systemTimer.after(KNOCK_MS, () => void this.knock(round));
    this.stop = () => {
      round.over = true;
      cancel();
    };
  }

  private async knockOn(app: SlackApp): Promise<Knock> {
    if (!app.socketMode) return knockAt(app.eventsUrl);
    if (this.slack.sockets.count(app.id) === 0) return 'closed';
    return (await this.slack.sockets.answers(app.id, ANSWER_MS)) ? 'answered' : 'silent';
  }

  private of(appId: string): ShownHealth {
    return (
      this.known.get(appId) ?? {
        app: appId,
        reachable: null,
        silent: false,
        failing: null,
        since: systemTimer.now(),
      }
    );
  }

  private set(appId: string, news: Partial<ShownHealth>): void {
    const before = this.of(appId);
    const now = { ...before, ...news };
    const same = (['reachable', 'silent', 'failing'] as const).every((name) => now[name] === before[name]);
    if (same && this.known.has(appId)) return;
    this.known.set(appId, { ...now, since: systemTimer.now() });
    this.changed();
  }
}

function concerns(app: SlackApp, { url, via }: TrafficEntry): boolean {
  if (via === 'socket') return url.endsWith(`app_id=${app.id}`);
  return [app.eventsUrl, app.interactivityUrl, app.commandsUrl, app.optionsUrl].includes(url);
}
