import { isObject, parseJson, type JsonObject } from '../json.js';

export type BodyKind = 'form' | 'json' | 'none' | 'other';

/** A request's body taken apart. `problem` is Slack's error code where it can't be. */
export interface Fields {
  kind: BodyKind;
  values: JsonObject;
  problem?: 'invalid_json' | 'json_not_object';
  /** Whether the Content-Type named a charset; Slack warns about JSON without and forms with one. */
  charset: boolean;
}

/** Reads form and JSON bodies; form values are strings, a repeated name keeps its last value. */
export function readFields(contentType: string | undefined, body: string): Fields {
  const type = (contentType ?? '').split(';')[0].trim().toLowerCase();
  const charset = /;\s*charset=/i.test(contentType ?? '');
  if (type === 'application/json') {
    if (body === '') return { kind: 'json', values: {}, charset };
    const parsed = parseJson(body);
    if (parsed === undefined) return { kind: 'json', values: {}, charset, problem: 'invalid_json' };
    if (!isObject(parsed)) return { kind: 'json', values: {}, charset, problem: 'json_not_object' };
    return { kind: 'json', values: parsed, charset };
  }
  if (type === 'application/x-www-form-urlencoded' || type === '') {
    return { kind: body === '' ? 'none' : 'form', values: formValues(body), charset };
  }
  return { kind: 'other', values: {}, charset };
}

export function formValues(encoded: string): JsonObject {
  return Object.fromEntries(new URLSearchParams(encoded));
}

/** Request headers as one string each. */
export function plainHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}
