import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import type { JsonObject } from '../../sandbox/json.js';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { hasChromium, SlackPage, TestBrowser } from './chromium.js';

const MESSAGES = 5_000;
const LONGEST_TASK_MS = 100;
const SEARCH_MS = 200;
/** Others use the machine too: the median of these counts. */
const TRIES = 5;
const MOST_BYTES = 300_000;

it('The page’s code and styles stay under 300 kB compressed', () => {
  const built = fileURLToPath(new URL('../../dist/page', import.meta.url));
  const bytes = readdirSync(built).map((name) => gzipSync(readFileSync(join(built, name))).length);
  const all = bytes.reduce((sum, one) => sum + one, 0);
  process.stdout.write(`the page with gzip: ${all} bytes\n`);
  expect(bytes.length).toBeGreaterThan(2);
  expect(all).toBeLessThan(MOST_BYTES);
});

(hasChromium ? describe : describe.skip)(`A channel of ${MESSAGES} messages`, () => {
  let sandbox: Sandbox;
  let people: SandboxClient;
  let browser: TestBrowser;
  let slack: SlackPage;
  beforeAll(async () => {
    sandbox = await startSandbox({ appUrl: 'http://127.0.0.1:1' });
    people = new SandboxClient(sandbox.url);
    await people.obtainTokens(['chat:write', 'chat:write.public']);
    for (let from = 0; from < MESSAGES; from += 1_000) {
      const messages = Array.from({ length: 1_000 }, (_, index) => card(from + index));
      await people.fill('#general', messages);
    }
    browser = await TestBrowser.launch();
    slack = new SlackPage(await browser.open(`${sandbox.url}/?channel=general`));
    await slack.message(`Node ${MESSAGES - 1} is full`).waitFor();
    // The older ones have come, too.
    await slack.page.waitForFunction(
      (most) =>
        Number((globalThis as any).document.querySelector('[aria-setsize]')?.getAttribute('aria-setsize')) >
        most,
      MESSAGES,
    );
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.close();
  });

  it(`has no task of more than ${LONGEST_TASK_MS} ms while it is scrolled from end to end`, async () => {
    const tries: { onClock: number; onProcessor: number }[] = [];
    while (tries.length < 3) {
      tries.push(await browser.longestTask(slack.page, () => scrollThrough(slack.page)));
    }
    process.stdout.write(`longest tasks while scrolling, ms: ${JSON.stringify(tries)}\n`);
    expect(median(tries.map(({ onProcessor }) => onProcessor))).toBeLessThanOrEqual(LONGEST_TASK_MS);
    // Most of it is not in the document, and what is in sight is right.
    expect(await slack.messages.count()).toBeLessThan(150);
    await slack.page.locator('.message-list').evaluate((list: any) => (list.scrollTop = 0));
    await slack.page.getByText('This is the very beginning of').waitFor();
  });

  it(`finds a message in less than ${SEARCH_MS} ms, and shows it`, async () => {
    const { page } = slack;
    await page.keyboard.press('Control+g');
    const took: number[] = [];
    while (took.length < TRIES) took.push(await searchTime(page, `node ${1234 + took.length}`));
    process.stdout.write(`searches, ms: ${took.map(Math.round).join(', ')}\n`);
    expect(median(took)).toBeLessThan(SEARCH_MS);
    await page.keyboard.press('Enter');
    await slack.message(`Node ${1233 + took.length} is full`).waitFor();
  });

  it('shows that the app is down, and when the sandbox is; and comes back by itself', async () => {
    const { page } = slack;
    // Nobody listens where the app should be.
    await page.getByText('Switchboard is down').waitFor();
    const { port } = sandbox;
    await sandbox.close();
    await page.getByText('The sandbox is gone').waitFor();
    sandbox = await startSandbox({ port, appUrl: 'http://127.0.0.1:1' });
    await page.getByText('The sandbox is gone').waitFor({ state: 'detached' });
    await people.say('#general', 'Anybody there?', { user: 'bob' });
    await slack.message('Anybody there?').waitFor();
    expect(await slack.messages.count()).toBe(1);
  });
});

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];

function card(index: number): { text: string; blocks: JsonObject[] } {
  const text = `Node ${index} is full`;
  const blocks = [
    {
      type: 'section',
      text: { type: 'mrkdwn', text: `:red_circle: *${text}*\n${'It is. '.repeat(index % 12)}` },
    },
    {
      type: 'actions',
      elements: [
        { type: 'button', action_id: 'ack', text: { type: 'plain_text', text: 'Acknowledge' } },
        { type: 'button', action_id: 'more', text: { type: 'plain_text', text: 'More' } },
      ],
    },
  ];
  return { text, blocks };
}

/** A fling all the way, then a stretch at a reader's pace. */
function scrollThrough(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const { document, requestAnimationFrame } = globalThis as any;
    const list = document.querySelector('.message-list');
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    list.scrollTop = list.scrollHeight;
    await frame();
    for (let step = 1; step <= 60; step += 1) {
      list.scrollTop = list.scrollHeight * (1 - step / 60);
      await frame();
    }
    for (let step = 0; step < 60; step += 1) {
      list.scrollTop += 120;
      await frame();
    }
    await frame();
  });
}

/** From the last key to the first result that is drawn. */
async function searchTime(page: Page, words: string): Promise<number> {
  const field = page.getByRole('combobox', { name: 'Search messages' });
  await field.fill('');
  await page.locator('.finder .choice').first().waitFor({ state: 'detached' });
  const measured = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const { document, MutationObserver, requestAnimationFrame } = globalThis as any;
        let began = 0;
        document.addEventListener('input', () => (began = performance.now()), { capture: true, once: true });
        const observer = new MutationObserver(() => {
          if (began === 0 || document.querySelector('.finder .choice') === null) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve(performance.now() - began));
        });
        observer.observe(document.body, { childList: true, subtree: true });
      }),
  );
  await field.fill(words);
  return measured;
}
