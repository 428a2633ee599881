import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';
import { TestBrowser, hasChromium } from './chromium.js';
import { violations } from './looks.js';

/** Where pictures of the pages go, to be looked at; none where it is not set. */
const PICTURES = process.env.BROWSER_PICTURES;
const LOOKS = [
  { name: 'light', options: { colorScheme: 'light' as const } },
  { name: 'dark', options: { colorScheme: 'dark' as const } },
  {
    name: 'phone',
    options: {
      colorScheme: 'light' as const,
      viewport: { width: 360, height: 740 },
      isMobile: true,
      hasTouch: true,
    },
  },
];
const DOCUMENT = JSON.stringify({
  routes: [{ name: 'payments', match: { labels: { service: 'pay*' } }, to: [{ channel: '#old-alerts' }] }],
  fallback: { channel: '#nowhere' },
});

(hasChromium ? describe : describe.skip)('The console in Chromium (needs Debian’s chromium)', () => {
  let board: Switchboard;
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await TestBrowser.launch();
    board = await startSwitchboard();
    if (PICTURES !== undefined) mkdirSync(PICTURES, { recursive: true });
  });
  afterAll(() => browser.close());
  afterAll(() => board.stop());

  /** The page as it is: no violation of WCAG, nothing that needs scrolling sideways. */
  async function check(page: Page, name: string) {
    expect({ name, violations: await violations(page) }).toEqual({ name, violations: [] });
    const wide = await page.evaluate(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    );
    expect({ name, wide }).toEqual({ name, wide: false });
    if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
  }

  it.each(LOOKS)(
    'somebody signs in, makes a key, sends with it, replays what failed and signs out ($name)',
    async ({ name, options }) => {
      await board.slack.archive('#old-alerts', true);
      const page = await browser.open(board.url, options);
      const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
      const press = (words: string) => page.getByRole('button', { name: words, exact: true }).click();
      const go = (words: string) => page.getByRole('navigation').getByRole('link', { name: words }).click();

      await page.getByRole('link', { name: 'Sign in to the console' }).click();
      await check(page, `${name}-console-signed-out`);
      await page.getByRole('link', { name: 'Sign in with Slack' }).click();
      await press('Allow');
      await heading('Health');

      await go('Keys');
      await page.getByRole('textbox', { name: 'Name' }).fill('browser');
      await press('Make a key');
      const key = (await page.getByRole('region', { name: 'Your key', exact: true }).textContent()) ?? '';
      await check(page, `${name}-console-key`);
      await page.reload();
      await page.getByText('makes no other').waitFor();
      expect(await page.getByText(key).count()).toBe(0);
      await check(page, `${name}-console-key-again`);

      await go('Routes');
      await page.getByRole('textbox', { name: 'Document' }).fill('{"routes": 1}');
      await press('Check and apply');
      await check(page, `${name}-console-wrong-routes`);
      await page.getByRole('textbox', { name: 'Document' }).fill(DOCUMENT);
      await page.getByRole('textbox', { name: 'Title' }).press('Enter');
      await page.getByText('as you typed it, which is not applied').waitFor();
      expect(await page.getByRole('textbox', { name: 'Document' }).inputValue()).toBe(DOCUMENT);
      await check(page, `${name}-console-unapplied`);
      await press('Check and apply');
      await page.getByText('counts from now on').waitFor();
      await page.getByRole('textbox', { name: 'Labels' }).fill('service=payments');
      await press('Explain');
      await page.getByText(/It would go to #old-alerts, by version \d+, which counts now/).waitFor();
      await check(page, `${name}-console-explained`);

      const sent = await fetch(`${board.url}/v1/notifications`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ title: `Disk full on db-3 (${name})`, labels: { service: 'payments' } }),
      });
      expect(sent.status).toBe(202);
      await go('Failed deliveries');
      await eventually(async () => {
        await page.reload();
        expect(await page.getByText(`db-3 (${name})`).count()).toBe(1);
      });
      await check(page, `${name}-console-failed`);
      await board.slack.archive('#old-alerts', false);
      await press('Replay');
      await page.getByText('is on the way again').waitFor();
      await board.slack.expectMessage('#old-alerts', { text: `db-3 (${name})` });

      await go('Destinations');
      await page.getByRole('textbox', { name: 'Name' }).fill(`partner-${name}`);
      await page
        .locator('#url')
        .fill(`https://hooks.slack.com/services/T0ACME0001/B1/${name}${'x'.repeat(20)}`);
      await press('Add the webhook');
      await page.getByText('has its name').waitFor();
      await page.getByText(`Change partner-${name}…`).click();
      await check(page, `${name}-console-destinations`);
      await go('Audit trail');
      await page.getByText('delivery.replayed').first().waitFor();
      await check(page, `${name}-console-audit`);
      await go('Export and import');
      await check(page, `${name}-console-configuration`);
      await go('Routes');
      await page.getByRole('textbox', { name: 'Document' }).fill('routes: [] # half');
      await page.context().clearCookies();
      await press('Check and apply');
      expect(await page.getByRole('textbox', { name: 'Document' }).inputValue()).toBe('routes: [] # half');
      await check(page, `${name}-console-ended-session`);
      await page.getByRole('link', { name: 'Sign in with Slack' }).click();
      await press('Allow');
      await heading('Routes');
      await go('Health');
      await page.getByText('Each of them').click();
      await check(page, `${name}-console-health`);
      await press('Sign out');
      await page.waitForURL(`${board.url}/`);
      await page.goto(`${board.url}/console`);
      await heading('Sign in to Switchboard');
      // What we refuse ourselves, a browser calls an error.
      const refused = (words: string) => /\/console(\/routes\/apply|\/keys\/create)?\)$/.test(words);
      expect(browser.complaints.filter((words) => !refused(words))).toEqual([]);
    },
  );
});
