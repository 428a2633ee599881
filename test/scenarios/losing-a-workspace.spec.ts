import { Installations } from '../../src/installation/index.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

describe('A workspace that takes its grant back', () => {
  let board: Switchboard;
  beforeEach(async () => (board = await startSwitchboard()));
  afterEach(() => board.stop());

  it('is known to be gone: its token is forgotten, and what is owed to it fails with the reason', async () => {
    const api = await board.apiWith('send', 'read');
    await board.slack.uninstall();
    const installations = board.app.get(Installations);
    await eventually(async () => expect(await installations.botOf(WORKSPACE)).toBeUndefined());
    const [state] = await installations.list();
    expect(state).toMatchObject({
      id: WORKSPACE.workspaceId,
      state: expect.stringMatching(/uninstalled|revoked/),
    });
    expect(await board.query('SELECT bot_token FROM installation')).toEqual([{ bot_token: null }]);

    const { body } = await api.post('/v1/notifications', { title: 'To nobody', channel: 'C0GENERAL1' });
    await eventually(async () => {
      const [delivery] = (await api.get(`/v1/notifications/${body.id}`)).body.deliveries;
      expect(delivery).toMatchObject({
        state: 'failed',
        error: expect.stringContaining('no working installation'),
      });
    });
  });

  it('keeps its first reason when Slack’s two events come in any order, and twice', async () => {
    const installations = board.app.get(Installations);
    await installations.end(WORKSPACE, 'revoked', 'first');
    await installations.end(WORKSPACE, 'uninstalled', 'second');
    expect(await installations.list()).toMatchObject([{ state: 'revoked', stateReason: 'first' }]);
  });

  it('is not lost to old news: what ended before it was installed again says nothing of the new installation', async () => {
    const installations = board.app.get(Installations);
    const before = new Date(Date.now() - 60_000);
    await installations.end(WORKSPACE, 'uninstalled', 'a minute ago', before);
    expect(await installations.list()).toMatchObject([{ state: 'active' }]);
    await installations.end(WORKSPACE, 'uninstalled', 'now', new Date());
    expect(await installations.list()).toMatchObject([{ state: 'uninstalled' }]);
  });
});
