import { DeliveryRetention } from '../../src/delivery/index.js';
import type { Api } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const DAY_MS = 24 * 60 * 60 * 1_000;

describe('What is over leaves', () => {
  let board: Switchboard;
  let api: Api;
  beforeAll(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'read', 'manage');
    await api.put('/v1/routes', { routes: [], fallback: { channel: '#nowhere' } });
    await board.slack.createChannel('fires');
  });
  afterAll(() => board.stop());

  const send = async (title: string, more: object) =>
    (await api.post('/v1/notifications', { title, ...more })).body;
  const becomes = (id: string, state: string) =>
    eventually(async () => expect((await api.get(`/v1/deliveries/${id}`)).body).toMatchObject({ state }));
  /** But for what the installer is told of the channel that is gone. */
  const after = async (days: number) => {
    await board.advance(days * DAY_MS);
    const left = await board.app.get(DeliveryRetention).forgetOld();
    const { body } = await api.get('/v1/deliveries');
    const texts: string[] = body.deliveries.map(({ text }: { text: string }) => text);
    return { left, texts: texts.filter((text) => !text.startsWith('Switchboard')).sort() };
  };

  it('what has arrived after 30 days, what failed after 90, a card after 180; what waits stays', async () => {
    const sent = await send('Arrived', { channel: '#general' });
    const failed = await send('Refused', { channel: '#old-alerts' });
    const card = await send('Burns', { channel: '#fires', fingerprint: 'f' });
    await becomes(sent.deliveries[0].id, 'sent');
    await becomes(failed.deliveries[0].id, 'failed');
    await becomes(card.deliveries[0].id, 'sent');
    await eventually(async () =>
      expect(await board.query(`SELECT FROM delivery WHERE state = 'queued'`)).toEqual([]),
    );
    expect(await after(29)).toMatchObject({ texts: ['Arrived', 'Firing: Burns', 'Refused'] });

    await board.query(`INSERT INTO delivery (workspace_id, id, channel, priority, state, message, held_until)
      VALUES ('${WORKSPACE.workspaceId}', gen_random_uuid(), 'C0GENERAL1', 3, 'held', '{"text": "Waits"}', '2100-01-01')`);
    const month = await after(2);
    expect(month.texts).toEqual(['Refused', 'Waits']);
    expect(month.left).toMatchObject({ deliveries: 3, cards: 0 });
    expect((await api.get(`/v1/notifications/${sent.id}`)).body).toMatchObject({
      title: 'Arrived',
      deliveries: [],
    });
    expect((await api.get(`/v1/deliveries/${sent.deliveries[0].id}`)).status).toBe(404);

    expect((await after(60)).texts).toEqual(['Waits']);
    // What told the installer of the dead channel.
    expect((await after(90)).left.cards).toBe(1);
    expect(await board.query('SELECT channel FROM lane')).toEqual([]);
  });

  it('but the card of an alert that still fires, which says so when it is over, and then leaves as well', async () => {
    const cards = async () =>
      (await board.slack.messages('#fires')).flatMap(({ text, metadata }) => (metadata ? [text] : []));
    expect(await cards()).toEqual(['Firing: Burns']);
    await send('Burns', { channel: '#fires', fingerprint: 'f', status: 'resolved' });
    await eventually(async () => expect(await cards()).toEqual(['Resolved: Burns']));
    await eventually(async () =>
      expect(await board.query(`SELECT FROM delivery WHERE state = 'queued'`)).toEqual([]),
    );
    expect((await after(179)).left.cards).toBe(0);
    expect((await after(2)).left.cards).toBe(1);
  });
});
