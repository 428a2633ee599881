import type { Api } from '../harness/api.js';
import { expectDirect } from '../harness/direct-message.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const BOB = 'U0BOB00001';

describe('When a place takes nothing any more', () => {
  let board: Switchboard;
  let api: Api;
  beforeEach(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'read', 'manage');
  });
  afterEach(() => board.stop());

  const alert = { type: 'alert', title: 'Disk full', fingerprint: 'disk', severity: 'error' };
  const owe = async (notification: object) =>
    (await api.post('/v1/notifications', notification)).body.deliveries[0].id as string;
  const becomes = (id: string, state: string) =>
    eventually(async () => expect((await api.get(`/v1/deliveries/${id}`)).body.state).toBe(state));
  const replay = (id: string) => api.post(`/v1/deliveries/${id}/replay`, {});
  const refuse = (name: string, error: string) =>
    board.slack.faults({ rules: [{ fault: 'refused', name, error }] });

  it.each(['is_inactive', 'channel_not_found'])(
    'a card that stood there goes on in the fallback (%s)',
    async (error) => {
      await owe({ ...alert, channel: '#ops' });
      await board.slack.expectMessage('#ops', { text: 'Firing: Disk full' });
      await refuse('chat.update', error);
      await becomes(await owe({ ...alert, channel: '#ops', severity: 'critical' }), 'sent');
      const note = `<#C0OPS00001> could not be reached (${error}); shown here instead`;
      const card = await board.slack.expectMessage('#general', { text: 'could not be reached' });
      await expectDirect(board.slack, 'U0ANN00001', { text: 'Until then its messages go to #general' });
      await board.slack.faults({ rules: [] });
      const [{ id }] = (await api.get('/v1/alerts')).body.alerts;
      await api.post(`/v1/alerts/${id}/ack`, {});
      const edited = await board.slack.expectEdit(card, { text: 'Acknowledged' });
      expect(JSON.stringify(edited.blocks)).toContain(note);
      await refuse('chat.update', 'message_not_found');
      await owe({ ...alert, channel: '#ops', status: 'resolved' });
      const afresh = await board.slack.expectMessage('#general', { text: 'Resolved: Disk full' });
      expect(afresh.ts).not.toBe(card.ts);
      expect(JSON.stringify(afresh.blocks)).toContain(note);
    },
  );

  it('what was for one person alone stays theirs, also when it is replayed', async () => {
    await board.slack.kick('#ops', 'bob');
    await refuse('chat.postMessage', 'messages_tab_disabled');
    const id = await owe({ title: 'Yours', channel: '#ops', only_to: BOB });
    await becomes(id, 'failed');
    await board.slack.faults({ rules: [] });
    expect((await replay(id)).status).toBe(202);
    await expectDirect(board.slack, BOB, { text: 'Yours' });
    await becomes(id, 'sent');
    await board.slack.expectCount('#ops', { text: 'Yours' }, 0);
  });

  it('of a card whose versions all failed the newest is replayed, and no older one', async () => {
    await api.put('/v1/routes', { routes: [], fallback: { channel: '#nowhere' } });
    await refuse('chat.postMessage', 'restricted_action');
    const firing = await owe({ ...alert, channel: '#ops' });
    await becomes(firing, 'failed');
    const resolved = await owe({ ...alert, channel: '#ops', status: 'resolved' });
    await becomes(resolved, 'failed');
    await board.slack.faults({ rules: [] });
    const refused = await replay(firing);
    expect(refused).toMatchObject({ status: 409 });
    expect(refused.body.detail).toContain('an older state of its card');
    for (const body of [{ error: '' }, { channel: ' ' }, { error: ' ', all_failed: null }])
      expect(await api.post('/v1/deliveries/replay', body)).toMatchObject({ status: 400 });
    const { replayed } = (await api.post('/v1/deliveries/replay', { channel: '#ops' })).body;
    expect(replayed).toBe(1);
    await board.slack.expectMessage('#ops', { text: 'Resolved: Disk full' });
    await board.slack.expectCount('#ops', { text: 'Firing' }, 0);
  });
});
