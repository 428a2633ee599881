import { Quotas } from '../../src/installation/index.js';
import { loadConfig } from '../../src/platform/config/config.js';
import { createService } from '../../src/service.js';
import { Api } from '../harness/api.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

describe('A workspace’s quota', () => {
  let board: Switchboard;
  beforeEach(async () => {
    board = await startSwitchboard({ env: { QUOTA_NOTIFICATIONS_PER_MINUTE: '50', QUOTA_KEYS: '3' } });
  });
  afterEach(() => board.stop());

  it('is one for all processes: of a storm as many are taken as it allows, the rest is told when to come again', async () => {
    const api = await board.apiWith('send');
    const other = await createService(loadConfig({ ...board.env, PORT: '0', ROLE: 'web' }), {
      clock: board.clock,
    });
    await other.listen(0, '127.0.0.1');
    const apis = [api, new Api((await other.getUrl()).replace('[::1]', '127.0.0.1'), api.key)];
    // It is counted by the minute: all of this is in one.
    await board.clock.advance(60_500 - (board.clock.now().getTime() % 60_000));
    try {
      const answers = await Promise.all(
        Array.from({ length: 120 }, (_, n) => apis[n % 2].post('/v1/notifications', { title: `Storm ${n}` })),
      );
      const count = (status: number) => answers.filter((answer) => answer.status === status).length;
      expect({ taken: count(202), refused: count(429) }).toEqual({ taken: 50, refused: 70 });
      const [{ stored }] = await board.query<{ stored: number }>(
        'SELECT count(*)::int AS stored FROM notification',
      );
      expect(stored).toBe(50);
      const refused = answers.find(({ status }) => status === 429)?.body;
      expect(refused).toMatchObject({
        type: 'urn:switchboard:problem:quota-exceeded',
        detail: expect.stringContaining('50 notifications a minute'),
      });
      const raw = await fetch(`${board.url}/v1/notifications`, {
        method: 'POST',
        headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
        body: '{"title":"once more"}',
      });
      expect(Number(raw.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      await board.clock.advance(60_000);
      expect((await api.post('/v1/notifications', { title: 'A minute later' })).status).toBe(202);
    } finally {
      await other.close();
    }
  });

  it('of bytes counts what was sent, and can be raised for one workspace, which the audit trail tells', async () => {
    const quotas = board.app.get(Quotas);
    await quotas.set(WORKSPACE, { bytesPerDay: 1_000, notificationsPerMinute: 1_000 }, 'operator');
    const api = await board.apiWith('send', 'manage');
    const send = async () =>
      (await api.post('/v1/notifications', { title: 'x', text: 'y'.repeat(900) })).status;
    expect([await send(), await send(), await send()]).toEqual([202, 202, 429]);
    await quotas.set(WORKSPACE, { bytesPerDay: 1_000_000 }, 'operator');
    expect(await send()).toBe(202);
    const { body } = await api.get('/v1/audit?limit=1');
    expect(body.entries).toMatchObject([{ action: 'quota.changed', details: { bytesPerDay: 1_000_000 } }]);
  });

  it('of keys says what to do', async () => {
    for (let key = 0; key < 3; key += 1) await board.apiWith('send');
    await expect(board.apiWith('send')).rejects.toThrow('may have 3 keys, and has. Revoke one');
  });
});
