import type { Api } from '../harness/api.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const URL = 'https://payments.example.com/health?token=secret-in-url';

describe('Services of a workspace', () => {
  let board: Switchboard;
  let api: Api;
  beforeAll(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('read', 'manage');
  });
  afterAll(() => board.stop());
  const names = async () =>
    (await api.get('/v1/services')).body.services.map(({ name }: { name: string }) => name);

  it('are made, read, changed and taken away, and the record says by whom', async () => {
    const made = await api.post('/v1/services', { name: 'Payments API', url: URL });
    const rules = { url: URL, method: 'GET', expected_status: '200-299', timeout_ms: 5_000, alerts: [] };
    expect(made).toMatchObject({ status: 201, body: { name: 'Payments API', ...rules } });
    expect((await api.get('/v1/services/payments%20api')).body).toEqual(made.body);
    const other = {
      url: 'https://example.com',
      method: 'HEAD',
      expected_status: '204',
      timeout_ms: 100,
      alerts: ['a'],
    };
    expect((await api.put('/v1/services/PAYMENTS%20API', other)).body).toEqual({ ...made.body, ...other });
    expect((await api.put('/v1/services/payments%20api', { url: URL })).body).toEqual(made.body);
    expect((await api.delete('/v1/services/payments%20api')).status).toBe(204);
    expect(await names()).toEqual([]);
    const { entries } = (await api.get('/v1/audit?limit=5')).body;
    const told = entries.filter(({ action }: { action: string }) => action.startsWith('service.'));
    expect(told.map(({ action }: { action: string }) => action)).toEqual([
      'service.deleted',
      'service.changed',
      'service.changed',
      'service.created',
    ]);
    expect(told[0]).toMatchObject({ subject: 'Payments API', actor: expect.stringMatching(/^key:/) });
    expect(JSON.stringify(told)).not.toContain('secret-in-url');
  });

  it('have one name each, without case; a repeated request is one', async () => {
    const body = { name: 'Café', url: URL };
    const key = { 'idempotency-key': 'once' };
    const [first, again] = [
      await api.post('/v1/services', body, key),
      await api.post('/v1/services', body, key),
    ];
    expect([first.status, again]).toEqual([201, first]);
    expect((await api.post('/v1/services', { ...body, url: 'https://a.example' }, key)).status).toBe(409);
    const same = await api.post('/v1/services', { name: 'CAFE\u0301', url: URL });
    expect(same).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('a service Café already') },
    });
    expect((await api.get('/v1/services/caf%C3%A9s')).body.detail).toContain('Did you mean Café?');
    expect(await names()).toEqual(['Café']);
  });

  it('are fifty at most', async () => {
    for (let count = 1; count < 50; count++) {
      expect((await api.post('/v1/services', { name: `s${count}`, url: URL })).status).toBe(201);
    }
    const one = await api.post('/v1/services', { name: 'one more', url: URL });
    expect(one).toMatchObject({ status: 409, body: { detail: 'A workspace has 50 services at most.' } });
  });

  it.each([
    [{ name: '' }, '/name', 'such as payments'],
    [{ name: ' a' }, '/name', 'such as payments'],
    [{ name: 'a/b' }, '/name', 'without slashes'],
    [{ name: 'a\nb' }, '/name', 'without slashes'],
    [{ name: 'x'.repeat(61) }, '/name', '60 characters'],
    [{ name: 7 }, '/name', 'such as payments'],
    [{ url: undefined }, '/url', 'url'],
    [{ url: 'payments' }, '/url', 'https://payments.example.com/health'],
    [{ url: 'ftp://example.com' }, '/url', 'https://payments.example.com/health'],
    [{ url: 'https://me:pw@example.com' }, '/url', 'name and password'],
    [{ url: 'http://127.0.0.1/' }, '/url', 'OUTBOUND_ALLOW'],
    [{ url: 'http://[::ffff:10.0.0.1]/' }, '/url', 'OUTBOUND_ALLOW'],
    [{ url: 'http://localhost:5432' }, '/url', 'OUTBOUND_ALLOW'],
    [{ method: 'POST' }, '/method', 'GET, HEAD'],
    [{ expected_status: '2xx' }, '/expected_status', '"200-299"'],
    [{ expected_status: '299-200' }, '/expected_status', '"200-299"'],
    [{ timeout_ms: 99 }, '/timeout_ms', 'such as 5000'],
    [{ timeout_ms: 10_001 }, '/timeout_ms', 'such as 5000'],
    [{ alerts: 'payments' }, '/alerts', '["payments", "payments-db"]'],
    [{ alerts: [''] }, '/alerts', 'such as payments-db'],
    [{ surprise: 1 }, '/surprise', 'surprise'],
  ])('with %j are refused with a word on what would do', async (wrong, pointer, words) => {
    const { status, body } = await api.post('/v1/services', { name: 'bad', url: URL, ...wrong });
    expect([status, body.errors.map((one: { pointer: string }) => one.pointer)]).toEqual([400, expect.arrayContaining([pointer])]); // prettier-ignore
    expect(JSON.stringify(body)).toContain(JSON.stringify(words).slice(1, -1));
    expect(await board.query(`SELECT FROM service WHERE name = 'bad'`)).toEqual([]);
    const changed = await api.put('/v1/services/caf%C3%A9', { url: URL, ...wrong, name: undefined });
    expect(changed.status).toBe('name' in wrong ? 200 : 400);
  });
});
