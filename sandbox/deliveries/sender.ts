import { isObject, parseJson, text } from '../json.js';
import type { TrafficKind } from '../log/traffic-entry.js';
import type { TrafficLog } from '../log/traffic-log.js';
import { envelope } from '../socket/envelope.js';
import type { SocketHub } from '../socket/socket-hub.js';
import type { Timer } from '../timer.js';
import type { Delivery } from './delivery.js';
import { HttpPost } from './http-post.js';
import type { Outcome } from './outcome.js';
import { signature } from './signature.js';
import { Turns } from './turns.js';

export type { Delivery } from './delivery.js';
export type { Outcome } from './outcome.js';

/** Slack's deadline for everything that it sends. */
const DEADLINE_MS = 3000;
/** How many requests one address has from the sandbox at once; Slack publishes no number (*unverified*). */
const AT_ONCE = 64;
/** What was never sent, for the sandbox was reset or closed before its turn came. */
const CALLED_OFF: Outcome = { status: null, headers: {}, body: '', ms: 0, failure: 'connection_failed' };

/**
 * Sends signed requests to the app and gives up on each at the deadline. While an app's Socket Mode is on, all of it
 * goes over its WebSockets, without signatures, and nothing by HTTP.
 */
export class Sender {
  /** Milliseconds of the world in which the app must answer: it is the world that the app lives in. */
  deadlineMs = DEADLINE_MS;
  private readonly http = new HttpPost();
  private readonly turns = new Turns(AT_ONCE);

  /** @param appTimer the time by which the app judges a signature's age */
  constructor(
    private readonly appTimer: Timer,
    private readonly log: TrafficLog,
    private readonly sockets: SocketHub,
  ) {}

  async send(delivery: Delivery): Promise<Outcome> {
    return delivery.app.socketMode ? this.overSocket(delivery) : this.overHttp(delivery);
  }

  /** Back to Slack's deadline; what still waits for its turn is never sent. */
  reset(): void {
    this.turns.callOff();
    this.deadlineMs = DEADLINE_MS;
  }

  /** Ends every connection at once. */
  async close(): Promise<void> {
    this.turns.callOff();
    this.sockets.close();
    await this.http.close();
  }

  /** Signature, log and deadline begin with the request itself, not while it waits for its turn. */
  private async overHttp(delivery: Delivery): Promise<Outcome> {
    const address = originOf(delivery.url);
    const turn = this.turns.take(address);
    if (turn !== true && !(await turn)) return CALLED_OFF;
    try {
      return await this.post(delivery);
    } finally {
      this.turns.done(address);
    }
  }

  private async post(delivery: Delivery): Promise<Outcome> {
    const { app, url, body } = delivery;
    const timestamp = Math.floor(this.appTimer.now() / 1000);
    const headers: Record<string, string> = {
      'content-type': delivery.contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      accept: 'application/json,*/*',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': signature(app.signingSecret, timestamp, body),
      ...delivery.headers,
    };
    const entry = this.log.begin({ ...logged(delivery), url, headers, request: body });
    const outcome = await this.http.send(url, headers, body, this.deadlineMs);
    this.log.end(entry, { status: outcome.status, response: outcome.body, failure: outcome.failure });
    return outcome;
  }

  private async overSocket(delivery: Delivery): Promise<Outcome> {
    const frame = envelope(delivery);
    const entry = this.log.begin({
      ...logged(delivery),
      via: 'socket',
      url: `/link/?app_id=${delivery.app.id}`,
      headers: {},
      request: JSON.stringify(frame),
    });
    const outcome = await this.sockets.deliver(delivery.app.id, frame, this.deadlineMs);
    this.log.end(entry, { status: outcome.status, response: outcome.body, failure: outcome.failure });
    return outcome;
  }
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}

function logged(delivery: Delivery) {
  const { kind, name, channel } = delivery;
  return {
    direction: 'out' as const,
    method: 'POST',
    kind,
    name,
    payload: payloadOf(kind, delivery),
    ...(channel === undefined ? {} : { channel }),
  };
}

/** Which of Slack's payloads it is: `event_callback`, `block_actions`, `slash_command`, … */
function payloadOf(kind: TrafficKind, { contentType, body, name }: Delivery): string {
  if (kind === 'event')
    return ['app_rate_limited', 'url_verification'].includes(name) ? name : 'event_callback';
  if (contentType === 'application/json') return kind;
  const payload = new URLSearchParams(body).get('payload');
  if (payload === null) return 'slash_command';
  const parsed = parseJson(payload);
  return isObject(parsed) ? text(parsed.type) : kind;
}
