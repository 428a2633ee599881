import type { Faults } from '../faults/faults.js';
import { isObject, text, type JsonObject } from '../json.js';
import { systemTimer } from '../timer.js';
import type { Installation, SlackApp } from '../workspace/model.js';
import type { World } from '../workspace/world.js';
import { DeliveryHealth } from './delivery-health.js';
import { envelope, type EventOrigin } from './envelope.js';
import { EventContexts } from './event-contexts.js';
import { EventQuota, EVENTS_PER_HOUR } from './event-quota.js';
import { nextDelay, RETRY_DELAYS_MS, tooLate } from './retry-plan.js';
import type { Sender } from './sender.js';

/** One event on its way to an app; every attempt sends the same body, signed anew. */
interface Parcel {
  app: SlackApp;
  name: string;
  channel?: string;
  body: string;
  /** Milliseconds, by the sandbox's clock. */
  emittedAt: number;
  /** Which of the resets it belongs to. */
  epoch: number;
}

type Send = () => Promise<void>;

/** What is held back to come after the next one is let go after this much of the world's time, should none come. */
const REORDER_PATIENCE_MS = 1000;

/** Sends events to the apps that may have them, and again when an app doesn't take them. */
export class EventSender {
  retryDelaysMs: readonly number[] = RETRY_DELAYS_MS;
  eventsPerHour = EVENTS_PER_HOUR;
  readonly contexts = new EventContexts();
  private readonly pending = new Set<() => void>();
  private readonly quota = new EventQuota();
  private readonly health = new Map<string, DeliveryHealth>();
  /** By app, what a reordering holds back. */
  private readonly held = new Map<string, Send[]>();
  private epoch = 0;

  constructor(
    private readonly world: World,
    private readonly sender: Sender,
    private readonly faults: Faults,
  ) {}

  /** Sends `event` to one installation's app. Answers at once: the app's pace is not the caller's. */
  emit(installation: Installation, event: JsonObject, origin?: EventOrigin): void {
    const app = this.world.apps.get(installation.appId);
    if (!app || app.eventsDisabled) return;
    if (app.botEvents !== null && !app.botEvents.includes(text(event.type))) return;
    const now = this.world.timer.now();
    // By workspace, in an organisation too; what no workspace of it has seen counts for itself (*unverified*).
    const teamId = origin?.contextTeamId ?? installation.teamId;
    const verdict = this.quota.take(`${app.id}/${teamId}`, this.eventsPerHour, now);
    if (verdict === 'announce') this.announceLimit(app, teamId, now);
    if (verdict !== 'send') return;
    const whole = envelope(app, installation, event, now, origin);
    const channel = channelOf(event);
    const about = { appId: app.id, teamId: installation.teamId, channelId: channel };
    this.contexts.note(text(whole.event_context), about);
    this.dispatch(this.parcel(app, text(event.type), JSON.stringify(whole), channel));
  }

  /** Forgets every pending retry and what was counted, and goes back to Slack's delays. */
  reset(): void {
    this.epoch += 1;
    for (const cancel of this.pending) cancel();
    this.pending.clear();
    this.held.clear();
    this.contexts.clear();
    this.quota.clear();
    this.health.clear();
    this.retryDelaysMs = RETRY_DELAYS_MS;
    this.eventsPerHour = EVENTS_PER_HOUR;
  }

  /** Deliveries that were switched off begin anew, and so does the count of failures. */
  enable(app: SlackApp): void {
    app.eventsDisabled = false;
    this.health.delete(app.id);
  }

  /** Flat, without an `event`. Not over a socket: Slack's own client fails on a frame like that (unverified). */
  private announceLimit(app: SlackApp, teamId: string, now: number): void {
    if (app.socketMode) return;
    const body = {
      token: app.verificationToken,
      type: 'app_rate_limited',
      team_id: teamId,
      minute_rate_limited: Math.floor(now / 60_000) * 60,
      api_app_id: app.id,
    };
    void this.attempt(this.parcel(app, body.type, JSON.stringify(body)), 0, undefined);
  }

  private parcel(app: SlackApp, name: string, body: string, channel?: string): Parcel {
    return { app, name, body, channel, emittedAt: this.world.timer.now(), epoch: this.epoch };
  }

  private dispatch(parcel: Parcel): void {
    const { app, name, channel } = parcel;
    const send = () => this.attempt(parcel, 0, undefined);
    const channels = channel === undefined ? [] : [channel, this.world.channels.get(channel)?.name ?? ''];
    const fault = this.faults.active
      ? this.faults.strike({ direction: 'out', kind: 'event', name, channels })
      : undefined;
    if (fault?.fault === 'reorder') return this.holdBack(app, send);
    const sent = send();
    if (fault?.fault === 'duplicate') void send();
    // What comes too late comes when the app has had what it should have come before.
    const late = this.takeHeld(app);
    if (late.length > 0) void sent.then(() => late.forEach((send) => void send()));
  }

  private holdBack(app: SlackApp, send: Send): void {
    this.held.set(app.id, [...(this.held.get(app.id) ?? []), send]);
    const cancel = systemTimer.after(REORDER_PATIENCE_MS, () => {
      this.pending.delete(cancel);
      this.takeHeld(app).forEach((send) => void send());
    });
    this.pending.add(cancel);
  }

  private takeHeld(app: SlackApp): Send[] {
    const held = this.held.get(app.id) ?? [];
    this.held.delete(app.id);
    return held;
  }

  private async attempt(parcel: Parcel, retry: number, reason: string | undefined): Promise<void> {
    const { app, name, body, channel, epoch } = parcel;
    if (epoch !== this.epoch) return;
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
      channel,
    });
    if (epoch !== this.epoch) return;
    const { failure } = outcome;
    this.note(app, { first: retry === 0, failed: failure !== undefined });
    if (failure === undefined || outcome.headers['x-slack-no-retry'] === '1') return;
    const delay = nextDelay(retry, this.retryDelaysMs, app.delayedEvents);
    if (delay !== undefined) this.later(parcel, delay, retry + 1, failure);
  }

  private later(parcel: Parcel, delay: number, retry: number, reason: string): void {
    const cancel = this.world.timer.after(delay, () => {
      this.pending.delete(cancel);
      const { app, emittedAt } = parcel;
      const age = this.world.timer.now() - emittedAt;
      if (app.eventsDisabled || tooLate(age, app.delayedEvents)) return;
      void this.attempt(parcel, retry, reason);
    });
    this.pending.add(cancel);
  }

  private note(app: SlackApp, attempt: { first: boolean; failed: boolean }): void {
    let health = this.health.get(app.id);
    if (!health) {
      health = new DeliveryHealth();
      this.health.set(app.id, health);
    }
    if (health.note(attempt, this.world.timer.now())) app.eventsDisabled = true;
  }
}

function channelOf(event: JsonObject): string | undefined {
  if (typeof event.channel === 'string') return event.channel;
  const item = isObject(event.item) ? event.item : {};
  return text(item.channel) || undefined;
}
