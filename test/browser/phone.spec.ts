import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { hasChromium, SlackPage, TestBrowser } from './chromium.js';

const PHONE = { width: 390, height: 780 };
const MANIFEST = {
  features: {
    slash_commands: [
      {
        command: '/desk',
        description: 'Asks everybody who sits at the desk, one after the other',
        usage_hint: '[anything that one may want to know of them]',
      },
    ],
  },
};

(hasChromium ? describe : describe.skip)('On a phone', () => {
  let sandbox: Sandbox;
  let browser: TestBrowser;
  let slack: SlackPage;
  beforeAll(async () => {
    sandbox = await startSandbox({ appUrl: 'http://127.0.0.1:1' });
    const people = new SandboxClient(sandbox.url);
    await people.configure({ app: { manifest: MANIFEST } });
    await people.obtainTokens(['chat:write', 'commands']);
    browser = await TestBrowser.launch();
    slack = new SlackPage(await browser.open(`${sandbox.url}/?channel=general`, { viewport: PHONE }));
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.close();
  });

  it.each([
    ['/', /^\/desk/],
    ['@', /Ann Arden/],
    ['#', /incidents/],
  ])('has what can be completed whole in the window: %s', async (sign, name) => {
    await slack.composer.fill('');
    await slack.composer.pressSequentially(sign);
    await slack.page.getByRole('option', { name }).waitFor();
    const box = await slack.page.locator('.popover.choices').boundingBox();
    expect(box!.x).toBeGreaterThanOrEqual(8);
    expect(box!.x + box!.width).toBeLessThanOrEqual(PHONE.width - 8);
  });
});
