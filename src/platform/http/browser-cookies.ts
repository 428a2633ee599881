import type { FastifyRequest } from 'fastify';

/** What browsers keep for us: which of them began a walk to Slack, which may take the first steps, who has signed in. */
export type CookieName = 'browser' | 'setup' | 'console';

/** Over https a name that no subdomain and no plain http can set; on a laptop's http a browser refuses that name. */
const nameOf = (name: CookieName, secure: boolean) => `${secure ? '__Host-' : ''}switchboard-${name}`;

const TOKEN = /^[\w-]{43}$/;
const MOST_LISTED = 5;

const isSecure = (publicUrl: string) => publicUrl.startsWith('https:');

export function cookieIn(request: FastifyRequest, publicUrl: string, name: CookieName): string | undefined {
  const value = valueIn(request, publicUrl, name) ?? '';
  return TOKEN.test(value) ? value : undefined;
}

/** Of a cookie that keeps several, in their order; see {@link listed}. */
export const cookiesIn = (request: FastifyRequest, publicUrl: string, name: CookieName): string[] =>
  (valueIn(request, publicUrl, name) ?? '').split('.', MOST_LISTED).filter((token) => TOKEN.test(token));

/** Several tokens as one cookie's value: the first ones, where there are too many. */
export const listed = (tokens: string[]) => tokens.slice(0, MOST_LISTED).join('.');

function valueIn(request: FastifyRequest, publicUrl: string, name: CookieName): string | undefined {
  const wanted = `${nameOf(name, isSecure(publicUrl))}=`;
  const found = (request.headers.cookie ?? '')
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(wanted));
  return found?.slice(wanted.length);
}

/** Lax: they come along when Slack sends the browser back, and not with another site's forms. */
export function cookie(publicUrl: string, name: CookieName, value: string, seconds: number): string {
  const secure = isSecure(publicUrl);
  return `${nameOf(name, secure)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
