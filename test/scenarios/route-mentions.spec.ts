import type { Api } from '../harness/api.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const [ANN, BOB] = ['U0ANN00001', 'U0BOB00001'];
const DAY_MS = 24 * 60 * 60 * 1_000;

describe('A route that mentions somebody', () => {
  let board: Switchboard;
  let api: Api;
  const route = (mention: string, more: object = { channel: '#ops' }) => ({
    routes: [{ name: 'all', to: [{ ...more, mention }] }],
    fallback: { channel: '#general' },
  });
  const alert = (title: string, more = {}) =>
    api.post('/v1/notifications', { type: 'alert', fingerprint: title, title, ...more });

  beforeAll(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'read', 'manage');
    const startsOn = new Date(board.clock.now().getTime() - DAY_MS).toISOString().slice(0, 10);
    await api.post('/v1/oncall', {
      name: 'payments',
      people: [ANN],
      every: 'week',
      hand_over_at: '00:00',
      zone: 'UTC',
      starts_on: startsOn,
    });
  });
  afterAll(() => board.stop());

  it('is refused for a rotation that there isn’t, with the nearest, and for what is nobody', async () => {
    const misspelt = await api.put('/v1/routes', route('oncall:paymnets'));
    expect(misspelt.status).toBe(400);
    expect(misspelt.body.errors).toMatchObject([
      {
        pointer: '/routes/0/to/0/mention',
        detail: expect.stringContaining('Did you mean "oncall:payments"?'),
      },
    ]);
    expect((await api.put('/v1/routes', route('everyone'))).body.errors[0].detail).toContain(
      'oncall:payments',
    );
    const direct = await api.put('/v1/routes', route('here', { to: ANN }));
    expect(direct.body.errors[0].detail).toContain('reaches its person anyway');
    expect((await api.get('/v1/routes')).body.version).toBe(0);
  });

  it('finds who is on call when the card is posted, not when it was owed, and goes on showing them', async () => {
    expect((await api.put('/v1/routes', route('oncall:payments'))).status).toBe(200);
    const explained = await api.post('/v1/routes/explain', { title: 'A sample' });
    expect(explained.body.mentions).toEqual({ '#ops': 'oncall:payments' });
    await alert('Warm');
    await board.slack.expectMessage('#ops', { text: `<@${ANN}> is on call for payments` });
    await board.holdLanes();
    await alert('Disk full');
    const now = board.clock.now().getTime();
    const time = (ms: number) => new Date(now + ms).toISOString();
    const standsIn = { user: BOB, from: time(-60_000), to: time(DAY_MS) };
    expect((await api.post('/v1/oncall/payments/overrides', standsIn)).status).toBe(201);
    await board.releaseLanes();
    const card = await board.slack.expectMessage('#ops', {
      text: `<@${BOB}> is on call for payments: Firing: Disk full`,
    });
    // Somebody else is by now: an edit shows, and pings, whom the post did.
    const [override] = (await api.get('/v1/oncall/payments')).body.overrides;
    await api.delete(`/v1/oncall/payments/overrides/${override.id}`);
    await alert('Disk full', { status: 'resolved' });
    const edited = await board.slack.expectEdit(card, { text: 'Resolved: Disk full' });
    expect(JSON.stringify(edited.blocks)).toContain(`<@${BOB}> is on call for payments`);
    // What is no card too.
    await api.post('/v1/notifications', { title: 'A word' });
    await board.slack.expectMessage('#ops', { text: `<@${ANN}> is on call for payments: A word` });
  });

  it('says plainly that nobody is on call, where the rotation has gone since', async () => {
    await api.delete('/v1/oncall/payments');
    await alert('Alone');
    await board.slack.expectMessage('#ops', {
      text: 'Nobody is on call: there is no rotation payments any more',
    });
  });

  it('mentions people, groups and the channel as Slack writes them; what senders write pings nobody', async () => {
    for (const [mention, words] of [
      [BOB, `<@${BOB}>`],
      ['S0123456789', '<!subteam^S0123456789>'],
      ['channel', '<!channel>'],
    ]) {
      await api.put('/v1/routes', route(mention));
      await api.post('/v1/notifications', { title: `To ${mention} <!here>` });
      const { blocks } = await board.slack.expectMessage('#ops', { text: `To ${mention}` });
      const said = JSON.stringify(blocks);
      expect(said).toContain(words);
      expect(said).not.toContain('"text":"<!here>');
    }
  });
});
