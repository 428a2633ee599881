import { Browser, hiddenFields } from '../../sandbox/kit/browser.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const heading = (html: string) => /<h1>(.*?)<\/h1>/s.exec(html)?.[1];
const KEY = /swb_([0-9a-f]{12})_[\w-]{43}/;

describe('Two installations in two tabs of one browser', () => {
  let board: Switchboard;
  let browser: Browser;
  beforeAll(async () => (board = await startSwitchboard({ installed: false })));
  afterAll(() => board.stop());
  beforeEach(() => (browser = new Browser()));

  const install = (team: string, user: string) =>
    board.slack.in(team).install(board.url, { cookieJar: browser.jar, user });
  const press = (page: { html: string }, step: string, more: Record<string, string> = {}) =>
    browser.submit(`${board.url}/setup/${step}`, { ...hiddenFields(page.html), ...more });
  const fallbacks = () =>
    board.query(`SELECT workspace_id AS team, document->'fallback'->>'channel' AS channel FROM routing_document ORDER BY 1`); // prettier-ignore

  it('each work on the workspace that they show, and lead to the other', async () => {
    const acme = await install('T0ACME0001', 'ann');
    const globex = await install('T0GLOBEX01', 'jack');
    expect([acme, globex].map(({ html }) => heading(html))).toEqual([
      'Switchboard is in Acme',
      'Switchboard is in Globex',
    ]);
    const chosen = await press(acme, 'channel', { channel: '#ops' });
    expect([heading(chosen.html), chosen.status]).toEqual(['Switchboard is in Acme', 200]);
    expect(await fallbacks()).toEqual([{ team: 'T0ACME0001', channel: '#ops' }]);
    expect(heading((await press(acme, 'test-card')).html)).toBe('Switchboard is in Acme');
    await board.slack.expectMessage('#ops', { text: 'It works' });

    const keys = [await press(acme, 'key'), await press(globex, 'key')];
    const ids = keys.map(({ html }) => KEY.exec(html)?.[1]);
    expect(await board.query('SELECT id, workspace_id AS team FROM api_key ORDER BY team')).toEqual([
      { id: ids[0], team: 'T0ACME0001' },
      { id: ids[1], team: 'T0GLOBEX01' },
    ]);
    expect(heading((await browser.visit(`${board.url}/setup`)).html)).toBe('Switchboard is in Globex');
    expect(keys[1].html).toContain('<a href="/setup?workspace=T0ACME0001">Acme</a>');
    const back = await browser.visit(`${board.url}/setup?workspace=T0ACME0001`);
    expect(heading(back.html)).toBe('Switchboard is in Acme');
  });

  it('of one workspace are the later one’s: the earlier tab’s forms refuse, and lead to it', async () => {
    const earlier = await install('T0ACME0001', 'ann');
    await install('T0ACME0001', 'carol');
    const refused = await press(earlier, 'key');
    expect([refused.status, heading(refused.html)]).toEqual([403, 'This page is of an earlier installation']);
    expect(refused.html).toContain('<a class="button" href="/setup">Back to the first steps</a>');
    expect((await browser.visit(`${board.url}/setup`)).html).toContain('Its settings are its admins’');
  });

  it('mix nothing up: no form of one does anything in the other’s workspace', async () => {
    const acme = await install('T0ACME0001', 'ann');
    await install('T0GLOBEX01', 'jack');
    const before = await fallbacks();
    const mixed = await press(acme, 'channel', { channel: '#general', workspace: 'T0GLOBEX01' });
    expect(mixed.html).toContain('Only an admin or an operator');
    expect(await fallbacks()).toEqual(before);
    await board.clock.advance(61 * 60 * 1_000);
    expect(heading((await press(acme, 'key')).html)).toBe('These pages have closed');
  });
});
