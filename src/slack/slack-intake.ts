import { Injectable } from '@nestjs/common';
import { Log } from '../platform/logging/log.js';
import { BoltApp } from './bolt-app.js';
import { NotInstalledError } from './slack-tokens.js';

/** Slack gives up at 3 s; an answer needs time to travel. */
const DEADLINE_MS = 2_800;

export interface SlackRetry {
  /** `X-Slack-Retry-Num`, 1 to 3. */
  num?: number;
  /** `X-Slack-Retry-Reason`. */
  reason?: string;
}

export interface SlackAnswer {
  status: number;
  /** A message, a view's response or options; nothing is an empty body. */
  body?: unknown;
}

export type SlackPayload = Record<string, unknown>;

const isEvent = (payload: SlackPayload) => 'event' in payload;
const isCommand = (payload: SlackPayload) => 'command' in payload;

/**
 * Hands a payload to Bolt and holds the answer until it is true. An event is answered when its handlers have done
 * their work, so that Slack retries what failed; everything else when its handler acknowledges.
 */
@Injectable()
export class SlackIntake {
  constructor(
    private readonly bolt: BoltApp,
    private readonly log: Log,
  ) {}

  async answer(payload: SlackPayload, retry: SlackRetry, reference: string): Promise<SlackAnswer> {
    const early = answerWithoutHandler(payload);
    if (early !== undefined) {
      if (payload.type === 'app_rate_limited')
        this.log.warn({ payload }, 'Slack holds back events for a workspace');
      return early;
    }
    return new Promise((resolve) => {
      const deadline = setTimeout(() => resolve(late(payload)), DEADLINE_MS);
      const settle = (answer: SlackAnswer) => {
        clearTimeout(deadline);
        resolve(answer);
      };
      this.process(payload, retry, settle).catch((err: unknown) => {
        if (isAboutStranger(err)) {
          // Told otherwise, Slack would send it again; there is nobody here whom it concerns.
          this.log.info(
            { reference, team: payload.team_id },
            'Slack sent something for a workspace that is not installed',
          );
          return settle({ status: 200 });
        }
        this.log.error({ err, reference, kind: payload.type ?? payload.command }, 'A Slack handler failed');
        settle(failed(payload, reference));
      });
    });
  }

  private async process(payload: SlackPayload, retry: SlackRetry, settle: (answer: SlackAnswer) => void) {
    await this.bolt.processEvent({
      body: payload,
      retryNum: retry.num,
      retryReason: retry.reason,
      ack: async (body?: unknown) => {
        // Bolt acknowledges events before their handlers run; ours answers after.
        if (!isEvent(payload)) settle({ status: 200, body });
      },
    });
    // Settles what no handler acknowledged; a promise that is settled already stays as it is.
    settle(isCommand(payload) ? unknownCommand(payload) : { status: 200 });
  }
}

/** Bolt wraps what `authorize` threw. */
const isAboutStranger = (error: unknown) =>
  (error as { original?: unknown } | null)?.original instanceof NotInstalledError;

function answerWithoutHandler(payload: SlackPayload): SlackAnswer | undefined {
  if (payload.type === 'url_verification') return { status: 200, body: { challenge: payload.challenge } };
  // Flat, without an `event`: Bolt can't tell what it is.
  if (payload.ssl_check === '1' || payload.type === 'app_rate_limited') return { status: 200 };
  return undefined;
}

const late = (payload: SlackPayload): SlackAnswer => (isEvent(payload) ? { status: 503 } : { status: 200 });

function failed(payload: SlackPayload, reference: string): SlackAnswer {
  if (isEvent(payload)) return { status: 500 };
  const text = `Sorry, that did not work. Nothing was changed; please try again. Reference: ${reference}`;
  // A command shows its answer; Slack ignores the body of any other acknowledgement, so the person sees its own error.
  return isCommand(payload) ? { status: 200, body: { response_type: 'ephemeral', text } } : { status: 500 };
}

const unknownCommand = (payload: SlackPayload): SlackAnswer => ({
  status: 200,
  body: {
    response_type: 'ephemeral',
    text: `This app does not know the command ${String(payload.command)}.`,
  },
});
