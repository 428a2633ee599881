import { People } from '../../src/slack/index.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';
import { type TargetServer, startTarget } from '../harness/target-server.js';
import { hasChromium, SlackPage, TestBrowser } from './chromium.js';
import { WIDE, faultsOf } from './looks.js';

/** What is typed, and what only its author then sees. */
const TYPED = [
  ['/switchboard', 'What you may type'],
  ['/switchboard hlep', 'Did you mean /switchboard help?'],
  ['/switchboard digest weekdays 24:00', 'weekdays 08:00'],
  ['/switchboard mute list', 'Nothing is muted'],
  ['/oncall', 'payments: '],
  ['/oncall paymnets', 'Did you mean payments?'],
  ['/status paymnets', 'Did you mean payments?'],
  ['/status', 'Service'],
] as const;

(hasChromium ? describe : describe.skip)('Commands that people type into the page', () => {
  let board: Switchboard;
  let target: TargetServer;
  let browser: TestBrowser;
  let slack: SlackPage;
  beforeAll(async () => {
    board = await startSwitchboard({ env: { OUTBOUND_ALLOW: '127.0.0.1' } });
    target = await startTarget();
    target.on((request, response) => {
      if (request.url !== '/slow') response.end('ok');
    });
    const api = await board.apiWith('send', 'manage');
    const rotation = { name: 'payments', people: ['U0BOB00001'], every: 'week', hand_over_at: '09:00' };
    await api.post('/v1/oncall', { ...rotation, zone: 'Europe/Berlin', starts_on: '2026-11-02' });
    await api.post('/v1/services', { name: 'payments', url: target.url });
    await api.post('/v1/services', { name: 'checkout', url: `${target.url}/slow`, timeout_ms: 4_000 });
    await api.post('/v1/services', { name: 'warehouse', url: 'http://127.0.0.1:9/' });
    const alert = { type: 'alert', title: 'Card payments are slow', fingerprint: 'p', severity: 'critical' };
    await api.post('/v1/notifications', { ...alert, labels: { service: 'payments' } });
    await board.app.get(People).tell(WORKSPACE, 'U0ANN00001', { text: 'Hello Ann' });
    browser = await TestBrowser.launch();
    slack = new SlackPage(await browser.open(`${board.slack.url}/?channel=ops`, { viewport: WIDE }));
  });
  afterAll(async () => {
    await browser?.close();
    await target?.close();
    await board.stop();
  });

  async function goToApp() {
    await slack.page.getByRole('button', { name: /^Switchboard/ }).click();
    await slack.page.getByRole('button', { name: 'Messages', exact: true }).click();
  }

  async function type(text: string) {
    await slack.composer.fill(text);
    await slack.composer.press('Enter');
    await eventually(async () => expect(await slack.composer.inputValue()).toBe(''));
  }

  it.each([
    ['in a channel', 'ops'],
    ['in a private channel where the app is not', 'secret'],
    ['in the direct message with the app', ''],
  ])('are answered %s', async (_, channel) => {
    if (channel === '') await goToApp();
    else await slack.go(channel);
    for (const [text, answer] of TYPED) {
      await type(text);
      await slack.message('Only visible to you').filter({ hasText: answer }).last().waitFor();
    }
    // The slow one has the last word, in a message of its own.
    await slack.message('did not answer within').last().waitFor();
    expect(await faultsOf(slack.page, `commands-${channel || 'direct'}`, [WIDE])).toEqual([]);
    expect(browser.complaints).toEqual([]);
  });

  it('say what somebody may not do', async () => {
    await slack.be('Carol');
    await slack.go('ops');
    await type('/switchboard test');
    await slack.message('is for operators').waitFor();
    await type('/oncall');
    await slack.message('payments: ').waitFor();
  });
});
