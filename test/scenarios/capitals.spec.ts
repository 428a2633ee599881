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
});
