import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';
import { TestBrowser, hasChromium, violations } from './chromium.js';

const INITECH = 'E0INITECH1';
/** Where pictures of the pages go, to be looked at; none where it is not set. */
const PICTURES = process.env.BROWSER_PICTURES;
const LOOKS = [
  { name: 'light', options: { colorScheme: 'light' as const } },
  { name: 'dark', options: { colorScheme: 'dark' as const } },
  {
    name: 'phone',
    options: {
      colorScheme: 'dark' as const,
      viewport: { width: 360, height: 740 },
      isMobile: true,
      hasTouch: true,
    },
  },
];

(hasChromium ? describe : describe.skip)('Installing in Chromium (needs Debian’s chromium)', () => {
  let board: Switchboard;
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await TestBrowser.launch();
    if (PICTURES !== undefined) mkdirSync(PICTURES, { recursive: true });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    board = await startSwitchboard({ installed: false, env: { SLACK_USER_SCOPES: 'search:read' } });
    browser.complaints.length = 0;
  });
  afterEach(() => board.stop());

  /** The page as it is: no violation of WCAG, nothing refused by its policy, nothing that needs scrolling sideways. */
  async function check(page: Page, name: string) {
    expect({ name, violations: await violations(page) }).toEqual({ name, violations: [] });
    const wide = await page.evaluate(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    );
    expect({ name, wide }).toEqual({ name, wide: false });
    if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
  }

  const heading = (page: Page) => page.locator('h1').textContent();
  const press = (page: Page, name: string) => page.getByRole('button', { name }).click();

  async function choose(page: Page, owner: string) {
    await page.getByRole('link', { name: 'Add to Slack' }).click();
    await page.getByLabel('Workspace or organization').selectOption(owner);
    await press(page, 'Switch');
  }

  it.each(LOOKS)(
    'two workspaces and an organisation install it, each step works ($name)',
    async ({ name, options }) => {
      const page = await browser.open(board.url, { ...options, javaScriptEnabled: true });
      await check(page, `${name}-landing`);
      await choose(page, 'T0ACME0001');
      await press(page, 'Allow');
      expect(await heading(page)).toBe('Switchboard is in Acme');
      await check(page, `${name}-steps`);

      await page.getByLabel('Channel').fill('#nowhere');
      await press(page, 'Use this channel');
      await check(page, `${name}-wrong-channel`);
      await page.getByLabel('Channel').fill('#ops');
      await press(page, 'Use this channel');
      await press(page, 'Send a test card');
      await page.getByText('The test card arrived in #ops.').waitFor();
      await board.slack.expectMessage('#ops', { text: 'It works' });
      await press(page, 'Get a key');
      const key = await page.getByRole('region', { name: 'Your key' }).textContent();
      expect(key).toMatch(/^swb_/);
      await check(page, `${name}-key`);
      await page.getByRole('link', { name: 'Open Slack' }).click();
      await page.waitForURL((url) => url.origin !== new URL(board.url).origin);

      await page.goto(board.url);
      await choose(page, 'T0GLOBEX01');
      await press(page, 'Allow');
      expect(await heading(page)).toBe('Switchboard is in Globex');

      await page.goto(board.url);
      await choose(page, INITECH);
      await press(page, 'Allow');
      expect(await heading(page)).toBe('Switchboard is installed for Initech');
      await check(page, `${name}-organisation`);
      await board.slack.in(INITECH).teamAccess(['T0INITHQ01', 'T0INITLAB1']);
      await page.getByRole('link', { name: 'It is added: go on' }).click();
      await eventually(async () => {
        await page.reload();
        expect(await heading(page)).toBe('Switchboard is in Initech HQ');
      });
      await page.getByText('other workspaces').waitFor();
      await check(page, `${name}-organisation-steps`);
      // A browser says of our own refusal of a channel that it is one.
      expect(browser.complaints.filter((words) => !words.includes('/setup/channel'))).toEqual([]);
    },
  );

  it.each(LOOKS)(
    'what doesn’t work out has a way forward: cancelled, replayed, another browser, no state ($name)',
    async ({ name, options }) => {
      const page = await browser.open(board.url, options);
      await choose(page, 'T0ACME0001');
      await press(page, 'Cancel');
      expect(await heading(page)).toBe('Nothing was installed');
      await check(page, `${name}-cancelled`);

      let callback = '';
      page.on('request', (request) => {
        if (request.url().includes('/slack/oauth_redirect')) callback = request.url();
      });
      await page.getByRole('link', { name: 'Start again' }).click();
      await press(page, 'Allow');
      expect(await heading(page)).toBe('Switchboard is in Acme');
      await page.goto(callback);
      expect(await heading(page)).toBe('This link was used already');
      await check(page, `${name}-used`);
      await page.getByRole('link', { name: 'Go on with the first steps' }).click();
      expect(await heading(page)).toBe('Switchboard is in Acme');

      const other = await browser.open(`${board.url}/setup`, options);
      expect(await heading(other)).toBe('These pages have closed');
      await check(other, `${name}-closed`);
      await other.goto(`${board.url}/slack/oauth_redirect?code=1`);
      expect(await heading(other)).toBe('This installation began somewhere else');
      await check(other, `${name}-no-state`);
      await other.goto(`${board.url}/slack/oauth_redirect?code=1&state=made-up`);
      await check(other, `${name}-unknown`);
      await page.getByRole('link', { name: 'Open Slack' }).waitFor();
    },
  );
});
