import { Roles } from '../../src/installation/index.js';
import type { Api } from '../harness/api.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const GLOBEX = { workspaceId: 'T0GLOBEX01' };

describe('Roles', () => {
  let board: Switchboard;
  let api: Api;
  beforeAll(async () => {
    board = await startSwitchboard({ installed: false });
    await board.slack.install(board.url, { user: 'bob' });
    await board.slack.in(GLOBEX.workspaceId).install(board.url, { user: 'hank' });
    api = await board.apiWith('read', 'manage');
  });
  afterAll(() => board.stop());

  const role = async (ctx: { workspaceId: string }, user: string) =>
    (await board.app.get(Roles).roleOf(ctx, user)).role;

  it('come from the installer and Slack’s admins, until somebody says otherwise', async () => {
    expect((await api.get('/v1/roles/U0BOB00001')).body).toEqual({ user: 'U0BOB00001', role: 'admin', why: 'installed the app' }); // prettier-ignore
    expect(await role(WORKSPACE, 'U0ANN00001')).toBe('admin');
    expect(await role(WORKSPACE, 'U0CAROL001')).toBe('member');
  });

  it('come from lists and user groups; guests have what they are given by name, strangers nothing', async () => {
    const roles = board.app.get(Roles);
    const policy = {
      admins: { userGroups: ['S0GLOBEXSR'] },
      operators: { users: ['U0IVY00001'], everyone: true },
    };
    await roles.apply(GLOBEX, policy, 'operator');
    expect(await role(GLOBEX, 'U0HANK0001')).toBe('admin');
    expect(await role(GLOBEX, 'U0IVY00001')).toBe('operator');
    expect(await role(GLOBEX, 'U0JACK0001')).toBe('member');
    expect(await role(GLOBEX, 'W0MILTON01')).toBeUndefined();
    expect(await role(GLOBEX, 'U0KATE0001')).toBeUndefined();
    expect(await role(GLOBEX, 'U0HELPBOT1')).toBeUndefined();
  });

  it('are read and replaced over HTTP, with every fault named, and told in the audit trail', async () => {
    const wrong = await api.put('/v1/roles', { admins: { users: ['bob'], slack: true }, operators: [] });
    expect(wrong.status).toBe(400);
    expect(wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/admins/slack',
      '/admins/users',
      '/operators',
    ]);
    const body = { admins: { installer: true }, operators: { users: ['U0CAROL001'] } };
    expect((await api.put('/v1/roles', body)).status).toBe(200);
    expect((await api.get('/v1/roles')).body).toMatchObject(body);
    expect((await api.get('/v1/roles/U0CAROL001')).body.role).toBe('operator');
    expect((await api.get('/v1/roles/U0ANN00001')).body.role).toBe('member');
    expect((await api.get('/v1/audit?limit=1')).body.entries).toMatchObject([{ action: 'roles.applied' }]);
    expect((await api.get('/v1/roles/nobody')).status).toBe(400);
  });

  it('rest on names while Slack is away', async () => {
    await board.slack.faults({ rules: [{ fault: 'error', kind: 'api' }] });
    expect(await role(WORKSPACE, 'U0BOB00001')).toBe('admin');
    expect(await role(WORKSPACE, 'U0DAVE0001')).toBe('member');
    await board.slack.faults({ rules: [] });
  });
});
