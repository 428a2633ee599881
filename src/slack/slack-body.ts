import { InvalidBodyError } from '../platform/errors/app-error.js';
import { parseStorable } from '../platform/http/json-body.js';
import type { SlackPayload } from './domain/index.js';

export interface SlackBody {
  payload: SlackPayload;
  /** The payload as JSON, to be stored. */
  json: string;
}

/**
 * A JSON body, a form with its JSON in `payload`, or a command's plain form.
 * @throws InvalidBodyError
 */
export function readSlackBody(contentType: string | undefined, bytes: Buffer): SlackBody {
  const text = bytes.toString('utf8');
  if (!(contentType ?? '').startsWith('application/x-www-form-urlencoded')) return parse(text);
  const form = new URLSearchParams(text);
  const payload = form.get('payload');
  return payload === null ? parse(JSON.stringify(Object.fromEntries(form))) : parse(payload);
}

function parse(json: string): SlackBody {
  let value: unknown;
  try {
    value = parseStorable(json);
  } catch (cause) {
    throw new InvalidBodyError({ detail: 'The payload is not JSON.', cause });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { payload: value as SlackPayload, json };
  }
  throw new InvalidBodyError({ detail: 'The payload is not a JSON object.' });
}
