/** A browser's cookies, as far as walking an OAuth flow needs them: by host, replaced by name, dropped on Max-Age=0. */
export class CookieJar {
  private readonly byHost = new Map<string, Map<string, string>>();

  store(url: URL, setCookies: string[]): void {
    const cookies = this.byHost.get(url.host) ?? new Map<string, string>();
    this.byHost.set(url.host, cookies);
    for (const line of setCookies) {
      const [pair, ...attributes] = line.split(';').map((part) => part.trim());
      const at = pair.indexOf('=');
      const name = pair.slice(0, at);
      const gone = attributes.some(
        (attribute) =>
          /^max-age=(0|-\d+)$/i.test(attribute) ||
          (/^expires=/i.test(attribute) && Date.parse(attribute.slice(8)) < Date.now()),
      );
      if (gone) cookies.delete(name);
      else cookies.set(name, pair.slice(at + 1));
    }
  }

  /** The `Cookie` header for `url`, `undefined` where there is none. `Secure` is not held against localhost. */
  header(url: URL): string | undefined {
    const cookies = this.byHost.get(url.host);
    if (!cookies || cookies.size === 0) return undefined;
    return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}
