import { createHmac, timingSafeEqual } from 'node:crypto';

/** A browser that we know by the token in its cookie, which scripts and other sites can't read. */
export interface KnownBrowser {
  token: string;
}

/** What a form of ours carries and another site's can't know. */
export const formToken = ({ token }: KnownBrowser) =>
  createHmac('sha256', token).update('form').digest('base64url');

/** In constant time. */
export function isFormToken(browser: KnownBrowser, given: string): boolean {
  const expected = Buffer.from(formToken(browser));
  const got = Buffer.from(given);
  return expected.length === got.length && timingSafeEqual(expected, got);
}
