import type { JsonObject } from '../../sandbox/json.js';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { eventually } from '../harness/eventually.js';
import { hasChromium, SlackPage, TestBrowser } from './chromium.js';

/** As many as make a channel so long that its heading is drawn, but only after the newest messages. */
const COUNTS = { deployments: 9, incidents: 10, ops: 11 };

(hasChromium ? describe : describe.skip)('A channel that is opened', () => {
  let sandbox: Sandbox;
  let browser: TestBrowser;
  let slack: SlackPage;
  const list = () => slack.page.locator('.main .message-list');
  const toEnd = () =>
    list().evaluate(({ scrollHeight, scrollTop, clientHeight }: any) =>
      Math.abs(scrollHeight - scrollTop - clientHeight),
    );
  beforeAll(async () => {
    sandbox = await startSandbox({ appUrl: 'http://127.0.0.1:1' });
    const people = new SandboxClient(sandbox.url);
    await people.obtainTokens(['chat:write', 'chat:write.public']);
    for (const [channel, count] of Object.entries({ ...COUNTS, general: 12 })) {
      await people.fill(
        `#${channel}`,
        Array.from({ length: count }, (_, index) => card(index + 1)),
      );
    }
    browser = await TestBrowser.launch();
    slack = new SlackPage(await browser.open(sandbox.url, { viewport: { width: 1280, height: 860 } }));
    await slack.composer.waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.close();
  });

  it.each(Object.entries(COUNTS))('shows its newest message: #%s with %d', async (channel, count) => {
    const { page } = slack;
    await page.goto(`${sandbox.url}/?channel=${channel}`);
    await slack.message(`Node ${count} is full`).waitFor();
    await page.getByText('This is the very beginning of').waitFor({ state: 'attached' });
    await eventually(async () => expect(await toEnd()).toBeLessThan(2), 5_000);
  });

  it('has its beginning in sight at its top, and keeps its place there', async () => {
    const { page } = slack;
    await page.goto(`${sandbox.url}/?channel=general`);
    await page.setViewportSize({ width: 1280, height: 400 });
    await slack.message('Node 12 is full').waitFor();
    await eventually(async () => expect(await toEnd()).toBeLessThan(2), 5_000);
    await list().evaluate((element: any) => (element.scrollTop = 0));
    const heading = page.locator('.main .beginning h2');
    await heading.waitFor();
    await eventually(async () => {
      const [inside, frame] = [await heading.boundingBox(), await list().boundingBox()];
      expect(inside!.y).toBeGreaterThanOrEqual(frame!.y);
      expect(await list().evaluate((element: any) => element.scrollTop)).toBe(0);
    }, 5_000);
  });
});

function card(index: number): { text: string; blocks: JsonObject[] } {
  const text = `Node ${index} is full`;
  const button = { type: 'button', action_id: 'ack', text: { type: 'plain_text', text: 'Acknowledge' } };
  const blocks = [
    { type: 'header', text: { type: 'plain_text', text } },
    { type: 'section', text: { type: 'mrkdwn', text: 'It is full, and nobody looks after it.' } },
    { type: 'actions', elements: [button] },
  ];
  return { text, blocks };
}
