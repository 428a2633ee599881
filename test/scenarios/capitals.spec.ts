import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

describe('A channel’s name in capitals', () => {
  let board: Switchboard;
  beforeAll(async () => (board = await startSwitchboard()));
  afterAll(() => board.stop());

  it('is the same channel: what is about one thing has one card there, and one thread', async () => {
    const api = await board.apiWith('send');
    const alert = { type: 'alert', title: 'Disk full', fingerprint: 'disk', thread_key: 'disks' };
    const { body } = await api.post('/v1/notifications', { ...alert, channel: '#Ops' });
    expect(body.deliveries).toMatchObject([{ channel: '#ops' }]);
    const card = await board.slack.expectMessage('#ops', { text: 'Firing: Disk full' });
    // As it was before names were folded.
    await board.query(`UPDATE card SET destination = '#Ops' WHERE destination = '#ops'`);
    await api.post('/v1/notifications', { ...alert, title: 'Disk fuller', channel: '#OPS' });
    await board.slack.expectEdit(card, { text: 'Firing: Disk fuller' });
    await board.query(`UPDATE card SET destination = '#ops' WHERE destination = '#Ops'`);
    await api.post('/v1/notifications', { title: 'Behind it', channel: '#oPs', thread_key: 'disks' });
    const reply = await board.slack.expectMessage('#ops', { text: 'Behind it' });
    expect(reply.thread_ts).toBe(card.ts);
    await board.slack.expectCount('#ops', { text: 'Disk full' }, 1);
  });

  it('finds what was sent there, and sends again what failed', async () => {
    const api = await board.apiWith('send', 'read', 'manage');
    const listed = await api.get(`/v1/deliveries?channel=${encodeURIComponent('#OPS')}`);
    expect(listed.body.deliveries.length).toBeGreaterThan(0);
    await board.query(`UPDATE delivery SET state = 'failed', finished_at = clock_now(), error = 'gone'
      WHERE id = (SELECT id FROM delivery ORDER BY id LIMIT 1)`);
    const replayed = await api.post('/v1/deliveries/replay', { channel: '#oPS' });
    expect(replayed.body).toEqual({ replayed: 1 });
  });
});
