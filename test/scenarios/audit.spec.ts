import { Audit } from '../../src/audit/index.js';
import { runHere } from '../harness/commands.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

describe('The audit trail', () => {
  let board: Switchboard;
  beforeEach(async () => (board = await startSwitchboard()));
  afterEach(() => board.stop());

  const verify = (...args: string[]) => runHere({ ...board.env, ROLE: 'all' }, 'audit', 'verify', ...args);

  it('tells who did what, newest first, page by page, to whoever may manage', async () => {
    const api = await board.apiWith('read', 'manage');
    await api.put('/v1/routes', { routes: [], fallback: { channel: '#ops' } });
    await api.put('/v1/roles', { admins: { installer: true }, operators: {} });
    const first = await api.get('/v1/audit?limit=2');
    expect(first.body.entries).toMatchObject([
      { seq: 4, action: 'roles.applied', actor: expect.stringMatching(/^key:/) },
      { seq: 3, action: 'routes.applied', subject: 'version 1', details: { fallback: '#ops' } },
    ]);
    const second = await api.get(`/v1/audit?limit=2&cursor=${first.body.next}`);
    expect(second.body).toMatchObject({
      entries: [{ action: 'key.created' }, { action: 'installation.installed', actor: 'user:U0ANN00001' }],
      next: null,
    });
    expect((await (await board.apiWith('read')).get('/v1/audit')).status).toBe(403);
  });

  it('is whole after a hundred at once, and shows a change, a gap and an end that was cut off', async () => {
    await Promise.all(Array.from({ length: 100 }, () => board.apiWith('send')));
    const [{ entries, head, broken }] = JSON.parse((await verify('--json')).output);
    expect({ entries, broken }).toEqual({ entries: 101, broken: undefined });

    await expect(board.query(`UPDATE audit_entry SET actor = 'user:U2'`)).rejects.toThrow(
      'neither changed nor deleted',
    );
    await expect(board.query(`DELETE FROM audit_entry`)).rejects.toThrow('neither changed nor deleted');
    await expect(board.query(`TRUNCATE audit_entry`)).rejects.toThrow('neither changed nor deleted');

    // Whoever owns the database can do it all the same; it shows.
    await board.query(`ALTER TABLE audit_entry DISABLE TRIGGER USER`);
    await board.query(`DELETE FROM audit_entry WHERE seq = 101`);
    const audit = board.app.get(Audit);
    expect((await audit.verify(WORKSPACE)).broken).toBeUndefined();
    expect((await audit.verify(WORKSPACE, { seq: 101, hash: head })).broken).toEqual({
      seq: 101,
      fault: 'head',
    });
    await board.query(`UPDATE audit_entry SET subject = 'another' WHERE seq = 50`);
    expect((await audit.verify(WORKSPACE)).broken).toEqual({ seq: 50, fault: 'altered' });
    await board.query(`DELETE FROM audit_entry WHERE seq = 40`);
    const said = await verify();
    expect(said).toMatchObject({ code: 1, output: expect.stringContaining('BROKEN at 40 (missing)') });
  });
});
