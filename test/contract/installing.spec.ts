import type { Installation } from '@slack/oauth';
import type { WebAPIPlatformError } from '@slack/web-api';
import { DEMO_CLIENT_SECRET } from '../../sandbox/demo.js';
import type { DecideOptions } from '../../sandbox/kit/sandbox-client.js';
import { startProviderInSandbox, type ProviderInSandbox } from './install-provider.js';
import { sdkClient } from './sdk-client.js';

const ACME = 'T0ACME0001';
const GLOBEX = 'T0GLOBEX01';
const INITECH = 'E0INITECH1';
const [HQ, LABS] = ['T0INITHQ01', 'T0INITLAB1'];

describe("Add to Slack, with Slack's own InstallProvider", () => {
  let app: ProviderInSandbox;
  beforeAll(async () => (app = await startProviderInSandbox()));
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.people.reset();
    app.store.devDB = {};
    app.failures.length = 0;
    app.asks = { scopes: ['chat:write', 'team:read'], redirectUri: `${app.url}/slack/oauth_redirect` };
  });

  /** A person goes through Add to Slack; what the app has stored of it. */
  async function install(owner: string, choice: DecideOptions = {}): Promise<Installation> {
    const visit = await app.people.install(app.url, choice);
    expect(app.failures).toEqual([]);
    expect(visit).toMatchObject({ status: 200, html: expect.stringContaining('Thank you!') });
    return app.store.devDB[owner];
  }
  const client = (token?: string) => sdkClient(app.sandbox.url, token ?? '');

  it('puts an app into a workspace, with a bot that is who the installation says', async () => {
    const installed = await install(ACME);
    expect(installed).toEqual({
      team: { id: ACME, name: 'Acme' },
      enterprise: undefined,
      user: { token: undefined, scopes: undefined, id: 'U0ANN00001' },
      bot: {
        scopes: ['chat:write', 'team:read'],
        token: expect.stringMatching(/^xoxb-/),
        userId: expect.stringMatching(/^U/),
        id: expect.stringMatching(/^B/),
      },
      tokenType: 'bot',
      isEnterpriseInstall: false,
      appId: 'A0SWITCHBD',
      authVersion: 'v2',
    });
    const bot = await app.provider.authorize({ teamId: ACME, enterpriseId: undefined, isEnterpriseInstall: false }); // prettier-ignore
    expect(bot).toMatchObject({ teamId: ACME, botToken: installed.bot?.token });
    expect(await client(bot.botToken).auth.test()).toMatchObject({
      team_id: ACME,
      user_id: installed.bot?.userId,
      bot_id: installed.bot?.id,
      is_enterprise_install: false,
    });
  });

  it('goes where the person takes it: to the workspace that the app names, or to another', async () => {
    app.asks = { ...app.asks, teamId: GLOBEX };
    expect((await install(GLOBEX, { user: 'hank' })).user.id).toBe('U0HANK0001');
    // A workspace of an organisation says of which.
    expect(await install(LABS, { workspace: LABS, user: 'samira' })).toMatchObject({
      team: { id: LABS, name: 'Initech Labs' },
      enterprise: { id: INITECH, name: 'Initech' },
      isEnterpriseInstall: false,
      user: { id: 'W0SAMIRA01' },
    });
    expect(Object.keys(app.store.devDB)).toEqual([GLOBEX, LABS]);
  });

  it('serves a whole organisation with one token, in the workspaces that an admin adds it to', async () => {
    const installed = await install(INITECH, { workspace: INITECH, user: 'milton' });
    expect(installed).toMatchObject({
      team: undefined,
      enterprise: { id: INITECH, name: 'Initech' },
      isEnterpriseInstall: true,
      enterpriseUrl: 'https://initech.enterprise.slack.com/',
      user: { id: 'W0MILTON01' },
    });
    const query = { isEnterpriseInstall: true, enterpriseId: INITECH, teamId: HQ } as const;
    const found = await app.provider.authorize(query);
    expect(found).toMatchObject({ enterpriseId: INITECH, teamId: HQ, botToken: installed.bot?.token });
    const slack = client(found.botToken);
    expect((await slack.auth.teams.list()).teams).toEqual([]);

    await app.people.in(INITECH).teamAccess([HQ, LABS]);
    const first = await slack.auth.teams.list({ limit: 1, include_icon: true });
    expect(first.teams).toEqual([{ id: HQ, name: 'Initech HQ', icon: { image_default: true } }]);
    const cursor = first.response_metadata?.next_cursor;
    expect((await slack.auth.teams.list({ limit: 1, cursor })).teams).toEqual([
      { id: LABS, name: 'Initech Labs' },
    ]);
    const domainOf = async (team_id: string) =>
      ((await slack.apiCall('team.info', { team_id })) as { team?: { domain: string } }).team?.domain;
    expect([await domainOf(HQ), await domainOf(LABS)]).toEqual(['initech-hq', 'initech-labs']);

    await app.people.in(INITECH).teamAccess([LABS], false);
    await expect(domainOf(LABS)).rejects.toMatchObject({ data: { error: 'team_access_not_granted' } });
  });

  it('keeps a workspace from installing once more what its organisation has', async () => {
    await install(INITECH, { workspace: INITECH, user: 'milton' });
    expect(await app.people.install(app.url, { workspace: HQ, user: 'peter' })).toMatchObject({
      status: 500,
    });
    expect(refusals()).toEqual(['cannot_install_an_org_installed_app']);
  });

  it('installs nothing where the person cancels', async () => {
    const visit = await app.people.install(app.url, { decision: 'cancel' });
    expect(new URL(visit.url).searchParams.get('error')).toBe('access_denied');
    expect(new URL(visit.url).searchParams.get('state')).not.toBe('');
    expect(app.failures).toMatchObject([{ code: 'slack_oauth_installer_authorization_error' }]);
    expect(app.store.devDB).toEqual({});
  });

  it('makes no bot where only permissions of a person are asked for', async () => {
    app.asks = { ...app.asks, scopes: [], userScopes: ['users:read', 'chat:write'] };
    const installed = await install(ACME, { user: 'bob' });
    expect(installed.bot).toBeUndefined();
    expect(installed).not.toMatchObject({ tokenType: expect.anything() });
    expect(installed.user).toEqual({
      token: expect.stringMatching(/^xoxp-/),
      scopes: ['users:read', 'chat:write'],
      id: 'U0BOB00001',
    });
    const slack = client(installed.user.token);
    const who = await slack.auth.test();
    expect(who).toMatchObject({ user_id: 'U0BOB00001', user: 'bob', team_id: ACME });
    expect(who).not.toHaveProperty('bot_id');
    const { members = [] } = await slack.users.list({});
    expect(members.filter(({ is_bot }) => is_bot)).toEqual([]);
  });

  it('posts and edits as the person whose token it uses', async () => {
    app.asks = { ...app.asks, scopes: [], userScopes: ['chat:write'] };
    const slack = client((await install(ACME, { user: 'bob' })).user.token);
    const posted = await slack.chat.postMessage({ channel: 'C0OPS00001', text: 'From Bob' });
    expect(posted.message).toMatchObject({ user: 'U0BOB00001', app_id: 'A0SWITCHBD', text: 'From Bob' });
    expect(posted.message).not.toHaveProperty('bot_id');
    await slack.chat.update({ channel: 'C0OPS00001', ts: posted.ts ?? '', text: 'From Bob, again' });
    await app.people.expectMessage('#ops', { text: 'From Bob, again', user: 'U0BOB00001' });
  });

  it('gives a bot and a person a token each, and adds to what was granted before', async () => {
    const first = await install(ACME);
    app.asks = { ...app.asks, scopes: ['channels:read'], userScopes: ['search:read'] };
    const second = await install(ACME, { user: 'carol' });
    expect(second.user).toMatchObject({ id: 'U0CAROL001', scopes: ['search:read'] });
    expect(second.bot).toEqual({
      ...first.bot,
      scopes: ['chat:write', 'team:read', 'channels:read'],
    });
    const told = await client(second.bot?.token).auth.test();
    expect(told.response_metadata?.scopes).toEqual(second.bot?.scopes);
  });

  it('gives an incoming webhook to the channel that the person chose', async () => {
    app.asks = { ...app.asks, scopes: ['incoming-webhook'] };
    const { incomingWebhook: hook } = await install(ACME, { webhookChannel: 'C0OPS00001' });
    expect(hook).toEqual({
      url: expect.stringMatching(new RegExp(`^${app.sandbox.url}/services/${ACME}/B[A-Z0-9]+/`)),
      channel: '#ops',
      channelId: 'C0OPS00001',
      configurationUrl: expect.stringMatching(/^https:\/\/acme\.slack\.com\/services\/B/),
    });
    const posted = await fetch(hook?.url ?? '', { method: 'POST', body: JSON.stringify({ text: 'Hello' }) });
    expect([posted.status, await posted.text()]).toEqual([200, 'ok']);
    await app.people.expectMessage('#ops', { text: 'Hello' });
  });

  it('goes to no address that the app has not registered', async () => {
    app.asks = { ...app.asks, redirectUri: 'https://elsewhere.example/slack/oauth_redirect' };
    const visit = await app.people.install(app.url);
    expect(visit).toMatchObject({ status: 400, html: expect.stringContaining('bad_redirect_uri') });
    expect(visit.url).toContain(app.sandbox.url);
  });

  it('refuses an app that brings another secret', async () => {
    await app.people.configure({ app: { clientSecret: 'rotated' } });
    expect(await app.people.install(app.url)).toMatchObject({ status: 500 });
    expect(refusals()).toEqual(['bad_client_secret']);
    await app.people.configure({ app: { clientSecret: DEMO_CLIENT_SECRET } });
  });

  /** What Slack answered to the app's exchanges that failed. */
  function refusals(): string[] {
    return app.failures.map((failure) => (failure as WebAPIPlatformError).data.error);
  }
});
