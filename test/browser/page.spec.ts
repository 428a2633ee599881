import { jest } from '@jest/globals';
import { deskForm } from '../harness/desk-blocks.js';
import { Desk, DeskModule } from '../harness/desk.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';
import { hasChromium, SlackPage, TestBrowser } from './chromium.js';
import { DESK_MANIFEST } from './desk-manifest.js';
import { faultsOf, NARROW, WIDE } from './looks.js';

const ALERT = {
  type: 'alert',
  severity: 'critical',
  title: 'Payments fail',
  fingerprint: 'pay',
  channel: '#incidents',
};

(hasChromium ? describe : describe.skip)('The page, with a mouse', () => {
  let board: Switchboard;
  let desk: Desk;
  let browser: TestBrowser;
  let slack: SlackPage;
  const inspect = async (what: string) => expect(await faultsOf(slack.page, what)).toEqual([]);
  beforeAll(async () => {
    board = await startSwitchboard({ installed: false, modules: [DeskModule] });
    desk = board.app.get(Desk);
    await board.slack.configure({ app: { manifest: DESK_MANIFEST } });
    browser = await TestBrowser.launch();
    slack = new SlackPage(await browser.open(`${board.slack.url}/?channel=incidents`));
  });
  afterAll(async () => {
    await browser?.close();
    await board?.stop();
  });

  it('leads through the landing page to an installed app, and back', async () => {
    const { page } = slack;
    const [landing] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Add Switchboard' }).click(),
    ]);
    await landing.getByRole('link', { name: 'Add to Slack' }).click();
    await landing.getByRole('button', { name: 'Allow' }).click();
    await landing.getByRole('link', { name: 'Open Slack' }).click();
    await landing.getByRole('button', { name: 'Switchboard' }).waitFor();
    await landing.close();
    // The page that was open all along knows too.
    await page.getByRole('button', { name: /^Switchboard/ }).waitFor();
  });

  it('shows a card the moment it is posted, and its edit in its place', async () => {
    const api = await board.apiWith('send');
    await api.post('/v1/notifications', ALERT);
    const card = slack.message('Payments fail');
    await card.getByRole('button', { name: 'Acknowledge' }).click();
    await card.getByText('Acknowledged by').waitFor();
    await card.getByText('(edited)').waitFor();
    expect(await card.locator('.mention').first().textContent()).toBe('@ann');
    expect(await slack.messages.filter({ hasText: 'Payments fail' }).count()).toBe(1);
  });

  it('has threads beside the channel, reactions, edits and formatted text', async () => {
    const { page } = slack;
    const card = slack.message('Payments fail');
    await card.hover();
    await card.getByRole('button', { name: 'Reply in thread' }).click();
    await slack.thread.getByRole('textbox', { name: 'Reply' }).fill('On it, *now*');
    await page.keyboard.press('Enter');
    await slack.thread.locator('strong', { hasText: 'now' }).last().waitFor();
    await slack.message('1 reply').waitFor();
    await inspect('thread');
    await page.getByRole('button', { name: 'Close thread' }).click();

    await card.hover();
    await card.getByRole('button', { name: 'Add reaction' }).first().click();
    await page.getByRole('button', { name: ':eyes:', exact: true }).click();
    await card.getByRole('button', { name: /^:eyes:, 1/, pressed: true }).waitFor();
    await card.getByRole('button', { name: /^:eyes:, 1/ }).click();
    await card.getByRole('button', { name: /^:eyes:/ }).waitFor({ state: 'detached' });

    await slack.composer.fill('A typpo');
    await page.locator('.main').getByRole('button', { name: 'Send' }).click();
    const typo = slack.message('A typpo');
    await typo.waitFor();
    await page.keyboard.press('ArrowUp');
    await page.getByRole('textbox', { name: 'Edit message' }).fill('A typo');
    await page.keyboard.press('Enter');
    await slack.message('A typo').getByText('(edited)').waitFor();
  });

  it('completes a slash command, and shows its answer to nobody else', async () => {
    desk.on('command', async (_ctx, { ack, command }) => ack(`The desk hears: ${command.text}`));
    await slack.composer.pressSequentially('/de');
    await slack.page.getByRole('option', { name: '/desk [anything]' }).click();
    await slack.composer.pressSequentially('hello');
    await slack.page.keyboard.press('Enter');
    const answer = slack.message('The desk hears: hello');
    await answer.getByText('Only visible to you').waitFor();
    await slack.be('Bob Brook');
    await slack.message('Payments fail').waitFor();
    expect(await answer.count()).toBe(0);
    await slack.be('Ann Arden');
  });

  it('opens a modal by a shortcut, shows what is wrong with it, and closes when nothing is', async () => {
    const { page, modal } = slack;
    const closed = jest.fn();
    desk.on('closed', async () => closed());
    desk.on('menu', async (_ctx, { ack, options }) =>
      ack({
        options: [{ text: { type: 'plain_text', text: `${options.value}rol` }, value: 'carol' }] as never,
      }),
    );
    desk.on('form', async (_ctx, { ack }) =>
      ack({ response_action: 'errors', errors: { reason: 'Say it otherwise.' } }),
    );
    await page.getByRole('button', { name: 'Shortcuts', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Open the desk' }).click();
    await inspect('modal');
    await modal.getByRole('button', { name: 'Send' }).click();
    await modal.getByText('Please complete this required field.').waitFor();
    await modal.getByRole('textbox', { name: 'Reason' }).fill('Because');
    await modal.getByRole('combobox', { name: 'Who' }).pressSequentially('ca');
    await page.getByRole('option', { name: 'carol' }).click();
    await modal.getByRole('button', { name: 'Send' }).click();
    await modal.getByText('Say it otherwise.').waitFor();
    await inspect('modal with an error');
    // What was typed is still there, and what is pushed lies on top of it, three deep, until it is closed.
    desk.on('form', async (_ctx, { ack }) => ack({ response_action: 'push', view: deskForm() }));
    await modal.getByRole('button', { name: 'Send' }).click();
    await modal.getByText('2 of at most 3').waitFor();
    await modal.getByRole('textbox', { name: 'Reason' }).fill('Deeper');
    await modal.getByRole('button', { name: 'Send' }).click();
    await modal.getByText('3 of at most 3').waitFor();
    await modal.getByRole('button', { name: 'Back' }).click();
    await modal.getByText('2 of at most 3').waitFor();
    await modal.getByRole('button', { name: 'Back' }).click();
    await modal.getByText('2 of at most 3').waitFor({ state: 'detached' });
    expect(await modal.getByRole('textbox', { name: 'Reason' }).inputValue()).toBe('Because');
    // The same submission once more would get the same answer.
    await modal.getByRole('textbox', { name: 'Reason' }).fill('Because so');
    const sent = new Promise((resolve) =>
      desk.on('form', async (_ctx, { ack, view }) => {
        await ack();
        resolve(view.state.values);
      }),
    );
    await modal.getByRole('button', { name: 'Send' }).click();
    await modal.waitFor({ state: 'detached' });
    expect(await sent).toMatchObject({
      reason: { text: { value: 'Because so' } },
      who: { 'desk.menu': { selected_option: { value: 'carol' } } },
    });
    await eventually(async () => expect(closed).toHaveBeenCalledTimes(2));
  });

  it('has the app’s shortcuts on a message, too', async () => {
    const { page } = slack;
    const shown = new Promise((resolve) =>
      desk.on('shortcut', async (_ctx, { body }) => resolve('message' in body && body.message.text)),
    );
    const typo = slack.message('A typo');
    await typo.hover();
    await typo.getByRole('button', { name: 'More message actions' }).click();
    await page.getByRole('menuitem', { name: 'Show it to the desk' }).click();
    expect(await shown).toBe('A typo');
  });

  it('marks what is unread, and whom it calls; other people and workspaces are a click away', async () => {
    const { page } = slack;
    await slack.go('ops');
    await slack.composer.pressSequentially('Please look, @bo');
    await page.getByRole('option', { name: /^Bob Brook/ }).click();
    await page.keyboard.press('Enter');
    await slack.message('Please look').locator('.mention', { hasText: '@bob' }).waitFor();
    await slack.go('general');
    await slack.be('Bob Brook');
    await page.getByRole('link', { name: 'ops, unread, 1 for you' }).click();
    await slack.message('Please look').locator('.mention.me').waitFor();
    await page.locator('.sidebar [aria-current=page]', { hasText: 'ops' }).waitFor();
    await page.getByRole('button', { name: /^Globex/ }).click();
    await page.getByRole('heading', { level: 2, name: 'Globex' }).waitFor();
    await page.getByRole('button', { name: /^You are Gina Gold/ }).waitFor();
    await page.getByRole('button', { name: /^Acme/ }).click();
    await page.getByRole('heading', { level: 2, name: 'Acme' }).waitFor();
  });

  it('shows a home tab as it is published', async () => {
    const { page } = slack;
    const { tokens } = await board.slack.state<{ tokens: { token: string; kind: string }[] }>();
    const token = tokens.find(({ kind }) => kind === 'bot')?.token ?? '';
    await page.getByRole('button', { name: /^Switchboard/ }).click();
    await page.getByRole('heading', { name: /^Alerts/ }).waitFor();
    const user = new URL(page.url()).searchParams.get('user');
    const view = {
      type: 'home',
      blocks: [{ type: 'header', text: { type: 'plain_text', text: 'Your day' } }],
    };
    // The service publishes as well, for whoever has it open: what comes last is what is seen.
    await eventually(async () => {
      await fetch(`${board.slack.url}/api/views.publish`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({ user_id: user, view }),
      });
      await page.getByRole('heading', { name: 'Your day' }).waitFor({ timeout: 3_000 });
    }, 60_000);
    await inspect('home');
    await page.getByRole('button', { name: 'Messages', exact: true }).click();
    await page.getByRole('textbox', { name: 'Message Switchboard' }).waitFor();
  });

  it('is light or dark as one chooses, and stays so', async () => {
    const { page } = slack;
    await page.getByRole('button', { name: 'Colours' }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await ground();
    await page.reload();
    await slack.composer.waitFor();
    expect(await ground()).toBe(dark);
    await page.getByRole('button', { name: 'Colours' }).click();
    await page.getByRole('menuitemradio', { name: 'As the system' }).click();
    expect(await ground()).not.toBe(dark);
  });

  it('finds channels, messages and its keys; in a narrow window the channels are behind a button', async () => {
    const { page } = slack;
    await slack.go('incidents');
    await inspect('channel');
    await page.keyboard.press('Control+k');
    await inspect('switcher');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Search/ }).click();
    await page.keyboard.type('payments');
    await page
      .getByRole('option', { name: /Payments fail/ })
      .first()
      .waitFor();
    await inspect('search');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await inspect('help');
    await page.keyboard.press('Escape');
    await page.setViewportSize(NARROW);
    await page.getByRole('button', { name: 'Channels', exact: true }).click();
    expect(await faultsOf(page, 'channels', [NARROW])).toEqual([]);
    await slack.go('general');
    await slack.composer.fill('From my phone');
    await page.locator('.main').getByRole('button', { name: 'Send' }).click();
    await slack.message('From my phone').waitFor();
    await page.setViewportSize(WIDE);
  });

  it('shows clearly that the service is down, and goes on where it was when the service is back', async () => {
    const { page } = slack;
    await slack.go('incidents');
    const api = await board.apiWith('send');
    await api.post('/v1/notifications', { ...ALERT, title: 'Disk full', fingerprint: 'disk' });
    const card = slack.message('Disk full');
    await card.getByRole('button', { name: 'Acknowledge' }).waitFor();
    await slack.composer.fill('Half a sentence');
    await board.restart(async () => {
      await page.getByText('Switchboard is down').waitFor();
      await card.getByRole('button', { name: 'Acknowledge' }).click();
      await card.getByRole('alert').waitFor();
      await inspect('service down');
    });
    desk = board.app.get(Desk);
    await page.getByText('Switchboard is down').waitFor({ state: 'detached' });
    await card.getByRole('button', { name: 'Acknowledge' }).click();
    await card.getByText('Acknowledged by').waitFor();
    expect(await card.getByRole('alert').count()).toBe(0);
    expect(await slack.composer.inputValue()).toBe('Half a sentence');
  });

  it('has no error in its console, and has fetched nothing from elsewhere', () => {
    expect(browser.complaints).toEqual([]);
    // The second is the app’s own landing page.
    expect([...browser.origins].sort()).toEqual([board.slack.url, board.url].sort());
  });
});
