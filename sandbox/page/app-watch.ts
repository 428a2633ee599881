import { connect } from 'node:net';
import type { TrafficEntry } from '../log/traffic-entry.js';
import type { Slack } from '../slack.js';
import { systemTimer } from '../timer.js';
import type { SlackApp } from '../workspace/model.js';
import type { ShownHealth } from './shown.js';

const KNOCK_MS = 1_500;
const PATIENCE_MS = 1_000;

/**
 * Whether the apps can be reached: knocks at their doors as long as somebody looks, which no app hears of, and remembers
 * how the newest delivery ended. An app with Socket Mode is there while it holds a connection.
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
      this.stop = () => undefined;
      void this.knock();
    }
  }

  /** Called for every request. */
  note(entry: TrafficEntry): void {
    if (entry.direction !== 'out' || entry.ms === null) return;
    const app = [...this.slack.world.apps.values()].find((one) => concerns(one, entry));
    if (app) this.set(app.id, { failing: entry.failure ?? null });
  }

  private async knock(): Promise<void> {
    for (const app of this.slack.world.apps.values()) {
      const reachable = app.socketMode ? this.slack.sockets.count(app.id) > 0 : await opens(app.eventsUrl);
      this.set(app.id, { reachable });
    }
    if (this.stop) this.stop = systemTimer.after(KNOCK_MS, () => void this.knock());
  }

  private of(appId: string): ShownHealth {
    return this.known.get(appId) ?? { app: appId, reachable: null, failing: null, since: systemTimer.now() };
  }

  private set(appId: string, news: Partial<ShownHealth>): void {
    const before = this.of(appId);
    const now = { ...before, ...news };
    if (now.reachable === before.reachable && now.failing === before.failing && this.known.has(appId)) return;
    this.known.set(appId, { ...now, since: systemTimer.now() });
    this.changed();
  }
}

function concerns(app: SlackApp, { url, via }: TrafficEntry): boolean {
  if (via === 'socket') return url.endsWith(`app_id=${app.id}`);
  return [app.eventsUrl, app.interactivityUrl, app.commandsUrl, app.optionsUrl].includes(url);
}

/** Whether somebody listens at the address. */
function opens(url: string): Promise<boolean> {
  if (!URL.canParse(url)) return Promise.resolve(false);
  const { hostname, port, protocol } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(PATIENCE_MS, () => settle(false));
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
