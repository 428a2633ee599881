import type { Api } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import { failureOf } from '../harness/failed-delivery.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

describe('The channel directory', () => {
  let board: Switchboard;
  let api: Api;
  beforeEach(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'read', 'manage');
  });
  afterEach(() => board.stop());

  const send = (title: string, channel: string) => api.post('/v1/notifications', { title, channel });
  const known = (id: string, what: object) =>
    eventually(async () => {
      const [row] = await board.query('SELECT name, is_archived, is_private FROM channel WHERE id = $1', [
        id,
      ]);
      expect(row).toMatchObject(what);
    });
  /** The directory's own; whoever installs is shown open channels to choose from. */
  const listings = async () =>
    (await board.slack.log({ kind: 'api', name: 'conversations.list' })).filter(
      ({ request }) => !String(request).includes('exclude_archived'),
    );

  it('lists once, then hears of what is new, renamed, archived, opened and deleted', async () => {
    await send('One', '#ops');
    await board.slack.expectMessage('#ops', { text: 'One' });
    await board.slack.rename('#ops', 'operations');
    await known('C0OPS00001', { name: 'operations' });
    await send('Two', '#operations');
    await board.slack.expectMessage('#operations', { text: 'Two' });
    const id = await board.slack.createChannel('ops');
    await known(id, { name: 'ops', is_archived: false });
    await send('Three', '#Ops');
    await board.slack.expectMessage('#ops', { text: 'Three' });
    await board.slack.archive('#ops');
    await known(id, { is_archived: true });
    await board.slack.archive('#ops', false);
    await known(id, { is_archived: false });
    await board.slack.deleteChannel('#ops');
    await eventually(async () =>
      expect(await board.query('SELECT 1 FROM channel WHERE id = $1', [id])).toEqual([]),
    );
    expect(await listings()).toHaveLength(1);
  });

  it('sees a private channel from the bot’s invitation to its removal', async () => {
    await api.put('/v1/routes', { routes: [], fallback: { channel: '#secret' } });
    const before = await send('Before', '#secret');
    expect(await failureOf(api, before.body.id)).toContain('no channel #secret that the bot can see');
    await board.slack.invite('#secret');
    await eventually(async () => expect(await board.query('SELECT 1 FROM channel_listing')).toEqual([]));
    await send('Within', '#secret');
    await board.slack.expectMessage('#secret', { text: 'Within' });
    await known('C0SECRET01', { is_private: true });
    await board.slack.kick('#secret');
    // What is still sent there must not turn up in public.
    await known('C0SECRET01', { is_private: true, is_archived: true });
    await board.slack.invite('#secret');
    await known('C0SECRET01', { is_private: true, is_archived: false });
  });

  it('follows a channel to its new id, with its cards and with what waits', async () => {
    const alert = { type: 'alert', title: 'Disk full', fingerprint: 'disk', channel: '#ops' };
    await api.post('/v1/notifications', alert);
    const card = await board.slack.expectMessage('#ops', { text: 'Firing' });
    const id = await board.slack.changeChannelId('#ops');
    await known(id, { name: 'ops' });
    await api.post('/v1/notifications', { ...alert, status: 'resolved' });
    await board.slack.expectEdit({ ...card, channel: id }, { text: 'Resolved' });
    await send('By its old id', 'C0OPS00001');
    await board.slack.expectMessage('#ops', { text: 'By its old id' });
  });

  it('goes page by page, as fast as Slack allows, and on where it stopped', async () => {
    await board.slack.faults({
      rules: [{ fault: 'ratelimited', name: 'conversations.list', count: 1, retryAfterS: 1 }],
    });
    await send('First', '#ops');
    await send('Second', '#ops');
    await board.slack.expectCount('#ops', {}, 2);
    expect((await board.slack.messages('#ops')).map(({ text }) => text)).toEqual(['First', 'Second']);
    const [refused, next] = await listings();
    expect(next.at - refused.at).toBeGreaterThanOrEqual(1_000);
  });
});
