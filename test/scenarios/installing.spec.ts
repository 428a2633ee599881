import { DEMO_WORKSPACE_ID } from '../../sandbox/demo.js';
import { Browser } from '../../sandbox/kit/browser.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const heading = (html: string) => /<h1>(.*?)<\/h1>/s.exec(html)?.[1];

describe('Add to Slack', () => {
  let board: Switchboard;
  beforeEach(async () => (board = await startSwitchboard({ installed: false })));
  afterEach(() => board.stop());

  /** Walks up to Slack's Allow, and answers with the callback that a browser would follow. */
  async function walkToCallback(browser: Browser): Promise<string> {
    const asked = await browser.visit(`${board.url}/slack/install`);
    const query = new URL(asked.url).searchParams;
    const form = new URLSearchParams([...query, ['decision', 'allow'], ['user', 'ann']]);
    const allowed = await fetch(asked.url.split('?')[0], {
      method: 'POST',
      body: form,
      redirect: 'manual',
    });
    return allowed.headers.get('location') as string;
  }

  it('leads from the landing page to an installed workspace, its token sealed', async () => {
    const landing = await board.stranger.get('/');
    expect(landing.body).toContain('href="/slack/install"');
    const { status, html } = await board.slack.install(board.url);
    expect(status).toBe(200);
    expect(heading(html)).toBe('Switchboard is in Acme');
    expect(html).toContain(`${board.url}/v1/notifications`);
    const openSlack = /href="([^"]*app_redirect[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(openSlack).toContain(DEMO_WORKSPACE_ID);
    expect((await new Browser().visit(openSlack)).html).toContain('<title>Sandbox</title>');
    const [row] = await board.query<{ state: string; bot_token: string }>(
      'SELECT state, bot_token FROM installation',
    );
    expect(row?.state).toBe('active');
    expect(row?.bot_token).not.toContain('xoxb');
  });

  it('says so when the person cancels', async () => {
    const { html } = await board.slack.install(board.url, { decision: 'cancel' });
    expect(heading(html)).toBe('Nothing was installed');
    expect(html).toContain('href="/slack/install"');
  });

  it('takes a callback once: of a hundred at the same time, one', async () => {
    const browser = new Browser();
    const callback = await walkToCallback(browser);
    const cookie = browser.jar.header(new URL(callback)) as string;
    const answers = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const answer = await fetch(callback, { headers: { cookie }, redirect: 'manual' });
        return `${answer.status} ${heading(await answer.text()) ?? answer.headers.get('location')}`;
      }),
    );
    expect(answers.filter((answer) => answer === '303 /setup')).toHaveLength(1);
    expect(answers.filter((answer) => answer === '400 This link was used already')).toHaveLength(99);
    const exchanges = await board.slack.log({ name: 'oauth.v2.access' });
    expect(exchanges).toHaveLength(1);
    const again = await browser.visit(callback);
    expect(heading(again.html)).toBe('This link was used already');
    expect(again.html).toContain('href="/setup"');
  });

  it('goes on in several tabs of one browser, and in several browsers, whichever ends first', async () => {
    const browser = new Browser();
    const first = await walkToCallback(browser);
    const second = await walkToCallback(browser);
    const other = new Browser();
    const third = await walkToCallback(other);
    for (const [who, callback] of [
      [browser, first],
      [other, third],
      [browser, second],
    ] as const) {
      expect(heading((await who.visit(callback)).html)).toBe('Switchboard is in Acme');
    }
    expect(await board.query('SELECT id FROM installation')).toHaveLength(1);
  });

  it('refuses another browser, an expired state, a made-up one and none, each with a way to start again', async () => {
    const callback = await walkToCallback(new Browser());
    const other = await new Browser().visit(callback);
    expect(heading(other.html)).toBe('This link belongs to another browser');

    const slow = new Browser();
    const late = await walkToCallback(slow);
    await board.clock.advance(11 * 60 * 1_000);
    expect(heading((await slow.visit(late)).html)).toBe('This link has expired');

    const made = await new Browser().visit(`${board.url}/slack/oauth_redirect?code=1&state=made-up`);
    expect(heading(made.html)).toBe('We don’t know this link');
    const bare = await new Browser().visit(`${board.url}/slack/oauth_redirect?code=1`);
    expect(heading(bare.html)).toBe('This installation began somewhere else');
    expect(heading((await slow.visit(`${board.url}/setup`)).html)).toBe('These pages have closed');
    for (const { status, html } of [other, made, bare]) {
      expect(status).toBe(400);
      expect(html).toContain('href="/slack/install"');
    }
    expect(await board.query('SELECT id FROM installation')).toEqual([]);
  });

  it('keeps the workspace’s configuration when it is installed again', async () => {
    await board.slack.install(board.url);
    const manager = await board.apiWith('manage', 'send');
    await manager.put('/v1/routes', { routes: [], fallback: { channel: '#ops' } });
    await board.slack.uninstall();
    await board.slack.expectRequest({ kind: 'event', name: 'app_uninstalled' });
    await board.slack.install(board.url);
    await manager.post('/v1/notifications', { title: 'Back again' });
    await board.slack.expectMessage('#ops', { text: 'Back again' });
    expect(await board.query('SELECT team_id FROM installation')).toEqual([
      { team_id: WORKSPACE.workspaceId },
    ]);
  });
});
