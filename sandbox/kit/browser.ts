import { CookieJar } from './cookie-jar.js';

export interface PageVisit {
  status: number;
  /** Where the redirects ended. */
  url: string;
  html: string;
}

const MAX_REDIRECTS = 10;

/** Follows links as a browser does: one redirect after the other, cookies kept. */
export class Browser {
  constructor(readonly jar: CookieJar = new CookieJar()) {}

  /** Gets a page, following redirects. */
  async visit(url: string): Promise<PageVisit> {
    return this.follow(url, { method: 'GET' });
  }

  /** Submits a form, following redirects. */
  async submit(url: string, fields: Record<string, string>): Promise<PageVisit> {
    const body = new URLSearchParams(fields).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.follow(url, { method: 'POST', body, headers });
  }

  private async follow(start: string, first: RequestInit): Promise<PageVisit> {
    let url = new URL(start);
    let init = first;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const cookie = this.jar.header(url);
      const headers = new Headers(init.headers);
      headers.set('accept', 'text/html');
      if (cookie !== undefined) headers.set('cookie', cookie);
      const response = await fetch(url, { ...init, headers, redirect: 'manual' });
      this.jar.store(url, response.headers.getSetCookie());
      const location = response.headers.get('location');
      const html = await response.text();
      if (response.status < 300 || response.status >= 400 || location === null) {
        return { status: response.status, url: url.href, html };
      }
      url = new URL(location, url);
      init = { method: 'GET' };
    }
    throw new Error(`more than ${MAX_REDIRECTS} redirects from ${start}`);
  }
}

/** The hidden fields of a page's form. */
export function hiddenFields(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    const value = /value="([^"]*)"/.exec(tag)?.[1];
    if (name !== undefined) fields[unescapeHtml(name)] = unescapeHtml(value ?? '');
  }
  return fields;
}

function unescapeHtml(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}
