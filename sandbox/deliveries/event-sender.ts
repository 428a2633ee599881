import { text, type JsonObject } from '../json.js';
import type { Installation, SlackApp } from '../workspace/model.js';
import type { World } from '../workspace/world.js';
import { envelope, type EventOrigin } from './envelope.js';
import type { Sender } from './sender.js';

/** Milliseconds between a failed attempt and each of the three retries (facts, section 2). */
export const RETRY_DELAYS_MS: readonly number[] = [0, 60_000, 300_000];

/** Sends events to the apps that may have them, and again when an app doesn't take them. */
export class EventSender {
  retryDelaysMs: readonly number[] = RETRY_DELAYS_MS;
  private readonly pending = new Set<() => void>();
  private epoch = 0;

  constructor(
    private readonly world: World,
    private readonly sender: Sender,
  ) {}

  /** Sends `event` to one installation's app. Answers at once: the app's pace is not the caller's. */
  emit(installation: Installation, event: JsonObject, origin?: EventOrigin): void {
    const app = this.world.apps.get(installation.appId);
    if (!app) return;
    if (app.botEvents !== null && !app.botEvents.includes(text(event.type))) return;
    const body = JSON.stringify(envelope(app, installation, event, this.world.timer.now(), origin));
    void this.attempt(app, text(event.type), body, 0, undefined, this.epoch);
  }

  /** Forgets every pending retry and goes back to Slack's delays. */
  reset(): void {
    this.epoch += 1;
    for (const cancel of this.pending) cancel();
    this.pending.clear();
    this.retryDelaysMs = RETRY_DELAYS_MS;
  }

  private async attempt(
    app: SlackApp,
    name: string,
    body: string,
    retry: number,
    reason: string | undefined,
    epoch: number,
  ): Promise<void> {
    const headers: Record<string, string> =
      reason === undefined ? {} : { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': reason };
    const outcome = await this.sender.send({
      app,
      url: app.eventsUrl,
      kind: 'event',
      name,
      contentType: 'application/json',
      body,
      headers,
    });
    const failure = outcome.failure;
    if (failure === undefined || outcome.headers['x-slack-no-retry'] === '1') return;
    if (epoch !== this.epoch || retry >= this.retryDelaysMs.length) return;
    const cancel = this.world.timer.after(this.retryDelaysMs[retry], () => {
      this.pending.delete(cancel);
      void this.attempt(app, name, body, retry + 1, failure, epoch);
    });
    this.pending.add(cancel);
  }
}
