import { Browser, hiddenFields } from '../../sandbox/kit/browser.js';
import { Api } from '../harness/api.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const heading = (html: string) => /<h1>(.*?)<\/h1>/s.exec(html)?.[1];

describe('Right after the installation', () => {
  let board: Switchboard;
  let browser: Browser;
  beforeEach(async () => {
    board = await startSwitchboard({ installed: false });
    browser = new Browser();
  });
  afterEach(() => board.stop());

  const install = (user = 'ann') => board.slack.install(board.url, { cookieJar: browser.jar, user });
  const fields = async () => hiddenFields((await browser.visit(`${board.url}/setup`)).html);
  const press = async (step: string, more: Record<string, string> = {}) =>
    browser.submit(`${board.url}/setup/${step}`, { ...(await fields()), ...more });

  it('the channel is chosen, a test card is sent and a key is had, without signing in anywhere', async () => {
    expect((await install()).url).toBe(`${board.url}/setup`);
    const wrong = await press('channel', { channel: '#nowhere' });
    expect(wrong).toMatchObject({ status: 400, html: expect.stringContaining('sees no channel #nowhere') });
    const chosen = await press('channel', { channel: 'OPS' });
    expect(chosen.html).toContain('Cards go to #ops from now on.');
    const sent = await press('test-card');
    expect(sent.html).toContain('The test card arrived in #ops.');
    await board.slack.expectMessage('#ops', { text: 'It works' });

    const { html } = await press('key');
    const key = /swb_[0-9a-f]{12}_[\w-]{43}/.exec(html)?.[0] ?? '';
    const api = new Api(board.url, key);
    expect((await api.post('/v1/notifications', { title: 'From a system' })).status).toBe(202);
    await board.slack.expectMessage('#ops', { text: 'From a system' });
    expect((await api.get('/v1/routes')).status).toBe(403);
    expect((await browser.visit(`${board.url}/setup`)).html).not.toContain(key);
    await press('key');
    await press('key');
    const over = (await press('key')).html;
    expect(over).toContain('These pages give three keys. Admins make others in the console');
    expect(over).toContain('href="/console/keys"');
  });

  it('a test card that Slack refuses says why', async () => {
    await install();
    await board.slack.faults({ rules: [] });
    await board.slack.restrictPosting('#general', 'read_only');
    expect((await press('test-card')).html).toMatch(/Slack did not take the test card: restricted_action/);
  });

  it('no other browser, no other site and no later hour may take these steps', async () => {
    await install();
    const form = await fields();
    const stranger = await new Browser().submit(`${board.url}/setup/key`, form);
    expect(stranger).toMatchObject({ status: 403, html: expect.stringContaining('These pages have closed') });
    expect(stranger.html).toContain('<a class="button" href="/console">');
    const forged = await browser.submit(`${board.url}/setup/key`, { workspace: WORKSPACE.workspaceId });
    expect(forged.status).toBe(403);
    const elsewhere = await browser.submit(`${board.url}/setup/key`, { ...form, workspace: 'T0GLOBEX01' });
    expect(elsewhere.html).toContain('Only an admin or an operator');
    await board.clock.advance(61 * 60 * 1_000);
    expect(heading((await browser.visit(`${board.url}/setup`)).html)).toBe('These pages have closed');
    expect(await board.query('SELECT id FROM api_key')).toEqual([]);
  });

  it('whoever installs again without being an admin is not made one', async () => {
    await install('ann');
    await install('carol');
    const { html } = await browser.visit(`${board.url}/setup`);
    expect(html).toContain('Its settings are its admins’');
    expect(html).not.toContain('<form');
  });

  it('its pages are never kept, run no script, and sit in no frame', async () => {
    await install();
    for (const path of ['/', '/setup', '/slack/oauth_redirect?error=access_denied']) {
      const { headers } = await fetch(board.url + path);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
    const begun = await fetch(`${board.url}/slack/install`, { redirect: 'manual' });
    expect(begun.headers.get('set-cookie')).toMatch(/^switchboard-browser=[\w-]{43}; Path=\/; Max-Age=1200; HttpOnly; SameSite=Lax$/); // prettier-ignore
  });
});
