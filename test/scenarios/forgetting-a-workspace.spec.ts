import { Installations, Losses } from '../../src/installation/index.js';
import { Upkeep } from '../../src/platform/queue/upkeep.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const DAY = 24 * 60 * 60 * 1_000;
const GLOBEX = 'T0GLOBEX01';

describe('The data of a lost workspace', () => {
  let board: Switchboard;
  beforeEach(async () => {
    board = await startSwitchboard();
    await board.slack.in(GLOBEX).install(board.url);
  });
  afterEach(() => board.stop());

  /** Rows of a workspace by table, in every table that can have any. */
  async function rowsOf(workspaceId: string): Promise<Record<string, number>> {
    const tables = await board.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns WHERE column_name = 'workspace_id'
       AND table_schema = 'public' ORDER BY 1`,
    );
    const counts: Record<string, number> = {};
    for (const { name } of tables) {
      const [row] = await board.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM "${name}" WHERE workspace_id = $1`,
        [workspaceId],
      );
      if (row.count > 0) counts[name] = row.count;
    }
    return counts;
  }

  it('is all there for a month, and then goes, out of every table, the audit trail too; others keep theirs', async () => {
    const api = await board.apiWith('send', 'read', 'manage');
    await api.put('/v1/routes', { routes: [], fallback: { channel: '#ops' } });
    await api.put('/v1/roles', { admins: { users: ['U0BOB00001'] }, operators: {} });
    await api.post('/v1/notifications', { type: 'alert', title: 'Once', fingerprint: 'x' });
    await board.slack.expectMessage('#ops', { text: 'Once' });
    const globex = await rowsOf(GLOBEX);
    await board.app.get(Losses).end(WORKSPACE, { state: 'uninstalled', reason: 'gone' });

    await board.advance(29 * DAY);
    await board.app.get(Upkeep).runAll();
    expect(Object.keys(await rowsOf(WORKSPACE.workspaceId))).toEqual(
      expect.arrayContaining([
        'alert',
        'api_key',
        'audit_entry',
        'card',
        'delivery',
        'notification',
        'role_policy',
        'routing_document',
      ]),
    );
    await board.advance(2 * DAY);
    expect(await board.app.get(Upkeep).runAll()).toEqual([]);
    expect(await rowsOf(WORKSPACE.workspaceId)).toEqual({});
    expect(await rowsOf(GLOBEX)).toEqual(globex);
    expect(await board.app.get(Installations).list()).toMatchObject([{ id: GLOBEX }]);
    expect(await board.query('SELECT team_id FROM installation')).toEqual([{ team_id: GLOBEX }]);
  });

  it('stays when the workspace comes back before that', async () => {
    const api = await board.apiWith('send', 'read', 'manage');
    await api.put('/v1/routes', { routes: [], fallback: { channel: '#ops' } });
    await board.app.get(Losses).end(WORKSPACE, { state: 'uninstalled', reason: 'gone' });
    await board.advance(29 * DAY);
    await board.slack.install(board.url);
    await board.advance(2 * DAY);
    await board.app.get(Upkeep).runAll();
    await api.post('/v1/notifications', { title: 'Still here' });
    await board.slack.expectMessage('#ops', { text: 'Still here' });
  });
});
