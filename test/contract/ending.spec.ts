import type { App } from '@slack/bolt';
import { DEMO_CLIENT_ID, DEMO_CLIENT_SECRET } from '../../sandbox/demo.js';
import type { ObtainedTokens } from '../../sandbox/kit/obtain-tokens.js';
import { eventually } from '../harness/eventually.js';
import { startBoltInSandbox, type BoltInSandbox } from './bolt-in-sandbox.js';
import { said, sdkClient } from './sdk-client.js';

const APP = { client_id: DEMO_CLIENT_ID, client_secret: DEMO_CLIENT_SECRET };
const INITECH = 'E0INITECH1';
const [HQ, LABS] = ['T0INITHQ01', 'T0INITLAB1'];
const ORDERS = ['tokens_revoked', 'app_uninstalled'] as const;

/** What an event told a Bolt app, with as much of the envelope as says whose it is. */
interface Heard {
  event: { type: string; tokens?: object; team_ids?: string[]; event_ts?: string };
  team_id?: string;
  enterprise_id?: string;
  authorizations: object[];
}

describe('the end of an installation, as a Bolt app hears of it', () => {
  let bolt: BoltInSandbox;
  const heard: Heard[] = [];

  beforeAll(async () => (bolt = await startBoltInSandbox(listen)));
  afterAll(() => bolt.close());
  beforeEach(async () => {
    await bolt.people.reset();
    heard.length = 0;
  });

  function listen(app: App): void {
    for (const name of [...ORDERS, 'team_access_granted', 'team_access_revoked']) {
      app.event(name, async ({ body }) => void heard.push(body as unknown as Heard));
    }
  }
  const client = (token?: string) => sdkClient(bolt.sandbox.url, token ?? '');
  const worth = (token?: string) => said(client(token).auth.test());
  /** Events come at their own pace: once as many are here as named, they are these, in any order. */
  async function expectHeard(...events: object[]): Promise<void> {
    await eventually(async () => expect(heard).toHaveLength(events.length));
    const told = heard.map(({ event }) => event);
    expect(told).toEqual(expect.arrayContaining(events.map((event) => expect.objectContaining(event))));
  }
  const install = (userScopes = ['users:read']): Promise<ObtainedTokens> =>
    bolt.people.obtainTokens(['chat:write', 'channels:join', 'incoming-webhook'], userScopes, 'bob');

  it.each([
    ['by a person', () => bolt.people.uninstall()],
    ['by the app', ({ botToken }: ObtainedTokens) => client(botToken).apps.uninstall(APP)],
    ['by the app as a person', ({ userToken }: ObtainedTokens) => client(userToken).apps.uninstall(APP)],
  ])('%s ends every token and webhook, and says so with both events', async (_who, uninstall) => {
    const tokens = await install();
    await uninstall(tokens);
    await expectHeard(
      { type: 'app_uninstalled' },
      { type: 'tokens_revoked', tokens: { oauth: ['U0BOB00001'], bot: [tokens.botUserId] } },
    );
    expect(heard[0]).toMatchObject({
      team_id: 'T0ACME0001',
      authorizations: [{ team_id: 'T0ACME0001', user_id: tokens.botUserId, is_bot: true }],
    });
    expect(await worth(tokens.botToken)).toBe('account_inactive');
    expect(await worth(tokens.userToken)).toBe('token_revoked');
    expect(await posted(tokens.webhookUrl)).toBe('no_service');
  });

  it.each([...ORDERS])('may be told with %s first', async (first) => {
    await bolt.people.configure({ deliveries: { uninstallOrder: first } });
    await install();
    await bolt.people.uninstall();
    await eventually(async () => expect(heard).toHaveLength(2));
    const sent = (await bolt.people.log({ kind: 'event' })).map(({ name }) => name);
    expect(sent).toEqual(first === ORDERS[0] ? [...ORDERS] : [...ORDERS].reverse());
  });

  it('is not an uninstallation while a person’s token is left: the bot alone goes', async () => {
    const tokens = await install();
    const bot = client(tokens.botToken);
    await bot.conversations.join({ channel: 'C0OPS00001' });
    expect(await bot.auth.revoke({ test: true })).toMatchObject({ ok: true, revoked: false });
    expect(await bot.auth.revoke()).toMatchObject({ ok: true, revoked: true });
    await expectHeard({ type: 'tokens_revoked', tokens: { oauth: [], bot: [tokens.botUserId] } });
    expect([await worth(tokens.botToken), await worth(tokens.userToken)]).toEqual(['account_inactive', 'ok']);
    const { user } = await client(tokens.userToken).users.info({ user: tokens.botUserId });
    expect(user?.deleted).toBe(true);
    expect(await membersOf('C0OPS00001')).not.toContain(tokens.botUserId);
  });

  it('is undone by a reinstallation: the same bot, with a token and a webhook that work', async () => {
    const tokens = await install();
    await client(tokens.botToken).auth.revoke();
    const again = await install();
    expect(again.botUserId).toBe(tokens.botUserId);
    expect(again.botToken).not.toBe(tokens.botToken);
    expect([await worth(again.botToken), await worth(tokens.botToken)]).toEqual(['ok', 'account_inactive']);
    const { user } = await client(again.userToken).users.info({ user: again.botUserId });
    expect(user?.deleted).toBe(false);
    expect(again.userToken).toBe(tokens.userToken);
    expect([await posted(again.webhookUrl), await posted(tokens.webhookUrl)]).toEqual(['ok', 'no_service']);
  });

  it('comes with the last token, a bot’s or a person’s', async () => {
    const tokens = await install();
    await client(tokens.userToken).auth.revoke();
    await expectHeard({ type: 'tokens_revoked', tokens: { oauth: ['U0BOB00001'], bot: [] } });
    expect([await worth(tokens.botToken), await worth(tokens.userToken)]).toEqual(['ok', 'token_revoked']);
    heard.length = 0;
    await client(tokens.botToken).auth.revoke();
    await expectHeard(
      { type: 'app_uninstalled' },
      { type: 'tokens_revoked', tokens: { oauth: [], bot: [tokens.botUserId] } },
    );
  });

  it('of an app without a bot is told for the person who had installed it', async () => {
    const { userToken } = await bolt.people.obtainTokens([], ['users:read'], 'carol');
    await client(userToken).auth.revoke();
    await expectHeard(
      { type: 'app_uninstalled' },
      { type: 'tokens_revoked', tokens: { oauth: ['U0CAROL001'], bot: [] } },
    );
    expect(heard[0].authorizations).toEqual([
      expect.objectContaining({ user_id: 'U0CAROL001', is_bot: false }),
    ]);
    expect(await worth(userToken)).toBe('token_revoked');
  });

  it('of an organisation is told by its E-id, as are the workspaces that it comes to and leaves', async () => {
    const people = bolt.people.in(INITECH);
    const { botToken, botUserId } = await people.obtainTokens(['chat:write', 'channels:read']);
    const ofTheWhole = {
      enterprise_id: INITECH,
      authorizations: [{ enterprise_id: INITECH, team_id: null, is_enterprise_install: true }],
    };
    await people.teamAccess([HQ, LABS]);
    await expectHeard({ type: 'team_access_granted', team_ids: [HQ, LABS], event_ts: expect.any(String) });
    await people.teamAccess([LABS], false);
    await eventually(async () => expect(heard).toHaveLength(2));
    expect(heard[1].event).toMatchObject({ type: 'team_access_revoked', team_ids: [LABS] });
    expect((await client(botToken).auth.teams.list()).teams).toEqual([{ id: HQ, name: 'Initech HQ' }]);
    const inLabs = client(botToken).conversations.list({ team_id: LABS });
    expect(await said(inLabs)).toBe('team_access_not_granted');
    expect(await said(client(botToken).conversations.list({ team_id: HQ }))).toBe('ok');

    await people.uninstall();
    await eventually(async () => expect(heard).toHaveLength(4));
    expect(heard.slice(2).map(({ event }) => event)).toEqual(
      expect.arrayContaining([
        { type: 'app_uninstalled' },
        { type: 'tokens_revoked', tokens: { oauth: [], bot: [botUserId] } },
      ]),
    );
    for (const told of heard) {
      expect(told).toMatchObject(ofTheWhole);
      expect(told).not.toHaveProperty('team_id');
    }
    expect(await worth(botToken)).toBe('account_inactive');
  });

  it.each<[error: string, method: string, token: string | null, args: object]>([
    ['not_authed', 'apps.uninstall', '', APP],
    ['invalid_auth', 'apps.uninstall', 'xoxb-made-up', APP],
    ['invalid_client_id', 'apps.uninstall', null, { ...APP, client_id: '1.2' }],
    ['bad_client_secret', 'apps.uninstall', null, { ...APP, client_secret: 'guess' }],
    ['bad_client_secret', 'apps.uninstall', null, { client_id: DEMO_CLIENT_ID }],
    ['not_authed', 'auth.revoke', '', {}],
    ['invalid_auth', 'auth.revoke', 'xoxb-made-up', {}],
    ['not_authed', 'auth.teams.list', '', {}],
    ['invalid_cursor', 'auth.teams.list', null, { cursor: 'made up' }],
    ['invalid_limit', 'auth.teams.list', null, { limit: -1 }],
  ])('%s is what %s answers', async (error, method, token, args) => {
    const { botToken } = await install();
    expect(await said(client(token ?? botToken).apiCall(method, { ...args }))).toBe(error);
    expect(await worth(botToken)).toBe('ok');
  });

  /** What an incoming webhook answers. */
  async function posted(webhookUrl = ''): Promise<string> {
    return (await fetch(webhookUrl, { method: 'POST', body: '{"text":"x"}' })).text();
  }
  async function membersOf(channel: string): Promise<string[]> {
    const { channels } = await bolt.people.state<{ channels: { id: string; members: string[] }[] }>();
    return channels.find(({ id }) => id === channel)?.members ?? [];
  }
});
