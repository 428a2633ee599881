import { AlertRetention } from '../../src/alerts/index.js';
import { DeliveryRetention } from '../../src/delivery/index.js';
import { NotificationRetention } from '../../src/notifications/index.js';
import type { Api } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const DAY_MS = 24 * 60 * 60 * 1_000;

describe('The record of what was taken in', () => {
  let board: Switchboard;
  let api: Api;
  beforeAll(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'read', 'manage');
    await api.put('/v1/routes', { routes: [], fallback: { channel: '#old-alerts' } });
  });
  afterAll(() => board.stop());

  const settled = (id: string) =>
    eventually(async () => {
      const { deliveries } = (await api.get(`/v1/notifications/${id}`)).body;
      expect(deliveries).toMatchObject([{ state: expect.stringMatching(/sent|failed|superseded/) }]);
    });
  const send = async (title: string, more: object = {}): Promise<string> => {
    const { id } = (await api.post('/v1/notifications', { title, channel: '#general', ...more })).body;
    await settled(id);
    return id;
  };
  const after = async (days: number) => {
    await board.advance(days * DAY_MS);
    await board.app.get(DeliveryRetention).forgetOld();
    await board.app.get(NotificationRetention).forgetOld();
    await board.app.get(AlertRetention).forgetOld();
  };
  const titles = async (table: 'notification' | 'alert') =>
    (await board.query<{ title: string }>(`SELECT title FROM ${table} ORDER BY title`)).map(
      ({ title }) => title,
    );

  it('is kept for 90 days, and as long as what failed of it; open alerts stay, ended ones for 400 days', async () => {
    const told = await send('Told');
    await send('Burns', { type: 'alert', fingerprint: 'burns' });
    await send('Flickers', { type: 'alert', fingerprint: 'flickers' });
    await send('Steady', { type: 'alert', fingerprint: 'flickers', status: 'resolved' });
    const refused = await send('Refused', { channel: '#old-alerts' });
    await after(50);
    const [{ id }] = (await api.get('/v1/deliveries?state=failed')).body.deliveries;
    expect((await api.post(`/v1/deliveries/${id}/replay`, {})).status).toBeLessThan(300);
    await settled(refused);

    await after(39);
    expect(await titles('notification')).toEqual(['Burns', 'Flickers', 'Refused', 'Steady', 'Told']);
    await after(2);
    expect((await api.get(`/v1/notifications/${told}`)).status).toBe(404);
    expect(await titles('notification')).toEqual(['Refused']);
    await after(50);
    expect(await titles('notification')).toEqual([]);
    expect(await titles('alert')).toHaveLength(2);

    await after(400);
    expect(await titles('alert')).toEqual(['Burns']);
  });
});
