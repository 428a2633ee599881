import { Agent, request } from 'undici';
import type { TrafficKind } from '../log/traffic-entry.js';
import type { TrafficLog } from '../log/traffic-log.js';
import type { Timer } from '../timer.js';
import type { SlackApp } from '../workspace/model.js';
import { signature } from './signature.js';

/** Slack's words for a delivery that failed; they travel in `x-slack-retry-reason` (facts, section 2). */
export type FailureReason =
  'http_timeout' | 'too_many_redirects' | 'connection_failed' | 'ssl_error' | 'http_error' | 'unknown_error';

export interface Outcome {
  /** `null` where no answer came in time. */
  status: number | null;
  headers: Record<string, string>;
  body: string;
  ms: number;
  failure?: FailureReason;
}

export interface Delivery {
  app: SlackApp;
  url: string;
  kind: TrafficKind;
  name: string;
  /** Exactly this Content-Type is sent: Bolt's HTTPReceiver refuses a form type with a charset (facts, section 13). */
  contentType: 'application/json' | 'application/x-www-form-urlencoded';
  body: string;
  headers?: Record<string, string>;
}

const MAX_REDIRECTS = 2;
/** Slack's deadline for everything that it sends. */
const DEADLINE_MS = 3000;

/** Sends signed requests to the app and gives up on each at the deadline. */
export class Sender {
  /** Milliseconds in which the app must answer. */
  deadlineMs = DEADLINE_MS;
  private readonly agent = new Agent({ keepAliveTimeout: 10_000, connections: 64 });

  constructor(
    private readonly timer: Timer,
    private readonly log: TrafficLog,
  ) {}

  async send(delivery: Delivery): Promise<Outcome> {
    const timestamp = Math.floor(this.timer.now() / 1000);
    const headers: Record<string, string> = {
      'content-type': delivery.contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      accept: 'application/json,*/*',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': signature(delivery.app.signingSecret, timestamp, delivery.body),
      ...delivery.headers,
    };
    const { kind, name, url, body } = delivery;
    const entry = this.log.begin({
      direction: 'out',
      kind,
      method: 'POST',
      url,
      name,
      headers,
      request: body,
    });
    const outcome = await this.attempt(url, headers, body);
    this.log.end(entry, { status: outcome.status, response: outcome.body, failure: outcome.failure });
    return outcome;
  }

  /** Back to Slack's deadline. */
  reset(): void {
    this.deadlineMs = DEADLINE_MS;
  }

  /** Ends every connection at once. */
  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async attempt(url: string, headers: Record<string, string>, body: string): Promise<Outcome> {
    const began = this.timer.now();
    const signal = AbortSignal.timeout(this.deadlineMs);
    const took = () => this.timer.now() - began;
    let target = url;
    try {
      for (let hop = 0; ; hop += 1) {
        const answer = await request(target, {
          method: 'POST',
          headers,
          body,
          signal,
          dispatcher: this.agent,
        });
        const location = answer.headers.location;
        if (answer.statusCode >= 300 && answer.statusCode < 400 && typeof location === 'string') {
          await answer.body.dump();
          if (hop >= MAX_REDIRECTS) {
            return { status: null, headers: {}, body: '', ms: took(), failure: 'too_many_redirects' };
          }
          target = new URL(location, target).href;
          continue;
        }
        const text = await answer.body.text();
        const ok = answer.statusCode >= 200 && answer.statusCode < 300;
        return {
          status: answer.statusCode,
          headers: flatten(answer.headers),
          body: text,
          ms: took(),
          ...(ok ? {} : { failure: 'http_error' as const }),
        };
      }
    } catch (error) {
      return { status: null, headers: {}, body: '', ms: took(), failure: reason(error) };
    }
  }
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

/** By name and code, not by class: an error of another realm (jest's, undici's) is as good. */
function reason(error: unknown): FailureReason {
  const { name, code } = error as { name?: unknown; code?: unknown };
  if (name === 'TimeoutError' || name === 'AbortError') return 'http_timeout';
  if (typeof code !== 'string') return 'unknown_error';
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') return 'http_timeout';
  return /CERT|SSL|TLS|ALTNAME/.test(code) ? 'ssl_error' : 'connection_failed';
}
