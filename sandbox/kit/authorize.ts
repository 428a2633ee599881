import { Browser, hiddenFields } from './browser.js';

/** What a person chooses on an authorize page. Who is not named is the first of the list. */
export interface Decision {
  decision?: 'allow' | 'cancel';
  user?: string;
  /** A workspace's T-id, or an organisation's E-id. */
  team?: string;
}

/**
 * Opens an authorize page, an app's or Sign in with Slack's, decides, and answers where Slack sends the browser; it
 * doesn't go there. Throws the page's error where the page shows one.
 */
export async function authorize(pageUrl: string, choice: Decision = {}): Promise<URL> {
  const page = await new Browser().visit(pageUrl);
  const problem = /Error details<\/strong>: <code>([^<]*)</.exec(page.html)?.[1];
  if (problem !== undefined) throw new Error(problem);
  const { origin, pathname } = new URL(page.url);
  const decided = await fetch(origin + pathname, {
    method: 'POST',
    body: new URLSearchParams({ ...hiddenFields(page.html), decision: 'allow', ...choice }),
    redirect: 'manual',
  });
  const location = decided.headers.get('location');
  if (location === null) throw new Error(`the authorize page answered ${decided.status}`);
  return new URL(location);
}
