import { isUtf8 } from 'node:buffer';
import { InvalidBodyError } from '../platform/errors/app-error.js';
import { parseStorable } from '../platform/http/json-body.js';
import type { SlackPayload } from './domain/index.js';

export interface SlackBody {
  payload: SlackPayload;
  /** The payload as JSON, in UTF-8, to be stored. */
  json: Buffer;
}

/**
 * A JSON body, a form with its JSON in `payload`, or a command's plain form.
 * @throws InvalidBodyError
 */
export function readSlackBody(contentType: string | undefined, bytes: Buffer): SlackBody {
  const text = bytes.toString('utf8');
  if (!(contentType ?? '').startsWith('application/x-www-form-urlencoded')) {
    return { payload: parse(text), json: isUtf8(bytes) ? bytes : Buffer.from(text) };
  }
  const form = new URLSearchParams(text);
  const json = form.get('payload') ?? JSON.stringify(Object.fromEntries(form));
  return { payload: parse(json), json: Buffer.from(json) };
}

function parse(json: string): SlackPayload {
  let value: unknown;
  try {
    value = parseStorable(json);
  } catch (cause) {
    throw new InvalidBodyError({ detail: 'The payload is not JSON.', cause });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as SlackPayload;
  throw new InvalidBodyError({ detail: 'The payload is not a JSON object.' });
}
