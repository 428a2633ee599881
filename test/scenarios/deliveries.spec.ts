import { eventually } from '../harness/eventually.js';
import type { Api } from '../harness/api.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const OPS = 'C0OPS00001';

describe('What is owed to Slack can be seen', () => {
  let board: Switchboard;
  let api: Api;
  beforeEach(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'read');
  });
  afterEach(() => board.stop());

  const send = async (title: string, more = {}) =>
    (await api.post('/v1/notifications', { title, channel: OPS, ...more })).body.deliveries[0].id as string;
  const delivery = async (id: string) => (await api.get(`/v1/deliveries/${id}`)).body;

  it('while it waits, with when it arrives; on its way; and once it has arrived', async () => {
    await send('First');
    await board.slack.expectMessage('#ops', { text: 'First' });
    await board.holdLanes();
    const ids = [await send('Soon'), await send('Later'), await send('Now', { severity: 'critical' })];
    const [soon, later, now] = await Promise.all(ids.map(delivery));
    expect(later).toMatchObject({
      state: 'queued',
      attempts: 0,
      severity: 'info',
      text: 'Later',
      history: [],
    });
    const seconds = (one: { eta: string }, other: { eta: string }) =>
      (Date.parse(one.eta) - Date.parse(other.eta)) / 1_000;
    expect(seconds(later, soon)).toBeCloseTo(1, 1);
    expect(seconds(soon, now)).toBeCloseTo(1, 1);

    const { body } = await api.get('/v1/lanes');
    expect(body).toMatchObject({
      waiting: 3,
      held: 0,
      unknown: 0,
      failed: 0,
      per_minute: 300,
      learned_at: null,
    });
    expect(body.lanes).toMatchObject([
      {
        channel: OPS,
        waiting: 3,
        by_severity: { critical: 1, error: 0, warning: 0, info: 2 },
        sending: null,
      },
    ]);
    expect(Date.parse(body.lanes[0].empty_at)).toBeCloseTo(Date.parse(later.eta), -2);

    await board.releaseLanes();
    await board.slack.expectCount('#ops', {}, 4);
    await eventually(async () => expect((await delivery(ids[0])).state).toBe('sent'));
    const sent = await delivery(ids[0]);
    expect(sent).toMatchObject({
      attempts: 1,
      error: null,
      eta: null,
      permalink: expect.stringContaining(OPS),
    });
    await eventually(async () => {
      expect((await api.get('/v1/lanes')).body).toMatchObject({ waiting: 0, empty_at: null, lanes: [] });
    });
  });

  it('as being sent, until Slack has answered', async () => {
    await board.slack.faults({ rules: [{ fault: 'slow', ms: 5_000, name: 'chat.postMessage', count: 1 }] });
    const id = await send('Slow');
    await eventually(async () => expect(await delivery(id)).toMatchObject({ state: 'sending' }));
    const states = async (state: string) =>
      (await api.get(`/v1/deliveries?state=${state}`)).body.deliveries.map((one: { id: string }) => one.id);
    expect([await states('sending'), await states('queued')]).toEqual([[id], []]);
    expect((await api.get('/v1/lanes')).body.lanes[0].sending).toBe(id);
    await eventually(async () => expect(await states('sent')).toEqual([id]));
  });

  it('with all that was refused on its way, and why it waits', async () => {
    await board.slack.faults({
      rules: [{ fault: 'error', status: 404, name: 'chat.postMessage', count: 1 }],
    });
    const id = await send('Stubborn');
    await eventually(async () =>
      expect(await delivery(id)).toMatchObject({
        state: 'held',
        note: expect.stringContaining('tried again at'),
      }),
    );
    await board.advance(2_000);
    await eventually(async () => expect((await delivery(id)).state).toBe('sent'));
    expect(await delivery(id)).toMatchObject({
      attempts: 2,
      error: null,
      history: [{ state: 'held', error: 'Slack answered HTTP 404' }],
    });
  });
});
