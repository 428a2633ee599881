import { Injectable } from '@nestjs/common';
import { isTooDeep } from '../platform/http/json-body.js';
import { Log } from '../platform/logging/log.js';
import { Metrics } from '../platform/metrics/metrics.js';
import {
  type SlackEvent,
  type SlackPayload,
  type SlackRequest,
  perAction,
  sortPayload,
} from './domain/index.js';
import type { SlackBody } from './slack-body.js';

/** How something came, by either way. */
export interface Arrival extends SlackBody {
  transport: 'http' | 'socket';
  /** `X-Slack-Retry-Num`, 1 to 3; in Socket Mode `retry_attempt`. */
  retryNum?: number;
  /** `X-Slack-Retry-Reason`; Socket Mode has names of its own. */
  retryReason?: string;
  /** In the log, and shown to people when something went wrong. */
  reference: string;
  /** `performance.now()` when its first byte was here: Slack's 3 s run from about then. */
  arrivedAt: number;
}

export interface SlackAnswer {
  status: number;
  /** A message, a view's response or options; nothing is an empty body. */
  body?: unknown;
}

/** Who takes in what Slack sends. Answers come when they are true: what is answered with 200 is on disk. */
export interface EventTaker {
  takeEvent(event: SlackEvent, arrival: Arrival): Promise<SlackAnswer>;
}

export interface RequestTaker {
  takeRequest(request: SlackRequest, arrival: Arrival): Promise<SlackAnswer>;
}

/** Sorts what Slack sends, whichever way it came, and hands it to who registered for it. */
@Injectable()
export class SlackIntake {
  private events?: EventTaker;
  private requests?: RequestTaker;
  private readonly received;
  private readonly answered;

  constructor(
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.received = metrics.counter('slack_received_total', 'What Slack sent, signed and readable.', [
      'kind',
      'transport',
    ]);
    this.answered = metrics.duration('slack_answer_seconds', 'From the arrival to our answer.', [
      'kind',
      'status',
    ]);
  }

  useEvents(taker: EventTaker) {
    this.events = taker;
  }

  useRequests(taker: RequestTaker) {
    this.requests = taker;
  }

  async take(arrival: Arrival): Promise<SlackAnswer> {
    const sorted = sortPayload(arrival.payload);
    this.received.inc({ kind: sorted.kind, transport: arrival.transport });
    const answer = await this.answer(sorted, arrival);
    this.answered.observe(
      { kind: sorted.kind, status: answer.status },
      (performance.now() - arrival.arrivedAt) / 1_000,
    );
    return answer;
  }

  private async answer(sorted: ReturnType<typeof sortPayload>, arrival: Arrival): Promise<SlackAnswer> {
    switch (sorted.kind) {
      case 'ssl_check':
        return { status: 200 };
      case 'url_verification':
        return { status: 200, body: { challenge: sorted.challenge } };
      case 'unusable':
        return this.refuse(sorted.why, arrival);
      case 'app_rate_limited': {
        const { tenant, appId, minute } = sorted;
        this.log.warn(
          { workspace: tenant.workspaceId, minute },
          'Slack holds back events for a workspace: over 30,000 in an hour',
        );
        const eventId = `app_rate_limited:${tenant.workspaceId}:${minute}`;
        return this.takeEvent(
          { kind: 'event', tenant, appId, eventId, type: sorted.kind, time: minute },
          arrival,
        );
      }
      case 'event':
        return this.takeEvent(sorted, arrival);
      default:
        return this.takeRequest(sorted, arrival);
    }
  }

  private async takeRequest(request: SlackRequest, arrival: Arrival): Promise<SlackAnswer> {
    const { requests } = this;
    if (requests === undefined) return { status: 503 };
    if (isTooDeep(arrival.payload)) return this.refuse('nested too deep', arrival);
    const payloads = perAction(arrival.payload);
    if (payloads.length === 1) return requests.takeRequest(request, arrival);
    const answers = payloads.map(async (payload): Promise<SlackAnswer> => {
      const sorted = sortPayload(payload);
      if (sorted.kind !== 'action') return { status: 200 };
      return requests.takeRequest(sorted, {
        ...arrival,
        payload,
        json: Buffer.from(JSON.stringify(payload)),
      });
    });
    // All clicks are answered alike.
    return (await Promise.all(answers))[0];
  }

  private refuse(why: string, { payload, reference }: Arrival): SlackAnswer {
    this.log.warn(
      { reference, why, type: typeOf(payload) },
      'Slack sent something that this version does not understand; nothing was stored',
    );
    return { status: 400, body: `Not understood: ${why}` };
  }

  private async takeEvent(event: SlackEvent, arrival: Arrival): Promise<SlackAnswer> {
    return (await this.events?.takeEvent(event, arrival)) ?? { status: 503 };
  }
}

const typeOf = ({ type }: SlackPayload) => (typeof type === 'string' ? type.slice(0, 100) : undefined);
