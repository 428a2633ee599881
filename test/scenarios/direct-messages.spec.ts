import { expectDirect } from '../harness/direct-message.js';
import { failureOf } from '../harness/failed-delivery.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';
import { Installations } from '../../src/installation/index.js';

const ANN = 'U0ANN00001';

describe('A person is a destination too', () => {
  let board: Switchboard;
  afterEach(() => board.stop());

  describe('in a workspace', () => {
    beforeEach(async () => (board = await startSwitchboard()));

    it('by id or by e-mail address, in one conversation that is opened once', async () => {
      const api = await board.apiWith('send');
      for (const to of [ANN, 'ann@acme.example', 'Ann@Acme.Example']) {
        const { status } = await api.post('/v1/notifications', { title: `To ${to}`, to });
        expect(status).toBe(202);
        await expectDirect(board.slack, ANN, { text: `To ${to}` });
      }
      expect(await board.slack.log({ kind: 'api', name: 'conversations.open' })).toHaveLength(1);
      expect(await board.slack.log({ kind: 'api', name: 'users.lookupByEmail' })).toHaveLength(1);
      await api.post('/v1/notifications', { title: 'By channel', channel: ANN });
      await expectDirect(board.slack, ANN, { text: 'By channel' });
    });

    it('whose card is edited in place, also when a route names the person', async () => {
      const api = await board.apiWith('send', 'manage');
      const routes = [{ name: 'to ann', match: { type: 'alert' }, to: [{ to: 'Ann@acme.example' }] }];
      await api.put('/v1/routes', { routes, fallback: { channel: '#general' } });
      const alert = { type: 'alert', title: 'Disk full', fingerprint: 'disk' };
      await api.post('/v1/notifications', alert);
      const card = await expectDirect(board.slack, ANN, { text: 'Firing' });
      await api.post('/v1/notifications', { ...alert, status: 'resolved' });
      await board.slack.expectEdit(card, { text: 'Resolved' });
      expect(await board.slack.messages(card.channel)).toHaveLength(1);
    });

    it('and one that there isn’t fails in words', async () => {
      const api = await board.apiWith('send');
      const { body } = await api.post('/v1/notifications', { title: 'x', to: 'nobody@acme.example' });
      expect(await failureOf(await board.apiWith('read'), body.id)).toContain(
        'nobody in this workspace has the e-mail address',
      );
      const stranger = await api.post('/v1/notifications', { title: 'x', to: 'U0NOBODY01' });
      expect(await failureOf(await board.apiWith('read'), stranger.body.id)).toBe('user_not_found');
    });
  });

  it('Without the scopes: an id still reaches its person, an e-mail address says what is missing', async () => {
    board = await startSwitchboard({ installed: false });
    const { botToken: token, botUserId: userId } = await board.slack.obtainTokens(['chat:write']);
    const bot = { token, userId, id: 'B1', scopes: ['chat:write'] };
    const team = { id: WORKSPACE.workspaceId, name: 'Acme' };
    await board.app.get(Installations).install({ team, bot });
    const api = await board.apiWith('send');
    const alert = { type: 'alert', title: 'Disk full', fingerprint: 'disk', to: ANN };
    await api.post('/v1/notifications', alert);
    const card = await expectDirect(board.slack, ANN, { text: 'Firing' });
    await api.post('/v1/notifications', { ...alert, status: 'resolved' });
    await board.slack.expectEdit(card, { text: 'Resolved' });
    const { body } = await api.post('/v1/notifications', { title: 'x', to: 'ann@acme.example' });
    expect(await failureOf(await board.apiWith('read'), body.id)).toContain(
      'needs the scope users:read.email',
    );
  });
});
