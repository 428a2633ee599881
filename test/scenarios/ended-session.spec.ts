import { hiddenFields } from '../../sandbox/kit/browser.js';
import { ConsoleBrowser, wordsOf } from '../harness/console.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const HOUR_MS = 60 * 60 * 1_000;
const URL_OF_HOOK = 'https://hooks.slack.com/services/T0ACME0001/B1/abcdefghijklmnopqrstuvwx';

describe('A session that ends in the middle of a form', () => {
  let board: Switchboard;
  let ann: ConsoleBrowser;
  let form: string;
  beforeAll(async () => {
    board = await startSwitchboard();
  });
  afterAll(() => board.stop());
  beforeEach(async () => {
    ann = new ConsoleBrowser(board.url);
    await ann.signIn();
    form = await ann.formToken();
    await board.clock.advance(13 * HOUR_MS);
  });
  afterEach(() => board.clock.advance(-13 * HOUR_MS));

  /** As a browser sends it. */
  const submit = (path: string, fields: Record<string, string>) =>
    ann.browser.submit(`${board.url}/console${path}`, { form, ...fields });

  it('gives back what was written, as text, and leads back to its page', async () => {
    const document = 'routes: []\n# </textarea><b>mine</b>\nfallback: { channel: "#ops" }';
    const page = await submit('/routes/apply', { version: '0', document });
    expect([page.status, wordsOf(page).heading]).toEqual([401, 'Sign in to Switchboard']);
    expect(page.html).toMatch(/<label for="written-document">[^<]*Document<\/label\s*><textarea id="written-document"[^>]* readonly[^>]*>\nroutes: \[\]\n# &#60;\/textarea&#62;/); // prettier-ignore
    expect(page.html).toContain('href="/console/sign-in?to=/console/routes"');
    expect(page.html).not.toContain(form);
  });

  it('shows no webhook’s URL again, wherever it was written', async () => {
    const { html } = await submit('/destinations/keep', { name: 'partner', url: URL_OF_HOOK });
    expect(html).toContain('partner');
    expect(html).not.toContain(URL_OF_HOOK);
    const document = `routes: [{ name: x, to: [{ webhook: "${URL_OF_HOOK}" }] }]`;
    expect((await submit('/routes/apply', { document })).html).not.toContain(URL_OF_HOOK);
  });

  it('repeats nothing that another site wrote', async () => {
    const answer = await fetch(`${board.url}/console/routes/apply`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams({ document: 'Call 555 at once' }),
    });
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toContain('555');
  });

  it('goes on where it ended, and nowhere but on a page of ours', async () => {
    await board.clock.advance(-13 * HOUR_MS);
    const signIn = async (to: string) => {
      const page = await ann.browser.visit(`${board.url}/console/sign-in?to=${encodeURIComponent(to)}`);
      const { origin, pathname } = new URL(page.url);
      return ann.browser.submit(origin + pathname, { ...hiddenFields(page.html), decision: 'allow' });
    };
    expect((await signIn('/console/routes')).url).toBe(`${board.url}/console/routes`);
    expect((await signIn('/console/keys/create')).url).toBe(`${board.url}/console/keys`);
    const elsewhere = ['//evil.example', 'https://evil.example/console/routes', '/console//evil.example'];
    for (const to of [
      ...elsewhere,
      '/console/../v1/routes',
      '/console@evil.example',
      '/docs',
      '/console/sign-out',
    ])
      expect((await signIn(to)).url).toBe(`${board.url}/console`);
    await board.clock.advance(13 * HOUR_MS);
  });
});
