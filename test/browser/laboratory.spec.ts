import { type Api } from '../harness/api.js';
import { expectDirect } from '../harness/direct-message.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';
import { hasChromium, SlackPage, TestBrowser } from './chromium.js';
import { faultsOf } from './looks.js';

const ANN = 'U0ANN00001';
/** A storm takes long on a machine that others use too. */
const PATIENCE_MS = 240_000;

(hasChromium ? describe : describe.skip)('The laboratory behind the page', () => {
  let board: Switchboard;
  let api: Api;
  let browser: TestBrowser;
  let slack: SlackPage;
  const tab = (name: string) => slack.page.getByRole('tab', { name }).click();
  const inspect = async (what: string) => expect(await faultsOf(slack.page, what)).toEqual([]);
  beforeAll(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'read');
    browser = await TestBrowser.launch();
    slack = new SlackPage(await browser.open(board.slack.url));
    await slack.page.getByRole('button', { name: 'Laboratory', exact: true }).last().click();
  });
  afterAll(async () => {
    await browser?.close();
    await board?.stop();
  });

  it('says what is missing before it can play, and plays when it is there', async () => {
    await slack.page.getByText('no API key of a service for Acme').waitFor();
    await board.slack.configure({ service: { url: board.url, key: api.key ?? '' } });
    const { page } = slack;
    await page.getByRole('button', { name: /^Start.*A dead channel/ }).click();
    await page.getByText('The service says of #general: sent').waitFor();
    await slack.message('could not be reached').waitFor();
    const [landing] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Its landing page' }).click(),
    ]);
    await landing.getByRole('link', { name: 'Add to Slack' }).waitFor();
    await landing.close();
    await inspect('guide');
  });

  it('has every request with its answer, and how long that took of three seconds', async () => {
    const { page } = slack;
    await slack.composer.fill('Is anybody there?');
    await page.keyboard.press('Enter');
    await tab('Requests');
    const post = page.getByRole('button', { name: /chat\.postMessage/ }).first();
    await post.click();
    const detail = page.locator('.request-detail');
    await detail.getByRole('heading', { name: 'Answer' }).waitFor();
    await detail.getByText('"ok": true').waitFor();
    await inspect('request');
    await page.getByRole('button', { name: 'To the app', exact: true }).click();
    // What the app wrote to its installer.
    const event = page.locator('.request').first();
    await event.getByText('200').waitFor();
    await event.getByTitle('of 3000 ms').waitFor();
    await page.getByRole('button', { name: 'All', exact: true }).click();
  });

  it('shows what could not be delivered while the service was away, and that Slack sends it again', async () => {
    const { page } = slack;
    const { channel } = await expectDirect(board.slack, ANN, { text: 'can’t post to' });
    await board.restart(async () => {
      await page.getByText('Switchboard is down').waitFor();
      await board.slack.say(channel, 'Nobody hears this yet', { user: 'ann' });
      await page
        .getByRole('button', { name: /message.*connection_failed/ })
        .first()
        .waitFor();
    });
    await eventually(async () => {
      await board.slack.advance(60_000);
      await page
        .getByRole('button', { name: /message.*retry \d.*200/ })
        .first()
        .waitFor({ timeout: 1_000 });
    });
    await page.getByText('Switchboard is down').waitFor({ state: 'detached' });
  });

  it('has faults to switch on and off by hand, and shows what they did', async () => {
    const { page } = slack;
    await tab('Faults');
    const down = page.getByRole('switch', { name: 'Slack is down' });
    await down.click();
    await page.getByRole('switch', { name: 'Slack is down', checked: true }).waitFor();
    await api.post('/v1/notifications', { title: 'Waits for Slack' });
    await page.getByText(/^[1-9]\d* of [1-9]/).waitFor();
    await inspect('faults');
    const often = page.getByLabel('How often at most');
    for (const odd of ['-5', 'two', '1e12']) {
      await often.fill(odd);
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByText('count must be a whole number from 0 to 1000000, not ').waitFor();
      await page.getByRole('button', { name: 'Dismiss' }).click();
    }
    await tab('Requests');
    await page.getByRole('button', { name: 'Trouble' }).click();
    await page
      .getByRole('button', { name: /chat\.postMessage.*fault: error.*503/ })
      .first()
      .waitFor();
    expect(await slack.message('Waits for Slack').count()).toBe(0);
    await tab('Faults');
    await down.click();
    await eventually(async () => {
      await board.advance(5_000);
      expect(await slack.message('Waits for Slack').count()).toBe(1);
    });
  });

  it('has Slack’s limits and retries: what was refused says how long to wait', async () => {
    const { page } = slack;
    await tab('Time & limits');
    await page.getByRole('switch', { name: 'Slack’s limits' }).click();
    await page.getByLabel('Posts a second and channel').fill('-5');
    await page.getByRole('button', { name: 'Set' }).click();
    await page.getByText('perSecond must be a number from 0.001 to 1000000, not -5').waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByLabel('Posts a second and channel').fill('0.2');
    await page.getByRole('button', { name: 'Set' }).click();
    await page.getByText('Posts: 0.2 a second and channel').waitFor();
    for (const title of ['One', 'Two', 'Three']) await api.post('/v1/notifications', { title });
    await tab('Requests');
    await page.getByRole('button', { name: 'Trouble' }).click();
    await eventually(async () => {
      await board.advance(1_000);
      await page
        .getByRole('button', { name: /chat\.postMessage.*wait \d+ s.*429/ })
        .first()
        .waitFor({ timeout: 500 });
    });
    await tab('Time & limits');
    await page.getByRole('switch', { name: 'Slack’s limits' }).click();
    await inspect('time');
  });

  it('scales Slack’s time, and jumps', async () => {
    const { page } = slack;
    const shown = async () => Date.parse((await page.locator('.now time').getAttribute('datetime')) ?? '');
    await page.getByRole('button', { name: '60×' }).click();
    await page.getByRole('button', { name: '60×', pressed: true }).waitFor();
    const before = await shown();
    await eventually(async () => expect((await shown()) - before).toBeGreaterThan(30_000));
    await page.getByRole('button', { name: '1×' }).click();
    await page.getByRole('button', { name: '+ 1 hour' }).click();
    await eventually(async () => expect((await shown()) - before).toBeGreaterThan(3_600_000));
  });

  it(
    'plays a storm: the critical ones come by themselves, the rest as one card',
    async () => {
      const { page } = slack;
      await slack.go('general');
      await tab('Guide');
      await page.getByRole('button', { name: /^Start.*A storm of 300/ }).click();
      await slack.message('does not answer').first().waitFor();
      await page.getByText('300 are accepted and stored').waitFor({ timeout: PATIENCE_MS / 2 });
      const summary = slack.message(/Storm: \d+ messages in one/);
      await eventually(async () => {
        await board.advance(1_000);
        expect(await summary.count()).toBe(1);
      }, 60_000);
      // Every emoji of the cards is drawn.
      expect(await slack.message(/:[a-z_]+:/).count()).toBe(0);
      await inspect('storm');
    },
    PATIENCE_MS,
  );

  it('has no error in its console, and has fetched nothing from elsewhere', () => {
    // What the sandbox refused, a browser calls an error.
    expect(browser.complaints.filter((words) => !/\/control\/(faults|limits)\)$/.test(words))).toEqual([]);
    // The second is the app’s own landing page.
    expect([...browser.origins].sort()).toEqual([board.slack.url, board.url].sort());
  });
});
