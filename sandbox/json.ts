/** JSON as it travels: nothing is known about it until a reader below has looked. */
export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text parsed, or `undefined` where it is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** `value` where it is a string, else the empty string. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function list(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}

export function objects(value: unknown): JsonObject[] {
  return list(value).filter(isObject);
}

/** A deep copy, so that what a caller holds never changes under it. */
export function copy<T extends Json>(value: T): T {
  return structuredClone(value);
}
