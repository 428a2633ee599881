import { Browser, type PageVisit, hiddenFields } from '../../sandbox/kit/browser.js';
import { type Decision } from '../../sandbox/kit/authorize.js';

/** A browser at the console's pages, as a person uses them. */
export class ConsoleBrowser {
  readonly browser = new Browser();

  constructor(readonly url: string) {}

  /** Through Slack's page and back. */
  async signIn({ team = 'T0ACME0001', ...choice }: Decision = {}): Promise<PageVisit> {
    const page = await this.browser.visit(`${this.url}/console/sign-in?team=${team}`);
    const { origin, pathname } = new URL(page.url);
    return this.browser.submit(origin + pathname, {
      ...hiddenFields(page.html),
      decision: 'allow',
      ...choice,
    });
  }

  visit(path = ''): Promise<PageVisit> {
    return this.browser.visit(`${this.url}/console${path}`);
  }

  /** What every form of the visitor's pages carries. */
  async formToken(): Promise<string> {
    return hiddenFields((await this.visit()).html).form;
  }

  async press(path: string, fields: Record<string, string> = {}): Promise<PageVisit> {
    return this.browser.submit(`${this.url}/console${path}`, { form: await this.formToken(), ...fields });
  }
}

/** A page's words: its heading, and what it says of what was done. */
export const wordsOf = ({ html }: PageVisit) => ({
  heading: /<h1>(.*?)<\/h1>/s.exec(html)?.[1],
  said: [...html.matchAll(/<(?:p|div) class="note[^"]*" role="(?:status|alert)">(.*?)<\/(?:p|div)>/gs)]
    .map(([, words]) =>
      words
        .replaceAll(/<[^>]+>/g, '')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    )
    .join(' '),
});
