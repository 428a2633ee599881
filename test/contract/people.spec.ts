import type { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { startContractSandbox, type ContractSandbox } from './contract-sandbox.js';
import { sdkClient } from './sdk-client.js';

const SCOPES = [
  'users:read',
  'users:read.email',
  'users.profile:read',
  'team:read',
  'channels:read',
  'channels:manage',
];
const [GINA, HANK, IVY, JACK, KATE] = ['U0GINA0001', 'U0HANK0001', 'U0IVY00001', 'U0JACK0001', 'U0KATE0001'];

describe('people, bots and workspaces', () => {
  let sandbox: ContractSandbox;
  let globex: SandboxClient;
  let slack: WebClient;
  let bot: string;

  beforeAll(async () => {
    sandbox = await startContractSandbox();
    globex = new SandboxClient(sandbox.url, 'globex');
  });
  afterAll(() => sandbox.close());

  beforeEach(async () => {
    await globex.reset();
    const tokens = await globex.obtainTokens(SCOPES);
    bot = tokens.botUserId;
    slack = sdkClient(sandbox.url, tokens.botToken);
  });

  const user = async (id: string, more: object = {}) =>
    (await slack.users.info({ user: id, ...more })).user as Record<string, unknown>;
  const refused = (method: string, args: object, client = slack) =>
    client.apiCall(method, { ...args }).then(
      () => 'accepted',
      (error: WebAPIPlatformError) => error.data.error,
    );

  it('a person is shown whole', async () => {
    expect(await user(GINA)).toMatchObject({
      id: GINA,
      team_id: 'T0GLOBEX01',
      name: 'gina',
      real_name: 'Gina Gold',
      deleted: false,
      tz: 'Europe/Amsterdam',
      tz_label: 'Central European Time',
      tz_offset: 3600,
      is_bot: false,
      is_app_user: false,
      is_email_confirmed: true,
      updated: expect.any(Number),
      profile: {
        real_name: 'Gina Gold',
        first_name: 'Gina',
        last_name: 'Gold',
        display_name: 'gina',
        title: 'Operations',
        email: 'gina@globex.example',
        team: 'T0GLOBEX01',
        status_text: '',
        status_emoji: '',
        image_72: expect.stringMatching(/^https:/),
      },
    });
    expect(await user(GINA)).not.toHaveProperty('locale');
    expect(await user(GINA, { include_locale: true })).toHaveProperty('locale', 'en-US');
  });

  it('a profile is the one that the person is shown with; without a name it is the caller’s', async () => {
    const { profile } = await slack.users.profile.get({ user: GINA });
    expect(profile).toEqual({ ...((await user(GINA)).profile as object), fields: {} });
    expect((await slack.users.profile.get({})).profile).toMatchObject({ real_name: 'Switchboard' });
  });

  it.each([
    ['an owner', GINA, { is_admin: true, is_owner: true, is_primary_owner: true, is_restricted: false }],
    ['a member', HANK, { is_admin: false, is_owner: false, is_restricted: false }],
    ['a guest', IVY, { is_restricted: true, is_ultra_restricted: false }],
    ['a guest of one channel', JACK, { is_restricted: true, is_ultra_restricted: true }],
    ['somebody who has left', KATE, { deleted: true }],
    ['another app’s bot', 'U0HELPBOT1', { is_bot: true, profile: { bot_id: 'B0HELPER01' } }],
    ['Slackbot', 'USLACKBOT', { is_bot: false, name: 'slackbot' }],
    [
      'a person of a company that shares a channel',
      'W0MILTON01',
      { is_stranger: false, team_id: 'T0INITHQ01' },
    ],
    ['a colleague of theirs, in none of our channels', 'W0PETER001', { is_stranger: true }],
  ])('%s is known by the flags', async (_who, id, flags) => {
    expect(await user(id)).toMatchObject(flags);
  });

  it('an admin is no owner, and a role can change', async () => {
    await globex.changePerson('hank', { role: 'admin' });
    expect(await user(HANK)).toMatchObject({ is_admin: true, is_owner: false, is_primary_owner: false });
    await globex.changePerson('hank', { role: 'single_channel_guest' });
    expect(await user(HANK)).toMatchObject({
      is_admin: false,
      is_restricted: true,
      is_ultra_restricted: true,
    });
  });

  it('who is in a Grid organisation carries it', async () => {
    const initech = globex.in('initech-hq');
    const hq = sdkClient(sandbox.url, (await initech.obtainTokens(SCOPES, [], 'milton')).botToken);
    expect((await hq.users.info({ user: 'W0PETER001' })).user?.enterprise_user).toEqual({
      id: 'W0PETER001',
      enterprise_id: 'E0INITECH1',
      enterprise_name: 'Initech',
      is_admin: false,
      is_owner: false,
      teams: ['T0INITHQ01', 'T0INITLAB1'],
    });
    expect((await hq.team.info()).team).toMatchObject({
      id: 'T0INITHQ01',
      enterprise_id: 'E0INITECH1',
      enterprise_name: 'Initech',
    });
  });

  it('another company’s people show neither address nor language', async () => {
    const stranger = await user('W0MILTON01', { include_locale: true });
    expect(stranger).not.toHaveProperty('locale');
    expect(stranger.profile).not.toHaveProperty('email');
  });

  it('addresses need a scope of their own', async () => {
    await globex.uninstall();
    const blind = sdkClient(sandbox.url, (await globex.obtainTokens(['users:read'])).botToken);
    expect((await blind.users.info({ user: GINA })).user?.profile).not.toHaveProperty('email');
    const refusal = blind.users.lookupByEmail({ email: 'gina@globex.example' });
    await expect(refusal).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'users:read.email', provided: 'users:read' },
    });
  });

  it('an address finds whoever has it, in any case, unless they have left', async () => {
    const found = await slack.users.lookupByEmail({ email: 'Hank@Globex.example' });
    expect(found.user).toMatchObject({ id: HANK });
    for (const email of ['kate@globex.example', 'milton@initech.example', 'nobody@globex.example']) {
      expect(await refused('users.lookupByEmail', { email })).toBe('users_not_found');
    }
  });

  it('the list pages through all of them, those who have left and bots too', async () => {
    const ids: (string | undefined)[] = [];
    let cursor: string | undefined = '';
    do {
      const page: Awaited<ReturnType<typeof slack.users.list>> = await slack.users.list({ limit: 3, cursor });
      ids.push(...(page.members ?? []).map(({ id }) => id));
      cursor = page.response_metadata?.next_cursor;
    } while (cursor !== '');
    expect(ids).toEqual([GINA, HANK, IVY, JACK, KATE, 'U0HELPBOT1', bot, 'USLACKBOT']);
    const { members, cache_ts } = await slack.users.list({ include_locale: true });
    expect(members?.[0]).toMatchObject({ id: GINA, locale: 'en-US' });
    expect(cache_ts).toEqual(expect.any(Number));
  });

  it('somebody new is there at once, a large workspace wants a limit', async () => {
    const id = await globex.newcomer('lena', 'Lena Lund');
    expect(await user(id)).toMatchObject({ name: 'lena', profile: { email: 'lena@globex.example' } });
    const { members } = await slack.conversations.members({ channel: 'C0GLOBEXGN' });
    expect(members).toContain(id);
    for (let count = 0; count < 1000; count += 1) await globex.newcomer(`n${count}`, `Number ${count}`);
    expect(await refused('users.list', {})).toBe('limit_required');
    expect(await refused('users.list', { limit: 200 })).toBe('accepted');
  });

  it('bots are found by their B-id', async () => {
    const { user: known } = await slack.users.info({ user: bot });
    const mine = await slack.bots.info({ bot: known?.profile?.bot_id });
    expect(mine.bot).toEqual({
      id: known?.profile?.bot_id,
      user_id: bot,
      app_id: 'A0SWITCHBD',
      name: 'Switchboard',
      deleted: false,
      updated: expect.any(Number),
      icons: expect.any(Object),
    });
    expect((await slack.bots.info({ bot: 'B0HELPER01' })).bot).toMatchObject({ app_id: 'A0HELPER01' });
  });

  it('another company’s workspace has its owner, a general channel, and the app once it is installed', async () => {
    const id = await globex.openWorkspace('hooli');
    const hooli = globex.in('hooli');
    const { botToken, teamId } = await hooli.obtainTokens(['channels:read', 'chat:write', 'users:read']);
    expect(teamId).toBe(id);
    const client = sdkClient(sandbox.url, botToken);
    expect((await client.users.list({})).members).toContainEqual(
      expect.objectContaining({ team_id: id, name: 'owner', is_owner: true, is_primary_owner: true }),
    );
    expect((await client.conversations.list({})).channels).toMatchObject([
      { name: 'general', is_general: true },
    ]);
    const channel = await hooli.createChannel('ops');
    await hooli.invite(channel);
    await client.chat.postMessage({ channel, text: 'hello' });
    expect((await hooli.messages('#ops')).at(-1)?.text).toBe('hello');
    await expect(globex.openWorkspace('hooli')).rejects.toThrow('hooli is there already');
    await expect(globex.openWorkspace('No!')).rejects.toThrow("not a workspace's name");
  });

  it('the workspace describes itself', async () => {
    expect((await slack.team.info()).team).toEqual({
      id: 'T0GLOBEX01',
      name: 'Globex',
      domain: 'globex',
      url: 'https://globex.slack.com/',
      email_domain: 'globex.example',
      icon: { image_default: true },
    });
  });

  it('api.test gives back what it is given, an error too', async () => {
    expect(await slack.apiCall('api.test', { foo: 'bar' })).toMatchObject({ ok: true, args: { foo: 'bar' } });
    const refusal = slack.apiCall('api.test', { error: 'my_error', foo: 'bar' });
    await expect(refusal).rejects.toMatchObject({
      data: { ok: false, error: 'my_error', args: { error: 'my_error', foo: 'bar' } },
    });
    expect(await sdkClient(sandbox.url, '').api.test()).toMatchObject({ ok: true });
  });

  it.each<[error: string, method: string, args: object]>([
    ['user_not_found', 'users.info', { user: 'U0NOBODY01' }],
    ['user_not_found', 'users.info', { user: 'U0ANN00001' }],
    ['user_not_found', 'users.profile.get', { user: 'U0ANN00001' }],
    ['invalid_arguments', 'users.info', {}],
    ['invalid_cursor', 'users.list', { cursor: 'nonsense' }],
    ['bot_not_found', 'bots.info', { bot: 'B0NOBODY01' }],
    ['team_not_found', 'team.info', { team: 'T0ACME0001' }],
  ])('%s from %s', async (error, method, args) => {
    expect(await refused(method, args)).toBe(error);
  });

  it.each(['users.info', 'users.profile.get', 'users.list', 'bots.info', 'team.info', 'users.conversations'])(
    '%s wants a scope',
    async (method) => {
      await globex.uninstall();
      const poor = sdkClient(sandbox.url, (await globex.obtainTokens(['chat:write'])).botToken);
      expect(await refused(method, { user: GINA, bot: 'B0HELPER01' }, poor)).toBe('missing_scope');
    },
  );
});
