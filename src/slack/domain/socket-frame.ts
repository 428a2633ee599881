import { type SlackPayload, objectIn } from './tenant.js';

/** Why Slack ends a connection, or wants another in its place; what we don't know by name is `other`. */
export type DisconnectReason =
  'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets' | 'other';

/** One payload on its way: what a request's body is by HTTP. */
export interface Envelope {
  id: string;
  payload: SlackPayload;
  /** From 1; undefined at the first attempt, which Slack calls 0. */
  retryNum?: number;
  retryReason?: string;
  /** A command, a modal's submission and a menu's options are answered in the acknowledgement. */
  takesAnswer: boolean;
}

export type Frame =
  | { kind: 'hello'; connectionsOfApp?: number }
  | { kind: 'disconnect'; reason: DisconnectReason }
  | { kind: 'envelope'; envelope: Envelope }
  | { kind: 'unusable' };

const REASONS: readonly unknown[] = ['warning', 'refresh_requested', 'link_disabled', 'too_many_websockets'];

/**
 * What Slack says over a WebSocket.
 * @see https://docs.slack.dev/apis/events-api/using-socket-mode, facts sheet section 11. `too_many_websockets` is not
 * documented; Slack's maintainers name it in https://github.com/slackapi/node-slack-sdk/issues/1654
 */
export function readFrame(value: unknown): Frame {
  const frame = objectIn(value);
  if (frame.type === 'hello') {
    const { num_connections: count } = frame;
    return { kind: 'hello', ...(typeof count === 'number' ? { connectionsOfApp: count } : {}) };
  }
  if (frame.type === 'disconnect') {
    const { reason } = frame;
    return { kind: 'disconnect', reason: REASONS.includes(reason) ? (reason as DisconnectReason) : 'other' };
  }
  const { envelope_id: id, payload, retry_attempt: attempt, retry_reason: reason } = frame;
  if (typeof id !== 'string' || typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    return { kind: 'unusable' };
  }
  const again = typeof attempt === 'number' && attempt > 0;
  return {
    kind: 'envelope',
    envelope: {
      id,
      payload: payload as SlackPayload,
      ...(again ? { retryNum: attempt } : {}),
      ...(again && typeof reason === 'string' ? { retryReason: reason } : {}),
      takesAnswer: frame.accepts_response_payload === true,
    },
  };
}

/** The frame that says "we have it". @param body what an HTTP answer's body would be */
export function acknowledgement({ id, takesAnswer }: Envelope, body: unknown): object {
  if (!takesAnswer || body === undefined || body === '') return { envelope_id: id };
  // By HTTP a command may be answered with plain text; a frame has room for an object only.
  return { envelope_id: id, payload: typeof body === 'string' ? { text: body } : body };
}
