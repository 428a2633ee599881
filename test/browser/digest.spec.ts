import { ReportRunner } from '../../src/scheduling/index.js';
import { fillMonthOfAlerts } from '../harness/month-of-alerts.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';
import { hasChromium, SlackPage, TestBrowser } from './chromium.js';
import { WIDE, faultsOf } from './looks.js';

const SEED = 20_261_128;

(hasChromium ? describe : describe.skip)('Digests of a month of alerts, as people see them', () => {
  let board: Switchboard;
  let browser: TestBrowser;
  let slack: SlackPage;
  beforeAll(async () => {
    process.stdout.write(`a month of alerts by seed ${SEED}\n`);
    board = await startSwitchboard();
    // The month is counted back from now: at another hour “yesterday” would be another one.
    await board.clock.advanceToNoon();
    await fillMonthOfAlerts(board, SEED);
    browser = await TestBrowser.launch();
    slack = new SlackPage(
      await browser.open(`${board.slack.url}/?channel=ops`, { viewport: { ...WIDE, height: 1_250 } }),
    );
  });
  afterAll(async () => {
    await browser?.close();
    await board.stop();
  });

  const run = async (name: string, schedule: string, covers: string) => {
    const api = await board.apiWith('read', 'manage');
    const report = { name, schedule, covers, zone: 'Europe/Berlin', channel: '#ops' };
    const { id } = (await api.post('/v1/reports', report)).body;
    await api.post(`/v1/reports/${id}/run`, {});
    await board.app.get(ReportRunner).tick();
  };

  it.each([
    ['Yesterday', 'weekdays 08:00', 'day'],
    ['Last week', 'mondays 09:00', 'week'],
  ])('%s: a table by service, what is open, and a chart', async (name, schedule, covers) => {
    await run(name, schedule, covers);
    const digest = slack.message(`${name}: `);
    await digest.getByText(`the ${covers} before`).waitFor();
    const head = await digest.getByRole('row').first().innerText();
    expect(head.split(/\s+/)).toEqual(expect.arrayContaining(['Service', 'Critical', 'Before', 'Resolved']));
    await digest.getByRole('row', { name: /^payments/ }).waitFor();
    expect(await digest.getByRole('row').count()).toBeGreaterThan(4);
    const chart = digest.getByRole('img', { name: /^Bar chart of \d+ alerts by/ });
    await chart.scrollIntoViewIfNeeded();
    // It is there, and has something in it.
    await chart.evaluate((image: any) => image.decode());
    expect(await chart.evaluate((image: any) => image.naturalWidth)).toBeGreaterThan(600);
    expect(await faultsOf(slack.page, `digest-${name}`)).toEqual([]);
    expect(browser.complaints).toEqual([]);
  });
});
