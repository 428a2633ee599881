import type { FastifyReply, FastifyRequest } from 'fastify';
import { plainHeaders } from '../http/fields.js';
import type { TrafficEnd, TrafficEntry, TrafficKind } from '../log/traffic-entry.js';
import type { Slack } from '../slack.js';
import { systemTimer } from '../timer.js';
import type { FaultRule } from './fault-rule.js';

export interface Incoming {
  kind: TrafficKind;
  name: string;
  /** The body as it came. */
  body: string;
  /** The channel as the request names it. */
  channel?: string;
  /** `appId/teamId` of the caller, where it is known. */
  who?: string;
}

export interface Answer extends Pick<TrafficEnd, 'refusal'> {
  status: number;
  headers?: Record<string, string>;
  type: string;
  body: string;
}

/**
 * Logs a request of the app, has it answered, and plays the fault that was asked for: before `produce`, which is then
 * never called, or after it, when what was asked is done and only the answer goes wrong.
 */
export async function answerWithFaults(
  slack: Slack,
  incoming: Incoming,
  request: FastifyRequest,
  reply: FastifyReply,
  produce: (entry: TrafficEntry) => Answer | Promise<Answer>,
): Promise<FastifyReply> {
  const { kind, name, channel, who, body } = incoming;
  const entry = slack.log.begin({
    direction: 'in',
    kind,
    method: request.method,
    url: request.url,
    name,
    headers: plainHeaders(request.headers),
    request: body,
    channel,
    who,
  });
  const fault = slack.faults.active
    ? slack.faults.strike({ direction: 'in', kind, name, channels: namesOf(slack, channel) })
    : undefined;
  const fails = fault !== undefined && fault.fault !== 'slow';
  const answer = fails && fault.accepted !== true ? undefined : await produce(entry);
  if (fault?.fault === 'slow') {
    await pause(fault.ms ?? 1000);
  }
  if (!fails) return send(slack, entry, reply, answer as Answer, fault);
  if (fault.fault === 'timeout' || fault.fault === 'reset')
    return breakOff(slack, entry, reply, fault, answer);
  return send(slack, entry, reply, failure(incoming, fault), fault);
}

async function send(
  slack: Slack,
  entry: TrafficEntry,
  reply: FastifyReply,
  answer: Answer,
  fault: FaultRule | undefined,
): Promise<FastifyReply> {
  slack.log.end(entry, {
    status: answer.status,
    response: answer.body,
    ...(answer.refusal ? { refusal: answer.refusal } : {}),
    ...(fault ? { fault: fault.fault } : {}),
  });
  const written = slack.log.written();
  if (written) await written;
  if (answer.headers) reply.headers(answer.headers);
  return reply.code(answer.status).type(answer.type).send(answer.body);
}

/** No answer ever comes: the connection hangs until the client lets go of it, or is reset. */
function breakOff(
  slack: Slack,
  entry: TrafficEntry,
  reply: FastifyReply,
  { fault }: FaultRule,
  answer: Answer | undefined,
): FastifyReply {
  slack.log.end(entry, {
    status: null,
    response: answer?.body ?? null,
    failure: fault === 'timeout' ? 'http_timeout' : 'connection_failed',
    fault,
  });
  reply.hijack();
  if (fault === 'reset') reply.raw.socket?.resetAndDestroy();
  return reply;
}

/** What Slack's front end says when it fails; the body of a 500 is not documented (unverified). */
function failure(incoming: Incoming, rule: FaultRule): Answer {
  const json = incoming.kind === 'api' || incoming.kind === 'oauth';
  const type = json ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8';
  if (rule.fault === 'ratelimited') {
    const retryAfterS = rule.retryAfterS ?? 1;
    return {
      status: 429,
      headers: { 'retry-after': String(retryAfterS) },
      type,
      body: json ? '{"ok":false,"error":"ratelimited"}' : 'rate_limited',
      refusal: { retryAfterS, scope: incoming.name === 'chat.postMessage' ? 'channel' : 'method' },
    };
  }
  if (rule.fault === 'refused') {
    const error = rule.error ?? 'internal_error';
    return { status: 200, type, body: json ? JSON.stringify({ ok: false, error }) : error };
  }
  const body = json ? '{"ok":false,"error":"internal_error"}' : 'internal_error';
  return { status: rule.status ?? 500, type, body };
}

function namesOf(slack: Slack, channel: string | undefined): string[] {
  if (channel === undefined) return [];
  const name = channel.replace(/^#/, '');
  const known =
    slack.world.channels.get(name) ?? [...slack.world.channels.values()].find((one) => one.name === name);
  return known ? [name, known.id, known.name] : [name];
}

/** In the world's time: a client's patience is. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void systemTimer.after(ms, resolve));
}
