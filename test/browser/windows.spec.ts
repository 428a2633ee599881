import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { hasChromium, SlackPage, TestBrowser } from './chromium.js';
import { faultsOf, WIDE } from './looks.js';

const PARTS = ['main', 'thread', 'panel'];
/** How wide the window is, and what of channel, thread and laboratory it has room for, the laboratory opened last. */
const WINDOWS: [number, string[]][] = [
  [390, ['panel']],
  [800, ['panel']],
  [1000, ['main', 'panel']],
  [1280, ['main', 'panel']],
  [1440, PARTS],
];

(hasChromium ? describe : describe.skip)('Windows of all widths', () => {
  let sandbox: Sandbox;
  let browser: TestBrowser;
  let slack: SlackPage;
  const toggle = () => slack.page.keyboard.press('Control+.');
  const close = (name: string) => slack.page.getByRole('button', { name: `Close ${name}` });
  const inspect = async (what: string, width: number) =>
    expect(await faultsOf(slack.page, what, [{ ...WIDE, width }])).toEqual([]);
  beforeAll(async () => {
    sandbox = await startSandbox({ appUrl: 'http://127.0.0.1:1' });
    const people = new SandboxClient(sandbox.url);
    await people.say('#incidents', 'The disk of node 7 is full', { user: 'ann' });
    browser = await TestBrowser.launch();
    slack = new SlackPage(await browser.open(`${sandbox.url}/?channel=incidents`));
    const card = slack.message('node 7');
    await card.hover();
    await card.getByRole('button', { name: 'Reply in thread' }).click();
    await slack.thread.getByRole('textbox', { name: 'Reply' }).fill('On it');
    await slack.page.keyboard.press('Enter');
    await slack.thread.locator('.message', { hasText: 'On it' }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.close();
  });

  it.each(WINDOWS)('of %d pixels show whole what was opened last, beside %j', async (width, shown) => {
    const { page } = slack;
    const withThread = shown.length === 1 ? ['thread'] : ['main', 'thread'];
    await page.setViewportSize({ ...WIDE, width });
    expect(await seen(slack)).toEqual({ parts: withThread, faults: [] });
    await inspect('thread', width);
    await toggle();
    await close('laboratory').waitFor();
    expect(await seen(slack)).toEqual({ parts: shown, faults: [] });
    await inspect('both', width);
    await close('laboratory').click();
    await slack.page.locator('.panel').waitFor({ state: 'detached' });
    expect(await seen(slack)).toEqual({ parts: withThread, faults: [] });
  });

  it('bring up again what they cover, and go back to the channel', async () => {
    const { page } = slack;
    await page.setViewportSize({ ...WIDE, width: 800 });
    await toggle();
    await close('laboratory').waitFor();
    await slack.channel('incidents').click();
    await slack.message('node 7').waitFor();
    expect(await seen(slack)).toEqual({ parts: ['main'], faults: [] });
    await slack.message('node 7').locator('.replies').click();
    await close('thread').waitFor();
    await toggle();
    await close('laboratory').waitFor();
    await page.locator('.panel :focus').waitFor();
    await toggle();
    await close('thread').click();
    await slack.message('node 7').waitFor();
    expect(browser.complaints).toEqual([]);
  });
});

/** The parts that can be seen, and what of them lies under something, beyond the window or outside its part. */
function seen({ page }: SlackPage): Promise<{ parts: string[]; faults: string[] }> {
  return page.evaluate((parts) => {
    const { document, innerWidth } = globalThis as any;
    const SEEN = { visibilityProperty: true };
    const visible = parts
      .map((name) => document.querySelector(`.${name}`))
      .filter((part) => part?.querySelector('form.composer, .panel-tabs')?.checkVisibility(SEEN));
    const faults: string[] = [];
    for (const part of visible) {
      for (const one of part.querySelectorAll('header h1, header button, .panel-tabs button')) {
        if (!one.checkVisibility(SEEN)) continue;
        const { left, right, top, bottom } = one.getBoundingClientRect();
        const spots = [left + 2, (left + right) / 2, right - 2];
        const isWhole = spots.every((x) => one.contains(document.elementFromPoint(x, (top + bottom) / 2)));
        if (left < 0 || right > innerWidth || !isWhole) faults.push(one.ariaLabel ?? one.textContent);
      }
    }
    const boxes = visible.map((part) => part.getBoundingClientRect()).sort((a, b) => a.left - b.left);
    if (boxes.some(({ left }, at) => at > 0 && left < boxes[at - 1].right)) faults.push('parts overlap');
    return { parts: visible.map(({ classList }) => classList[0]), faults };
  }, PARTS);
}
