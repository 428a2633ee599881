import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export const SCOPES = ['send', 'read', 'manage'] as const;
export type Scope = (typeof SCOPES)[number];

const ID_BYTES = 6;
/** 256 random bits: no guess finds them, so a fast hash is enough (ADR 0010). */
const SECRET_BYTES = 32;
const FORM = /^swb_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

export interface NewApiKey {
  id: string;
  /** `swb_<id>_<secret>`: shown once, never stored. */
  key: string;
  secretSha256: Buffer;
}

const sha256 = (secret: string) => createHash('sha256').update(secret, 'utf8').digest();

/** @param id of the key, where it must be found again; see {@link keyIdOf} */
export function newApiKey(id = randomBytes(ID_BYTES).toString('hex')): NewApiKey {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return { id, key: `swb_${id}_${secret}`, secretSha256: sha256(secret) };
}

/**
 * The id of the one key that a form makes, however often a browser sends it: ids are unique, so the second time finds it taken.
 * @param secret of the browser's session: nobody else picks the ids of its forms
 * @param once of the page that showed the form
 */
export const keyIdOf = (secret: string, once: string) =>
  createHmac('sha256', secret)
    .update(`key ${once}`, 'utf8')
    .digest('hex')
    .slice(0, 2 * ID_BYTES);

export function parseApiKey(text: string): { id: string; secretSha256: Buffer } | undefined {
  const [, id, secret] = FORM.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secretSha256: sha256(secret) };
}

/** In constant time. */
export const sameSecret = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b);
