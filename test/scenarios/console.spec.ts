import { ConsoleBrowser, wordsOf } from '../harness/console.js';
import { eventually } from '../harness/eventually.js';
import { Api } from '../harness/api.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const HOUR_MS = 60 * 60 * 1_000;
const GLOBEX = 'T0GLOBEX01';

describe('The console', () => {
  let board: Switchboard;
  let ann: ConsoleBrowser;
  beforeAll(async () => {
    board = await startSwitchboard();
  });
  afterAll(() => board.stop());
  beforeEach(async () => {
    ann = new ConsoleBrowser(board.url);
    await ann.signIn();
  });

  const as = async (user: string, team?: string) => {
    const browser = new ConsoleBrowser(board.url);
    return { browser, page: await browser.signIn({ user, team }) };
  };
  const deeds = () =>
    board.query(`SELECT actor, action, subject FROM audit_entry WHERE workspace_id = $1 AND actor LIKE 'user:%' ORDER BY seq DESC LIMIT 8`, [WORKSPACE.workspaceId]); // prettier-ignore

  it('opens to whoever Slack says they are, in the browser that asked, once', async () => {
    expect(wordsOf(await ann.visit()).heading).toBe('Health');
    const other = new ConsoleBrowser(board.url);
    expect(await other.visit()).toMatchObject({
      status: 401,
      html: expect.stringContaining('Sign in with Slack'),
    });
    const cancelled = await new ConsoleBrowser(board.url).signIn({ decision: 'cancel' });
    expect(wordsOf(cancelled).heading).toBe('Nobody was signed in');
    const asked = new URL((await other.browser.visit(`${board.url}/console/sign-in`)).url).searchParams;
    const refused = await other.browser.visit(`${board.url}/console/signed-in?error=server_error&state=${asked.get('state')}`); // prettier-ignore
    expect([refused.status, wordsOf(refused).heading]).toEqual([400, 'Slack refused the sign-in']);
    expect(refused.html).toContain('server_error');

    const callback = String((await board.slack.log({ name: 'sign-in:allow' })).at(-1)?.response);
    expect(callback).toContain('/console/signed-in?code=');
    for (const browser of [ann.browser, other.browser]) {
      const replayed = await browser.visit(callback);
      expect([replayed.status, wordsOf(replayed).heading]).toEqual([400, 'This sign-in no longer counts']);
    }
    expect((await other.visit()).status).toBe(401);
    const stolen = await ann.browser.visit(`${board.url}/console/signed-in?code=1&state=made-up`);
    expect(wordsOf(stolen).heading).toBe('This sign-in no longer counts');
    expect((await as('jack', GLOBEX)).page).toMatchObject({
      status: 403,
      html: expect.stringContaining('Switchboard is not in your workspace'),
    });
  });

  it('takes a sign-in from the browser alone in which it began, and a nonce from its own', async () => {
    const mine = new URL((await fetch(`${board.url}/console/sign-in`, { redirect: 'manual' })).headers.get('location') ?? ''); // prettier-ignore
    const state = mine.searchParams.get('state') ?? '';
    const elsewhere = await ann.browser.visit(`${board.url}/console/signed-in?code=1&state=${state}`);
    expect(wordsOf(elsewhere).heading).toBe('This sign-in no longer counts');
    const page = await ann.browser.visit(`${board.url}/console/sign-in`);
    const swapped = new URL(page.url);
    swapped.searchParams.set('nonce', 'of-another-sign-in');
    const { html } = await ann.browser.visit(swapped.href);
    const forged = await ann.browser.submit(swapped.origin + swapped.pathname, {
      ...Object.fromEntries(swapped.searchParams),
      user: /value="(U0ANN\w+)"/.exec(html)?.[1] ?? '',
      decision: 'allow',
    });
    expect([forged.status, wordsOf(forged).heading]).toEqual([502, 'Slack did not finish the sign-in']);
  });

  it('makes a key, shown once, and revokes it; each is in the audit trail', async () => {
    const made = await ann.press('/keys/create', { name: 'ci <1>', scope: 'send' });
    const key = /swb_[0-9a-f]{12}_[\w-]{43}/.exec(made.html)?.[0] ?? '';
    expect(
      (await new Api(board.url, key).post('/v1/notifications', { title: 'By the new key' })).status,
    ).toBe(202);
    const list = await ann.visit('/keys');
    expect(list.html).not.toContain(key);
    expect(list.html).toContain('ci &#60;1&#62;');
    expect((await ann.press('/keys/create', { name: '', scope: 'send' })).status).toBe(400);
    const [, id] = key.split('_');
    expect(wordsOf(await ann.press('/keys/revoke', { id })).said).toBe('The key is revoked.');
    expect((await new Api(board.url, key).post('/v1/notifications', { title: 'No' })).status).toBe(401);
    expect((await ann.press('/keys/revoke', { id: 'unknown' })).status).toBe(404);
    expect((await deeds()).slice(0, 2)).toEqual([
      { actor: 'user:U0ANN00001', action: 'key.revoked', subject: id },
      { actor: 'user:U0ANN00001', action: 'key.created', subject: id },
    ]);
    expect((await ann.visit('/audit')).html).toContain('key.revoked');
  });

  it('applies routes that hold, explains a sample, and replays what failed', async () => {
    const document = JSON.stringify({ routes: [{ name: 'payments', match: { labels: { service: 'pay*' } }, to: [{ channel: '#old-alerts' }] }], fallback: { channel: '#nowhere' } }); // prettier-ignore
    const faulty = await ann.press('/routes/apply', {
      version: '0',
      document: '{"routes": 1, "fallback": {}}',
    });
    expect(faulty).toMatchObject({ status: 400, html: expect.stringContaining('/fallback/channel') });
    const broken = await ann.press('/routes/apply', { version: '0', document: 'a: [' });
    expect(wordsOf(broken).said).toContain('neither JSON nor YAML');
    const applied = await ann.press('/routes/apply', { version: '0', document });
    expect(wordsOf(applied).said).toBe('Version 1 counts from now on.');
    expect(wordsOf(await ann.press('/routes/apply', { version: '0', document })).said).toContain('meanwhile');
    const told = await ann.press('/routes/explain', { title: 'x', labels: 'service = payments\nodd' });
    expect(wordsOf(told).said).toContain('It would go to #old-alerts');

    const api = await board.apiWith('send', 'read');
    const labels = { service: 'payments' };
    const { body } = await api.post('/v1/notifications', { title: 'Nobody reads <this>', labels });
    const [{ id }] = body.deliveries as { id: string }[];
    await eventually(async () => expect((await api.get(`/v1/deliveries/${id}`)).body.state).toBe('failed'));
    expect((await ann.visit('/deliveries')).html).toContain('Nobody reads &#60;this&#62;');
    await board.slack.archive('#old-alerts', false);
    expect(wordsOf(await ann.press('/deliveries/replay', { id })).said).toMatch(
      /^One delivery is on the way again/,
    );
    await board.slack.expectMessage('#old-alerts', { text: 'Nobody reads' });
    await eventually(async () => expect((await ann.press('/deliveries/replay', { id })).status).toBe(400));
    expect(wordsOf(await ann.press('/deliveries/replay-all', { error: 'is_archived' })).said).toContain(
      'Nothing',
    );
    expect((await deeds())[0]).toEqual({
      actor: 'user:U0ANN00001',
      action: 'delivery.replayed',
      subject: id,
    });
    expect((await ann.visit()).html).toMatch(
      /Last delivery to Slack<\/dt>\s*<dd>\s*(#old-alerts|a direct message)/,
    );
  });

  it('exports the configuration and takes it in again, all of it or nothing', async () => {
    const exported = await ann.visit('/configuration/export');
    const configuration = JSON.parse(exported.html) as { roles: object; routes: object };
    expect(Object.keys(configuration)).toEqual(['switchboard', 'routes', 'roles']);
    const roles = { admins: { installer: true, slack_admins: true }, operators: { users: ['U0BOB00001'] } };
    const half = { ...configuration, roles, routes: { routes: [], fallback: {} } };
    expect((await ann.press('/configuration/import', { document: JSON.stringify(half) })).status).toBe(400);
    const whole = JSON.stringify({ ...configuration, roles });
    expect(wordsOf(await ann.press('/configuration/import', { document: whole })).said).toContain(
      'counts from now on',
    );
    const again = JSON.parse((await ann.visit('/configuration/export')).html) as typeof configuration;
    expect(again).toMatchObject({
      routes: configuration.routes,
      roles: { operators: { users: ['U0BOB00001'] } },
    });

    // Bob is an operator now, Carol a member.
    const { browser: bob } = await as('bob');
    expect((await bob.visit('/deliveries')).status).toBe(200);
    expect((await bob.visit('/routes')).html).not.toContain('<textarea id="text"');
    for (const path of ['/keys', '/destinations', '/audit', '/configuration', '/configuration/export'])
      expect((await bob.visit(path)).status).toBe(403);
    expect((await bob.press('/routes/apply', { version: '2', document: '{}' })).status).toBe(403);
    const { browser: carol } = await as('carol');
    expect((await carol.visit()).status).toBe(200);
    expect((await carol.visit('/deliveries')).status).toBe(403);
    expect((await carol.press('/keys/create', { name: 'x', scope: 'send' })).status).toBe(403);
  });

  it('names webhooks, and shows their URLs to nobody', async () => {
    const url = 'https://hooks.slack.com/services/T0ACME0001/B0000001/abcdefghijklmnopqrstuvwx';
    const kept = await ann.press('/destinations/keep', { name: 'partner', url });
    expect(wordsOf(kept).said).toContain('has its name');
    expect(kept.html).toContain('Change partner');
    expect(kept.html).not.toContain(url);
    expect(wordsOf(await ann.press('/destinations/keep', { name: 'partner', url })).said).toContain('Change partner…'); // prettier-ignore
    const moved = { name: 'partner', url: `${url}2`, what: 'replace' };
    expect(wordsOf(await ann.press('/destinations/keep', moved)).said).toBe('The webhook has its new URL.');
    expect(wordsOf(await ann.press('/destinations/delete', { name: 'partner' })).said).toBe('The webhook is forgotten.'); // prettier-ignore
    expect((await deeds()).slice(0, 3).map((deed) => (deed as { action: string }).action)).toEqual([
      'destination.deleted',
      'destination.changed',
      'destination.created',
    ]);
  });

  it('takes no form but its own, and ends a session by signing out, with its time, and with the installation', async () => {
    const forged = await ann.browser.submit(`${board.url}/console/keys/create`, { name: 'x', scope: 'send' });
    expect(forged).toMatchObject({ status: 403, html: expect.stringContaining('another site') });
    const bob = (await as('bob')).browser;
    const lent = { form: await bob.formToken(), name: 'x', scope: 'send' };
    expect((await ann.browser.submit(`${board.url}/console/keys/create`, lent)).status).toBe(403);
    await ann.press('/sign-out');
    expect((await ann.visit()).status).toBe(401);
    expect((await bob.visit()).status).toBe(200);
    await board.clock.advance(13 * HOUR_MS);
    expect((await bob.visit()).status).toBe(401);
    await bob.signIn({ user: 'bob' }).then(({ html }) => expect(html).toContain('Slack did not finish'));
    await board.clock.advance(-13 * HOUR_MS);
    await ann.signIn();
    expect((await ann.visit()).status).toBe(200);
    await board.slack.uninstall();
    await eventually(async () => expect((await ann.visit()).status).toBe(401));
    expect(
      await board.query(`SELECT user_id FROM console_session WHERE workspace_id = 'T0ACME0001'`),
    ).toEqual([]);
    await board.slack.install(board.url);
    expect((await ann.visit()).status).toBe(401);
  });
});
