import type { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { startContractSandbox, type ContractSandbox } from './contract-sandbox.js';
import { sdkClient } from './sdk-client.js';

const SCOPES = ['usergroups:read', 'usergroups:write'];
const [GINA, HANK, IVY] = ['U0GINA0001', 'U0HANK0001', 'U0IVY00001'];
const [SRE, OLD] = ['S0GLOBEXSR', 'S0GLOBEXOL'];

describe('user groups', () => {
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

  const refused = (method: string, args: object = {}) =>
    slack.apiCall(method, { ...args }).then(
      () => 'accepted',
      (error: WebAPIPlatformError) => error.data.error,
    );

  it('are listed, with their people and the disabled ones where that is asked', async () => {
    const { usergroups } = await slack.usergroups.list();
    expect(usergroups).toEqual([
      {
        id: SRE,
        team_id: 'T0GLOBEX01',
        name: 'Site reliability',
        handle: 'sre',
        description: '',
        is_usergroup: true,
        is_subteam: true,
        is_external: false,
        auto_provision: false,
        date_create: expect.any(Number),
        date_update: expect.any(Number),
        date_delete: 0,
        auto_type: null,
        created_by: GINA,
        updated_by: GINA,
        deleted_by: null,
        enterprise_subteam_id: '',
        prefs: { channels: [], groups: [] },
      },
    ]);
    const all = await slack.usergroups.list({
      include_disabled: true,
      include_users: true,
      include_count: true,
    });
    expect(all.usergroups).toMatchObject([
      { id: SRE, users: [GINA, HANK], user_count: 2 },
      { id: OLD, users: [HANK], user_count: 1, date_delete: expect.any(Number), deleted_by: HANK },
    ]);
  });

  it('are made, renamed, peopled, disabled and enabled again', async () => {
    const made = await slack.usergroups.create({ name: 'On call', channels: 'C0GLOBEXEN' });
    const usergroup = made.usergroup?.id as string;
    expect(made.usergroup).toMatchObject({
      handle: 'on-call',
      created_by: bot,
      prefs: { channels: ['C0GLOBEXEN'], groups: [] },
    });
    const renamed = await slack.usergroups.update({
      usergroup,
      handle: 'oncall',
      description: 'Who answers',
    });
    expect(renamed.usergroup).toMatchObject({
      name: 'On call',
      handle: 'oncall',
      description: 'Who answers',
    });
    const peopled = await slack.usergroups.users.update({
      usergroup,
      users: `${HANK},${GINA}`,
      include_count: true,
    });
    expect(peopled.usergroup).toMatchObject({ users: [HANK, GINA], user_count: 2, updated_by: bot });
    await slack.usergroups.users.update({ usergroup, users: GINA });
    expect((await slack.usergroups.users.list({ usergroup })).users).toEqual([GINA]);
    const disabled = await slack.usergroups.disable({ usergroup });
    expect(disabled.usergroup).toMatchObject({ date_delete: expect.any(Number), deleted_by: bot });
    expect(disabled.usergroup?.date_delete).toBeGreaterThan(0);
    expect(await refused('usergroups.users.list', { usergroup })).toBe('no_such_subteam');
    const kept = await slack.usergroups.users.list({ usergroup, include_disabled: true });
    expect(kept.users).toEqual([GINA]);
    const enabled = await slack.usergroups.enable({ usergroup });
    expect(enabled.usergroup).toMatchObject({ date_delete: 0, deleted_by: null });
  });

  it.each<[error: string, method: string, args: object]>([
    ['missing_argument', 'usergroups.create', {}],
    ['name_already_exists', 'usergroups.create', { name: 'Site reliability' }],
    ['handle_already_exists', 'usergroups.create', { name: 'New', handle: 'old-hands' }],
    ['handle_already_exists', 'usergroups.create', { name: 'New', handle: 'engineering' }],
    ['handle_already_exists', 'usergroups.create', { name: 'New', handle: 'hank' }],
    ['bad_handle', 'usergroups.create', { name: 'New', handle: 'Two words' }],
    ['invalid_channel_provided', 'usergroups.create', { name: 'New', channels: 'C0OPS00001' }],
    ['missing_argument', 'usergroups.update', { name: 'New' }],
    ['no_such_subteam', 'usergroups.update', { usergroup: 'S0NOTHING1', name: 'New' }],
    ['name_already_exists', 'usergroups.update', { usergroup: SRE, name: 'Old hands' }],
    ['no_such_subteam', 'usergroups.disable', { usergroup: 'S0NOTHING1' }],
    ['no_such_subteam', 'usergroups.users.list', { usergroup: 'S0NOTHING1' }],
    ['missing_argument', 'usergroups.users.update', { usergroup: SRE }],
    ['no_users_provided', 'usergroups.users.update', { usergroup: SRE, users: '' }],
    ['invalid_users', 'usergroups.users.update', { usergroup: SRE, users: IVY }],
    ['failed_for_some_users', 'usergroups.users.update', { usergroup: SRE, users: `${GINA},U0ANN00001` }],
    ['failed_for_some_users', 'usergroups.users.update', { usergroup: SRE, users: `${GINA},U0HELPBOT1` }],
  ])('%s from %s %j', async (error, method, args) => {
    expect(await refused(method, args)).toBe(error);
  });

  const EVERY_CHANGE = ['create', 'update', 'disable', 'enable', 'users.update'].map(
    (what) => `usergroups.${what}`,
  );
  const args = { usergroup: SRE, name: 'Any', users: GINA };

  it('are the admins’ alone where the workspace says so', async () => {
    await globex.configure({ team: { userGroups: 'admins' } });
    for (const method of EVERY_CHANGE) expect(await refused(method, args)).toBe('permission_denied');
    expect(await refused('usergroups.list')).toBe('accepted');
    const { userToken } = await globex.obtainTokens([], SCOPES, 'gina');
    const gina = sdkClient(sandbox.url, userToken as string);
    expect(await gina.usergroups.update({ usergroup: SRE, name: 'Keepers' })).toMatchObject({ ok: true });
  });

  it('are not to be had on a free plan', async () => {
    await globex.configure({ team: { userGroups: 'unavailable' } });
    for (const method of [...EVERY_CHANGE, 'usergroups.list', 'usergroups.users.list']) {
      const error = method === 'usergroups.update' ? 'paid_teams_only' : 'plan_upgrade_required';
      expect(await refused(method, args)).toBe(error);
    }
  });

  it('an organisation’s token names the workspace', async () => {
    const initech = globex.in('initech');
    const { botToken } = await initech.obtainTokens(SCOPES, [], 'milton');
    await initech.teamAccess(['T0INITLAB1']);
    const wide = sdkClient(sandbox.url, botToken);
    await expect(wide.usergroups.list()).rejects.toMatchObject({ data: { error: 'missing_argument' } });
    const { usergroups } = await wide.usergroups.list({ team_id: 'T0INITLAB1' });
    expect(usergroups).toMatchObject([{ id: 'S0INITLABR', handle: 'researchers' }]);
  });

  it('reading and writing are two scopes', async () => {
    await globex.uninstall();
    slack = sdkClient(sandbox.url, (await globex.obtainTokens(['usergroups:read'])).botToken);
    for (const method of EVERY_CHANGE) expect(await refused(method, args)).toBe('missing_scope');
    expect(await refused('usergroups.users.list', args)).toBe('accepted');
  });
});
