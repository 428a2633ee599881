import { Roles } from '../../src/installation/index.js';
import { runHere } from '../harness/commands.js';
import { ConsoleBrowser, wordsOf } from '../harness/console.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const ANN = 'U0ANN00001';
const STRANGERS = { admins: { users: ['U0BOB00001'] }, operators: {} };

describe('An admin’s own role', () => {
  let board: Switchboard;
  let ann: ConsoleBrowser;
  beforeAll(async () => {
    board = await startSwitchboard();
    ann = new ConsoleBrowser(board.url);
    await ann.signIn();
  });
  afterAll(() => board.stop());

  const take = (roles: object, more = {}) =>
    ann.press('/configuration/import', { document: JSON.stringify({ switchboard: 1, roles, ...more }) });
  const deeds = () =>
    board.query(`SELECT actor, details FROM audit_entry WHERE workspace_id = $1 AND action = 'roles.applied' ORDER BY seq`, [WORKSPACE.workspaceId]); // prettier-ignore

  it('is not given away by an import, which says what to keep, changes nothing, and stays on the page', async () => {
    const routes = { routes: [], fallback: { channel: '#elsewhere' } };
    const refused = await take(STRANGERS, { routes });
    expect(refused.status).toBe(400);
    expect(wordsOf(refused).said).toContain('would take your own admin role');
    for (const words of ['slack_admins', 'installer', ANN]) expect(wordsOf(refused).said).toContain(words);
    expect(refused.html).toMatch(/<textarea[^>]*name="document"[^>]*>[^<]*U0BOB00001[^<]*elsewhere/);
    expect((await take({ admins: {}, operators: { users: [ANN] } })).status).toBe(400);
    expect(await deeds()).toEqual([]);
    expect((await ann.visit('/configuration/export')).html).not.toContain('elsewhere');
  });

  it('is kept by name, or by what made one an admin', async () => {
    const named = { admins: { users: [ANN, 'U0BOB00001'] }, operators: {} };
    for (const roles of [named, { admins: { slack_admins: true }, operators: {} }]) {
      expect(wordsOf(await take(roles)).said).toContain('counts from now on');
      expect((await ann.visit('/keys')).status).toBe(200);
    }
  });

  it('comes back by the operator’s command, whoever took it', async () => {
    await board.app.get(Roles).apply(WORKSPACE, { admins: { users: ['U0GONE0001'] }, operators: {} }, 'key:1'); // prettier-ignore
    expect((await ann.visit('/keys')).status).toBe(403);
    const roles = (...args: string[]) =>
      runHere(board.env, 'roles', ...args, '--team', WORKSPACE.workspaceId);
    expect((await roles('show')).output).toContain('U0GONE0001');
    expect(await roles('reset')).toMatchObject({ code: 0, output: expect.stringContaining('admins again') });
    expect((await ann.visit('/keys')).status).toBe(200);
    expect(JSON.parse((await roles('show', '--json')).output)).toMatchObject({
      admins: { installer: true, slack_admins: true, users: [] },
    });
    expect((await deeds()).at(-1)).toEqual({
      actor: 'operator',
      details: { admins: { installer: true, slackAdmins: true }, operators: {} },
    });
    expect((await runHere(board.env, 'roles', 'reset', '--team', 'T0NOBODY')).code).toBe(1);
  });
});
