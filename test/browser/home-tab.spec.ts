import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';
import { SlackPage, TestBrowser, hasChromium } from './chromium.js';
import { faultsOf } from './looks.js';

const ANN = 'U0ANN00001';
const ALERTS = [
  ['critical', 'Payments fail for one in three'],
  ['error', 'Disk full on db-3'],
  ['warning', 'Queue of the mailer grows'],
] as const;

(hasChromium ? describe : describe.skip)('The home tab, in the page', () => {
  let board: Switchboard;
  let browser: TestBrowser;
  let slack: SlackPage;
  const inspect = async (what: string) => expect(await faultsOf(slack.page, what)).toEqual([]);
  beforeAll(async () => {
    board = await startSwitchboard();
    const api = await board.apiWith('send', 'manage');
    for (const [severity, title] of ALERTS)
      await api.post('/v1/notifications', { type: 'alert', severity, title, fingerprint: title });
    const rotation = {
      people: [ANN, 'U0BOB00001'],
      every: 'week',
      hand_over_at: '09:00',
      zone: 'Europe/Berlin',
    };
    await api.post('/v1/oncall', { ...rotation, name: 'payments', starts_on: '2026-11-23' });
    const digest = { name: 'Payments, every morning', schedule: 'weekdays 08:00', zone: 'Europe/Berlin' };
    await api.post('/v1/reports', { ...digest, channel: 'C0OPS00001' });
    await api.post('/v1/reports', {
      ...digest,
      name: 'My week',
      schedule: 'mondays 09:00',
      covers: 'week',
      to: ANN,
      paused: true,
    });
    browser = await TestBrowser.launch();
    slack = new SlackPage(await browser.open(`${board.slack.url}/?channel=incidents`));
  });
  afterAll(async () => {
    await browser?.close();
    await board?.stop();
  });

  it('tells what fires, who is on call and what comes when, and pauses at a click', async () => {
    const { page } = slack;
    await page.getByRole('button', { name: /^Switchboard/ }).click();
    await page.getByRole('heading', { name: 'Alerts: 3 firing' }).waitFor();
    await page.getByText('Payments fail for one in three').waitFor();
    await inspect('home-tab');
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'Resume', exact: true }).count()).toBe(2);
  });

  it('subscribes with a form', async () => {
    const { page } = slack;
    await page.getByRole('button', { name: 'Subscribe to a digest' }).click();
    await page.getByRole('dialog').getByText('Time zone').waitFor();
    await inspect('home-tab-form');
    await page.getByRole('button', { name: 'Subscribe', exact: true }).click();
    await page.getByText('weekdays 08:00 (').nth(1).waitFor();
    expect(browser.complaints).toEqual([]);
  });
});
