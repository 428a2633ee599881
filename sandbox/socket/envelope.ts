import { randomUUID } from 'node:crypto';
import type { Delivery } from '../deliveries/delivery.js';
import { isObject, parseJson, text, type Json, type JsonObject } from '../json.js';

export interface Envelope extends JsonObject {
  envelope_id: string;
  type: 'events_api' | 'interactive' | 'slash_commands';
  payload: Json;
  accepts_response_payload: boolean;
}

/** What would go to the app by HTTP, as a frame (facts, sections 11 and 16). Each attempt is an envelope of its own. */
export function envelope(delivery: Delivery): Envelope {
  const common = { envelope_id: randomUUID() };
  if (delivery.contentType === 'application/json') {
    const { 'x-slack-retry-num': attempt, 'x-slack-retry-reason': reason = '' } = delivery.headers ?? {};
    return {
      ...common,
      type: 'events_api',
      payload: parseJson(delivery.body) ?? null,
      accepts_response_payload: false,
      retry_attempt: Number(attempt ?? 0),
      // Not the names of HTTP: a late acknowledgement is "timeout"; how the others are called is unverified.
      retry_reason: reason === 'http_timeout' ? 'timeout' : reason,
    };
  }
  const fields = Object.fromEntries(new URLSearchParams(delivery.body));
  return 'payload' in fields
    ? {
        ...common,
        type: 'interactive',
        payload: parseJson(fields.payload) ?? null,
        accepts_response_payload: true,
      }
    : { ...common, type: 'slash_commands', payload: fields, accepts_response_payload: true };
}

export interface Acknowledgement {
  envelopeId: string;
  /** What an HTTP answer would have had for a body; empty for none, and for the `{}` that clients send for none. */
  body: string;
}

export function readAcknowledgement(frame: string): Acknowledgement | undefined {
  const parsed = parseJson(frame);
  if (!isObject(parsed) || text(parsed.envelope_id) === '') return undefined;
  const { payload } = parsed;
  const empty = !isObject(payload) || Object.keys(payload).length === 0;
  return { envelopeId: text(parsed.envelope_id), body: empty ? '' : JSON.stringify(payload) };
}
