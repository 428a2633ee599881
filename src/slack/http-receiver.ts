import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config/config.js';
import { TooLargeError, UnauthorizedError } from '../platform/errors/app-error.js';
import { problemOf } from '../platform/errors/problem.js';
import { BODY_LIMIT } from '../platform/http/json-body.js';
import { Log } from '../platform/logging/log.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { checkSignature } from './signature.js';
import { readSlackBody } from './slack-body.js';
import { type SlackAnswer, SlackIntake } from './slack-intake.js';

/** Everything that Slack sends may come to the first; the others are the same by kind. */
const PATHS = new Set(['/slack/events', '/slack/interactions', '/slack/commands', '/slack/options']);
/**
 * So many at once are under way at most, which is what is stored in a fraction of a second; what comes on top is told to
 * come again before we spend time on it.
 */
const MOST_UNDER_WAY = 1_000;

/**
 * What Slack posts. It stands before Nest's pipeline, as Bolt's own HTTP receiver stands alone: a burst of events is what
 * this process must never be slow at (ADR 0014). A bad or missing signature gets 401, and nothing is stored.
 */
@Injectable()
export class HttpReceiver {
  private underWay = 0;
  private readonly refused;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly intake: SlackIntake,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.refused = metrics.counter('slack_refused_total', 'What was not taken in, by reason.', ['reason']);
  }

  takes({ method, url = '' }: IncomingMessage): boolean {
    if (method !== 'POST' || !url.startsWith('/slack/')) return false;
    const query = url.indexOf('?');
    return PATHS.has(query === -1 ? url : url.slice(0, query));
  }

  handle(request: IncomingMessage, response: ServerResponse) {
    const arrivedAt = performance.now();
    if (this.underWay >= MOST_UNDER_WAY) {
      this.refused.inc({ reason: 'overload' });
      request.resume();
      return write(response, { status: 503 });
    }
    this.underWay += 1;
    // Once, whichever way it ends; an answer that nobody waits for any more included.
    response.once('close', () => (this.underWay -= 1));
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      // One chunk too many tells that it was too much, and holds no more than that.
      if (size - chunk.length <= BODY_LIMIT) chunks.push(chunk);
    });
    request.on('error', () => undefined);
    request.on('end', () => {
      const bytes = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
      void this.answer(request, bytes, arrivedAt).then((answer) => write(response, answer));
    });
  }

  private async answer(request: IncomingMessage, bytes: Buffer, arrivedAt: number): Promise<SlackAnswer> {
    const reference = randomUUID();
    try {
      if (bytes.length > BODY_LIMIT) throw new TooLargeError({ detail: 'A body may have 1 MiB at most.' });
      this.checkSignature(request, bytes, reference);
      const { payload, json } = readSlackBody(request.headers['content-type'], bytes);
      const retryNum = header(request, 'x-slack-retry-num');
      // Spelled out: spreads cost more than all else here.
      return await this.intake.take({
        payload,
        json,
        transport: 'http',
        retryNum: retryNum === undefined ? undefined : Number(retryNum),
        retryReason: header(request, 'x-slack-retry-reason'),
        reference,
        arrivedAt,
      });
    } catch (error) {
      const problem = problemOf(error, reference);
      if (problem.status >= 500)
        this.log.error({ err: error, reference }, 'Something that Slack sent was not taken in');
      this.refused.inc({ reason: problem.type.slice(problem.type.lastIndexOf(':') + 1) });
      // A failure of ours is soon over: Slack's retry finds us well. Anything else would tell it of a defect of its own.
      return { status: problem.status >= 500 ? 503 : problem.status, body: problem };
    }
  }

  /** @throws UnauthorizedError */
  private checkSignature(request: IncomingMessage, body: Buffer, reference: string) {
    const { signingSecret } = this.config.slack;
    if (signingSecret === undefined) {
      this.log.warn(
        { reference },
        'Refused what came for Slack by HTTP: without SLACK_SIGNING_SECRET only Socket Mode is served',
      );
      throw new UnauthorizedError({ detail: 'The request does not carry a valid Slack signature.' });
    }
    const verdict = checkSignature(
      signingSecret,
      {
        timestamp: header(request, 'x-slack-request-timestamp'),
        signature: header(request, 'x-slack-signature'),
        body,
      },
      this.clock.now(),
    );
    // Slack's check of our certificate may come unsigned; it says nothing and is stored nowhere.
    if (verdict === 'valid' || (verdict === 'missing' && body.length < 200 && isSslCheck(body))) return;
    this.log.warn({ verdict, reference }, 'Refused a request that does not carry a usable Slack signature');
    throw new UnauthorizedError({ detail: 'The request does not carry a valid Slack signature.' });
  }
}

const isSslCheck = (body: Buffer) => {
  const form = new URLSearchParams(body.toString('utf8'));
  return (
    form.get('ssl_check') === '1' && [...form.keys()].every((key) => key === 'ssl_check' || key === 'token')
  );
};

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

function write(response: ServerResponse, { status, body }: SlackAnswer) {
  if (response.destroyed) return;
  if (body === undefined || body === '') {
    response.writeHead(status, { 'content-length': '0' }).end();
    return;
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const json = status >= 400 ? 'application/problem+json' : 'application/json; charset=utf-8';
  response
    .writeHead(status, {
      'content-type': typeof body === 'string' ? 'text/plain; charset=utf-8' : json,
      'content-length': Buffer.byteLength(text),
    })
    .end(text);
}
