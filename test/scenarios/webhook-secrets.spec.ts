import { eventually } from '../harness/eventually.js';
import type { Api } from '../harness/api.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

describe('A Slack incoming webhook is a secret', () => {
  let board: Switchboard;
  let api: Api;
  let url: string;
  beforeEach(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'read', 'manage');
    const granted = await board.slack.obtainTokens(['incoming-webhook'], [], 'ann', 'C0INCIDENT');
    url = granted.webhookUrl ?? '';
    await api.post('/v1/destinations', { name: 'partner', webhook: url });
  });
  afterEach(() => board.stop());

  const route = (target: object = {}) =>
    api.put('/v1/routes', {
      routes: [{ name: 'all', to: [{ webhook: 'partner', ...target }] }],
      fallback: { channel: '#general' },
    });
  const deliveriesOf = async (id: string) => (await api.get(`/v1/notifications/${id}`)).body.deliveries;
  it('that is kept sealed, is never shown, and says why it can’t post', async () => {
    expect(JSON.stringify(await board.query('SELECT * FROM webhook'))).not.toContain(new URL(url).pathname);
    const { body } = await api.get('/v1/destinations');
    expect(body.destinations).toMatchObject([{ name: 'partner', kind: 'webhook' }]);
    expect(JSON.stringify(body)).not.toContain('services');
    const post = (webhook: object) => api.post('/v1/destinations', webhook);
    expect((await post({ name: 'partner', webhook: url })).status).toBe(409);
    expect((await post({ name: 'again', webhook: url })).status).toBe(409);
    const elsewhere = await post({ name: 'evil', webhook: 'https://example.com/services/T1/B1/x' });
    expect(elsewhere.body.errors).toMatchObject([{ pointer: '/webhook' }]);
    expect((await api.call('PUT', '/v1/destinations/none', JSON.stringify({ webhook: url }))).status).toBe(
      404,
    );
    expect((await route({ webhook: 'partnr' })).body.errors).toMatchObject([
      { pointer: '/routes/0/to/0/webhook', detail: expect.stringContaining('no webhook "partnr"') },
    ]);

    await route();
    await board.slack.archive('#incidents');
    const refused = await api.post('/v1/notifications', { title: 'x' });
    await eventually(async () => {
      const [{ state, error }] = await deliveriesOf(refused.body.id);
      expect([state, error]).toEqual(['failed', expect.stringContaining('its channel is archived')]);
    });
    expect((await api.call('DELETE', '/v1/destinations/partner')).status).toBe(204);
    const gone = await api.post('/v1/notifications', { title: 'x' });
    await eventually(async () =>
      expect((await deliveriesOf(gone.body.id))[0].error).toContain('no webhook "partner" any more'),
    );
  });
});
