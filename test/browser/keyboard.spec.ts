import { Desk, DeskModule } from '../harness/desk.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';
import { hasChromium, SlackPage, TestBrowser } from './chromium.js';
import { DESK_MANIFEST } from './desk-manifest.js';

/** A storm takes long on a machine that others use too. */
const PATIENCE_MS = 240_000;

(hasChromium ? describe : describe.skip)('The page, with the keyboard alone', () => {
  let board: Switchboard;
  let desk: Desk;
  let browser: TestBrowser;
  let slack: SlackPage;
  const press = async (...keys: string[]) => {
    for (const key of keys) await slack.page.keyboard.press(key);
  };
  const type = (text: string) => slack.page.keyboard.type(text);
  const focused = () => slack.page.locator('*:focus');
  /** Tab until the wanted thing has the focus, as a person does who sees where they are. */
  const tabTo = async (name: RegExp, key = 'Tab', page = slack.page) => {
    for (let steps = 0; steps < 40; steps += 1) {
      await page.keyboard.press(key);
      const named = await page.evaluate(() => {
        const { activeElement: at } = (globalThis as any).document;
        return String(at?.getAttribute('aria-label') ?? at?.textContent ?? '');
      });
      if (name.test(named.trim())) return;
    }
    throw new Error(`Tab never came to ${name}`);
  };

  beforeAll(async () => {
    board = await startSwitchboard({ installed: false, modules: [DeskModule] });
    desk = board.app.get(Desk);
    await board.slack.configure({ app: { manifest: DESK_MANIFEST } });
    browser = await TestBrowser.launch();
    slack = new SlackPage(await browser.open(board.slack.url));
    await slack.composer.waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await board?.stop();
  });

  it('installs the app through its landing page', async () => {
    const { page } = slack;
    await press('F6');
    await tabTo(/^Add Switchboard/);
    const [landing] = await Promise.all([page.context().waitForEvent('page'), press('Enter')]);
    const enter = async (name: RegExp) => {
      await landing.waitForLoadState();
      await tabTo(name, 'Tab', landing);
      await landing.keyboard.press('Enter');
    };
    await landing.waitForURL(`${board.url}/**`);
    await enter(/^Add to Slack/);
    await landing.waitForURL(`${board.slack.url}/**`);
    await enter(/^Allow/);
    await landing.waitForURL(`${board.url}/**`);
    await enter(/^Open Slack/);
    await landing.getByRole('button', { name: /^Switchboard/ }).waitFor();
    await landing.close();
    await page.getByRole('button', { name: /^Switchboard/ }).waitFor();
    await press('Escape');
  });

  it('goes to a channel by its name, and writes there', async () => {
    await press('Control+k');
    await type('incid');
    await press('Enter');
    await slack.page.getByRole('heading', { level: 1, name: 'incidents', exact: true }).waitFor();
    await type('Hello, @bo');
    await slack.page.getByRole('option', { name: /^Bob Brook/ }).waitFor();
    await press('Tab', 'Enter');
    await slack.message('Hello, @bob').waitFor();
    expect(await slack.composer.inputValue()).toBe('');
    await press('ArrowUp', 'Control+a');
    await type('Hello again');
    await press('Enter');
    await slack.message('Hello again').getByText('(edited)').waitFor();
  });

  it('comes to a card with F6 and arrows, presses its button, and opens its thread', async () => {
    const api = await board.apiWith('send');
    await api.post('/v1/notifications', { type: 'alert', title: 'Disk full', channel: '#incidents' });
    await slack.message('Disk full').waitFor();
    await press('Escape', 'F6', 'Shift+F6');
    await press('Escape');
    await tabTo(/^Switchboard, /, 'Shift+Tab');
    expect(await focused().getAttribute('data-row')).not.toBeNull();
    await press('ArrowUp', 'ArrowDown');
    await tabTo(/^Acknowledge/);
    await press('Enter');
    await slack.message('Acknowledged by').waitFor();
    await press('Escape');
    await tabTo(/^Switchboard, /, 'Shift+Tab');
    await press('t');
    await slack.thread.getByRole('textbox', { name: 'Reply' }).waitFor();
    await slack.page.waitForFunction(
      () => (globalThis as any).document.activeElement?.closest('.thread') !== null,
    );
    await type('Growing it');
    await press('Enter');
    await slack.message('1 reply').waitFor();
    await press('Escape');
    await slack.thread.waitFor({ state: 'detached' });
  });

  it('types a command, fills a form that is wrong and then right, and closes another', async () => {
    desk.on('command', async (_ctx, { ack }) => ack('The desk hears you'));
    await type('/d');
    await slack.page.getByRole('option', { name: '/desk [anything]' }).waitFor();
    await press('Enter', 'Enter');
    await slack.message('The desk hears you').waitFor();

    await tabTo(/^Shortcuts$/);
    await press('Enter');
    await slack.page.locator('[role=menuitem]:focus', { hasText: 'Open the desk' }).waitFor();
    await press('Enter');
    await slack.modal.waitFor();
    await slack.page.waitForFunction(() => (globalThis as any).document.activeElement?.tagName === 'INPUT');
    await press('Enter');
    await slack.modal.getByText('Please complete this required field.').waitFor();
    const onWrongField = () =>
      slack.page.waitForFunction(
        () => (globalThis as any).document.activeElement?.getAttribute('aria-invalid') === 'true',
      );
    await onWrongField();
    desk.on('form', async (_ctx, { ack }) =>
      ack({ response_action: 'errors', errors: { reason: 'Say it otherwise.' } }),
    );
    await type('Because');
    await press('Enter');
    await slack.modal.getByText('Say it otherwise.').waitFor();
    await onWrongField();
    const sent = new Promise((resolve) =>
      desk.on('form', async (_ctx, { ack, view }) => {
        await ack();
        resolve(view.state.values.reason);
      }),
    );
    await type(' so');
    await press('Enter');
    await slack.modal.waitFor({ state: 'detached' });
    expect(await sent).toMatchObject({ text: { value: 'Because so' } });
  });

  it(
    'sets a storm off in the laboratory, and sees what it did',
    async () => {
      const { key } = await board.apiWith('send', 'read');
      await board.slack.configure({ service: { url: board.url, key: key ?? '' } });
      await press('Control+k');
      await type('general');
      await press('Enter');
      await slack.page.getByRole('heading', { level: 1, name: 'general', exact: true }).waitFor();
      await press('Control+.');
      await slack.page.getByRole('tab', { name: 'Guide' }).waitFor();
      await press('Shift+F6');
      await tabTo(/^Start: A storm of 300/, 'Shift+Tab');
      await press('Enter');
      await slack.page.getByText('300 are accepted and stored').waitFor({ timeout: PATIENCE_MS / 2 });
      await eventually(async () => {
        await board.advance(1_000);
        expect(await slack.message(/Storm: \d+ messages in one/).count()).toBe(1);
      }, 60_000);
      await press('Control+.');
      await slack.page.getByRole('tab', { name: 'Guide' }).waitFor({ state: 'detached' });
    },
    PATIENCE_MS,
  );

  it('searches, becomes somebody else, and goes to another workspace', async () => {
    await press('Control+g');
    await type('hello again');
    await slack.page.getByRole('option', { name: /Hello again/ }).waitFor();
    await press('Enter');
    await slack.page.waitForFunction(() =>
      (globalThis as any).document.activeElement?.textContent?.includes('Hello again'),
    );
    await tabTo(/You are/, 'Shift+Tab');
    await press('Enter');
    await slack.page.getByRole('menuitemradio', { name: /^Bob/ }).waitFor();
    await slack.page.locator('[role=menuitemradio]:focus').waitFor();
    await press('ArrowDown', 'Enter');
    await slack.page.getByRole('button', { name: /^You are Bob Brook/ }).waitFor();
    await press('Control+k');
    await type('globex');
    await press('Enter');
    await slack.page.getByRole('heading', { level: 2, name: 'Globex' }).waitFor();
    expect(browser.complaints).toEqual([]);
  });
});
