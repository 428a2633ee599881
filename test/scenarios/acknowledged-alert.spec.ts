import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

describe('An alert, from the webhook to the acknowledged card', () => {
  let board: Switchboard;
  beforeAll(async () => (board = await startSwitchboard()));
  afterAll(() => board.stop());

  it('is one card that stays true: fired, acknowledged, resolved', async () => {
    const manager = await board.apiWith('manage');
    await manager.put('/v1/routes', {
      routes: [
        { name: 'payments', match: { labels: { service: 'payments-*' } }, to: [{ channel: '#incidents' }] },
      ],
      fallback: { channel: '#general' },
    });

    const monitoring = await board.apiWith('send', 'read');
    const disk = { type: 'alert', fingerprint: 'disk-db-3', labels: { service: 'payments-db' } };
    const accepted = await monitoring.post('/v1/notifications', {
      ...disk,
      severity: 'critical',
      title: 'Disk full on db-3',
      text: '*97 %* used. <!channel> should not ping.',
      fields: [{ label: 'Host', value: 'db-3 <prod>' }],
      links: [{ text: 'Runbook', url: 'https://wiki.example.com/disk' }],
    });
    expect(accepted.status).toBe(202);
    expect(accepted.body.deliveries).toEqual([
      { id: expect.any(String), channel: '#incidents', state: 'queued', eta: expect.any(String) },
    ]);

    const card = await board.slack.expectMessage('#incidents', { text: 'Disk full on db-3' });
    const said = JSON.stringify(card.blocks);
    expect(said).toContain('*97 %* used. &lt;!channel&gt; should not ping.');
    expect(said).toContain('db-3 &lt;prod&gt;');
    expect(said).toContain('<https://wiki.example.com/disk|Runbook>');

    await board.slack.click(card, 'Acknowledge', { user: 'bob' });
    const acknowledged = await board.slack.expectEdit(card, { text: 'Acknowledged by <@U0BOB00001>' });
    expect(JSON.stringify(acknowledged.blocks)).not.toContain('alert.ack');

    const resolved = await monitoring.post('/v1/notifications', {
      ...disk,
      title: 'Disk full on db-3',
      status: 'resolved',
    });
    expect(resolved.status).toBe(202);
    const over = await board.slack.expectEdit(acknowledged, { text: 'Resolved' });
    expect(JSON.stringify(over.blocks)).toContain('Acknowledged by <@U0BOB00001>');
    expect(await board.slack.messages('#incidents')).toHaveLength(1);

    const { body } = await monitoring.get(`/v1/notifications/${accepted.body.id}`);
    expect(body.routes).toEqual([{ route: 'payments', matched: true, why: 'every condition holds' }]);
    expect(body.deliveries[0]).toMatchObject({ state: 'sent', attempts: 1, error: null, ts: card.ts });
    expect(body.deliveries[0].permalink).toContain(card.ts.replace('.', ''));
  });

  it('takes a second click, and one on a card that is gone, as they are meant', async () => {
    const monitoring = await board.apiWith('send');
    await monitoring.post('/v1/notifications', { type: 'alert', title: 'Twice', fingerprint: 'twice' });
    const card = await board.slack.expectMessage('#general', { text: 'Twice' });
    const clicks = await Promise.all(
      ['ann', 'bob', 'carol'].map((user) => board.slack.click(card, 'Acknowledge', { user })),
    );
    expect(clicks.map(({ shown }) => shown)).toEqual([null, null, null]);
    const acknowledged = await board.slack.expectEdit(card, { text: 'Acknowledged by' });
    expect(await board.query(`SELECT version FROM alert WHERE fingerprint = 'twice'`)).toEqual([
      { version: 2 },
    ]);
    expect(acknowledged.edits).toBe(1);
  });

  it('keeps an acknowledgement that comes in the same moment as more news of the alert', async () => {
    const monitoring = await board.apiWith('send', 'manage', 'read');
    for (let round = 1; round <= 15; round += 1) {
      const alert = { type: 'alert', title: `Race ${round}`, fingerprint: `race-${round}`, channel: '#ops' };
      await monitoring.post('/v1/notifications', alert);
      const [{ id }] = (await monitoring.get('/v1/alerts?limit=1')).body.alerts;
      await Promise.all([
        monitoring.post('/v1/notifications', { ...alert, text: 'more' }),
        monitoring.post(`/v1/alerts/${id}/ack`, {}),
      ]);
    }
    const rows = await board.query(
      `SELECT DISTINCT state, version FROM alert WHERE fingerprint LIKE 'race-%'`,
    );
    expect(rows).toEqual([{ state: 'acknowledged', version: 3 }]);
  });

  it('opens a new card when the same thing fires again after its end, and none for repetitions', async () => {
    const monitoring = await board.apiWith('send');
    const send = (more: object) =>
      monitoring.post('/v1/notifications', {
        type: 'alert',
        title: 'Flapping',
        fingerprint: 'flap',
        ...more,
      });
    await send({ occurred_at: '2026-11-23T06:00:00Z' });
    await send({ occurred_at: '2026-11-23T06:00:00Z' });
    await send({ status: 'resolved', occurred_at: '2026-11-23T06:05:00Z' });
    // The firing's repetition, overtaken by the resolve.
    const stale = await send({ occurred_at: '2026-11-23T06:00:00Z' });
    expect(stale.body.deliveries).toEqual([]);
    await send({ occurred_at: '2026-11-23T06:10:00Z' });
    await board.advance(1_000);
    await board.slack.expectCount('#general', { text: 'Flapping' }, 2);
  });
});
