import type { Page } from 'playwright-core';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';
import { TestBrowser, hasChromium } from './chromium.js';
import { faultsOf, NARROW } from './looks.js';

const INITECH = 'E0INITECH1';
/** Each of its pages is looked at four times. */
const PATIENCE_MS = 240_000;

(hasChromium ? describe : describe.skip)('Installing in Chromium (needs Debian’s chromium)', () => {
  let board: Switchboard;
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await TestBrowser.launch();
    board = await startSwitchboard({ installed: false, env: { SLACK_USER_SCOPES: 'search:read' } });
  });
  afterAll(async () => {
    await browser?.close();
    await board?.stop();
  });
  beforeEach(() => void (browser.complaints.length = 0));

  const check = async (page: Page, name: string) => expect(await faultsOf(page, name)).toEqual([]);
  const heading = (page: Page, name: string) =>
    page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  const press = (page: Page, name: string) => page.getByRole('button', { name }).click();

  async function choose(page: Page, owner: string) {
    await page.getByRole('link', { name: 'Add to Slack' }).click();
    await page.getByLabel('Workspace or organization').selectOption(owner);
    await press(page, 'Switch');
  }

  it(
    'two workspaces and an organisation install it, and each step works',
    async () => {
      const page = await browser.open(board.url);
      await check(page, 'landing');
      await choose(page, 'T0ACME0001');
      await press(page, 'Allow');
      await heading(page, 'Switchboard is in Acme');
      await check(page, 'steps');

      await page.getByLabel('Channel').fill('#nowhere');
      await press(page, 'Use this channel');
      await check(page, 'wrong channel');
      await page.getByLabel('Channel').fill('#ops');
      await press(page, 'Use this channel');
      await press(page, 'Send a test card');
      await page.getByText('The test card arrived in #ops.').waitFor();
      await board.slack.expectMessage('#ops', { text: 'It works' });
      await press(page, 'Get a key');
      const key = await page.getByRole('region', { name: 'Your key' }).textContent();
      expect(key).toMatch(/^swb_/);
      await check(page, 'key');
      await page.getByRole('link', { name: 'Open Slack' }).click();
      await page.waitForURL((url) => url.origin !== new URL(board.url).origin);

      await page.goto(board.url);
      await choose(page, 'T0GLOBEX01');
      await press(page, 'Allow');
      await heading(page, 'Switchboard is in Globex');
      await check(page, 'two installations');
      await page.getByRole('link', { name: 'Acme', exact: true }).click();
      await heading(page, 'Switchboard is in Acme');

      await page.goto(board.url);
      await choose(page, INITECH);
      await press(page, 'Allow');
      await heading(page, 'Switchboard is installed for Initech');
      await check(page, 'organisation');
      await board.slack.in(INITECH).teamAccess(['T0INITHQ01', 'T0INITLAB1']);
      await page.getByRole('link', { name: 'It is added: go on' }).click();
      await eventually(async () => {
        await page.reload();
        expect(await page.locator('h1').textContent()).toBe('Switchboard is in Initech HQ');
      });
      await page.getByText('other workspaces').waitFor();
      await check(page, 'organisation steps');
      // A browser says of our own refusal of a channel that it is one.
      expect(browser.complaints.filter((words) => !words.includes('/setup/channel'))).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'what doesn’t work out has a way forward on a phone: cancelled, replayed, another browser, no state',
    async () => {
      const phone = { viewport: NARROW, isMobile: true, hasTouch: true };
      const page = await browser.open(board.url, phone);
      await choose(page, 'T0ACME0001');
      await press(page, 'Cancel');
      await heading(page, 'Nothing was installed');
      await check(page, 'cancelled');

      let callback = '';
      page.on('request', (request) => {
        if (request.url().includes('/slack/oauth_redirect')) callback = request.url();
      });
      await page.getByRole('link', { name: 'Start again' }).click();
      await press(page, 'Allow');
      await heading(page, 'Switchboard is in Acme');
      await page.goto(callback);
      await heading(page, 'This link was used already');
      await check(page, 'used');
      await page.getByRole('link', { name: 'Go on with the first steps' }).click();
      await heading(page, 'Switchboard is in Acme');

      const other = await browser.open(`${board.url}/setup`, phone);
      await heading(other, 'These pages have closed');
      await check(other, 'closed');
      await other.goto(`${board.url}/slack/oauth_redirect?code=1`);
      await heading(other, 'This installation began somewhere else');
      await check(other, 'no state');
      await other.goto(`${board.url}/slack/oauth_redirect?code=1&state=made-up`);
      await check(other, 'unknown');
      await page.getByRole('link', { name: 'Open Slack' }).waitFor();
    },
    PATIENCE_MS,
  );
});
