import { Webhooks } from '../../src/delivery/index.js';
import { DataKeys } from '../../src/installation/index.js';
import { loadConfig } from '../../src/platform/config/config.js';
import { createService } from '../../src/service.js';
import type { Api } from '../harness/api.js';
import { type PartnerWebhook, startWithPartner } from '../harness/partner-webhook.js';
import { type Switchboard, TEST_ENCRYPTION_KEYS, WORKSPACE } from '../harness/switchboard.js';

describe('A Slack incoming webhook is a secret', () => {
  let board: Switchboard;
  let api: Api;
  let url: string;
  let route: PartnerWebhook['route'];
  beforeEach(async () => ({ board, api, url, route } = await startWithPartner()));
  afterEach(() => board.stop());

  it('whose data key is wrapped anew with the others', async () => {
    const next = `next:${Buffer.alloc(32, 9).toString('base64')}`;
    const env = (keys: string) => ({ ...board.env, PORT: '0', ROLE: 'web', ENCRYPTION_KEYS: keys });
    const rotating = await createService(loadConfig(env(`${next},${TEST_ENCRYPTION_KEYS}`)));
    await rotating.init();
    expect(await rotating.get(DataKeys).rewrap()).toEqual({ rewrapped: 2, key: 'next' });
    await rotating.close();
    const alone = await createService(loadConfig(env(next)));
    await alone.init();
    expect(await alone.get(Webhooks).urlOf(WORKSPACE, 'partner')).toBe(url);
    await alone.close();
  });

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
    await api.post('/v1/notifications', { title: 'Refused' });
    await board.slack.expectMessage('#general', {
      text: 'webhook:partner could not be reached (channel_is_archived)',
    });
    expect((await api.call('DELETE', '/v1/destinations/partner')).status).toBe(204);
    await api.post('/v1/notifications', { title: 'Gone' });
    await board.slack.expectMessage('#general', {
      text: 'webhook:partner could not be reached (unknown_webhook)',
    });
  });
});
