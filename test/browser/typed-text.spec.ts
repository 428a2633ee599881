import { startSandbox, type Sandbox } from '../../sandbox/sandbox.js';
import { hasChromium, SlackPage, TestBrowser } from './chromium.js';
import { faultsOf } from './looks.js';

const TYPED = `Look at this, @bob:
> it said
> *no room* on db-3

and the log:
\`\`\`
if (free < 1) {
  stop(); // :wave: @ann > all
}
\`\`\`
Then > and \`code\` in a line, and
>>> all the rest
of what it said`;

(hasChromium ? describe : describe.skip)('What people type, as the page draws it', () => {
  let sandbox: Sandbox;
  let browser: TestBrowser;
  let slack: SlackPage;
  beforeAll(async () => {
    sandbox = await startSandbox();
    browser = await TestBrowser.launch();
    slack = new SlackPage(await browser.open(`${sandbox.url}/?channel=ops`));
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.close();
  });

  it('has quotations and code blocks, over many lines, while it is written and after it was edited', async () => {
    const { page } = slack;
    await slack.composer.fill(TYPED);
    await page.keyboard.press('Enter');
    const message = slack.message('Look at this');
    await message.waitFor();
    const drawn = (what: string) => message.locator(what).allInnerTexts();
    expect(await drawn('blockquote')).toEqual(['it said\nno room on db-3', 'all the rest\nof what it said']);
    expect(await drawn('blockquote strong')).toEqual(['no room']);
    expect(await drawn('pre')).toEqual(['if (free < 1) {\n  stop(); // :wave: @ann > all\n}']);
    expect(await drawn('.mention')).toEqual(['@bob']);
    expect(await faultsOf(page, 'typed text')).toEqual([]);

    await page.keyboard.press('ArrowUp');
    await page.getByRole('textbox', { name: 'Edit message' }).fill('Look at this:\n> other words');
    await page.keyboard.press('Enter');
    await message.getByText('(edited)').waitFor();
    expect(await drawn('blockquote')).toEqual(['other words']);
    expect(browser.complaints).toEqual([]);
  });
});
