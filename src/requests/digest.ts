import { createHash } from 'node:crypto';

/** A short name for what may be long: a key of a row or a cache. */
export const digest = (parts: unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
