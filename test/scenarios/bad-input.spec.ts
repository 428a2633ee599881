import { ApiKeys } from '../../src/installation/index.js';
import type { Api } from '../harness/api.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

describe('Bad input over HTTP gets a clear problem, and changes nothing', () => {
  let board: Switchboard;
  let sender: Api;
  let reader: Api;
  beforeAll(async () => {
    board = await startSwitchboard();
    sender = await board.apiWith('send');
    reader = await board.apiWith('read');
  });
  afterAll(() => board.stop());
  afterEach(async () => {
    expect(await board.query('SELECT id FROM notification')).toEqual([]);
    expect(await board.query('SELECT id FROM delivery')).toEqual([]);
  });

  const notification = { title: 'Hello' };

  it.each([
    ['no key', (url: string) => fetch(url, { method: 'POST', body: '{' })],
    ['a key of another form', (url: string) => post(url, { authorization: 'Bearer hunter2' })],
    [
      'a well-formed key that nobody made',
      (url: string) => post(url, { authorization: `Bearer swb_0123456789ab_${'x'.repeat(43)}` }),
    ],
    ['Basic credentials', (url: string) => post(url, { authorization: 'Basic c3diOjE=' })],
    [
      'a key in the query where it may not stand',
      (url: string) => post(`${url}?key=swb_0123456789ab_${'x'.repeat(43)}`, {}),
    ],
  ])('401 for %s, before the body is looked at', async (_name, call) => {
    const response = await call(`${board.url}/v1/notifications`);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({
      type: 'urn:switchboard:problem:unauthorized',
      status: 401,
    });
  });

  it('401 for a key that was revoked', async () => {
    const api = await board.apiWith('send');
    const [{ id }] = await board.query<{ id: string }>(
      `SELECT id FROM api_key ORDER BY created_at DESC LIMIT 1`,
    );
    await board.app.get(ApiKeys).revoke(WORKSPACE, id);
    expect((await api.post('/v1/notifications', notification)).status).toBe(401);
  });

  it('403 for a key without the scope, which it names', async () => {
    const { status, body } = await reader.post('/v1/notifications', notification);
    expect(status).toBe(403);
    expect(body.detail).toBe('This needs a key with the scope "send"; this one has "read".');
    expect((await sender.put('/v1/routes', { routes: [], fallback: { channel: '#general' } })).status).toBe(
      403,
    );
  });

  it('403 for a key in the query that could do more than send', async () => {
    const { key } = await board.apiWith('send', 'manage');
    const { status, body } = await board.stranger.post(`/v1/ingest/alertmanager?key=${key}`, { alerts: [] });
    expect(status).toBe(403);
    expect(body.detail).toContain('"send" alone');
  });

  it('400 with a JSON pointer for each fault', async () => {
    const { status, type, body } = await sender.post('/v1/notifications', {
      severity: 'catastrophic',
      labels: { service: 7 },
      fields: [
        { label: 'Used', value: '97%' },
        { label: '', value: 97 },
      ],
      links: [{ text: 'Runbook', url: 'javascript:alert(1)' }],
      channel: 'general',
      occurred_at: 'yesterday',
      surprise: true,
    });
    expect(status).toBe(400);
    expect(type).toContain('application/problem+json');
    expect(body.type).toBe('urn:switchboard:problem:invalid-body');
    const pointers = new Set(body.errors.map((error: { pointer: string }) => error.pointer));
    expect([...pointers].sort()).toEqual([
      '/channel',
      '/fields/1/label',
      '/fields/1/value',
      '/labels',
      '/links/0/url',
      '/occurred_at',
      '/severity',
      '/surprise',
      '/title',
    ]);
  });

  it.each([
    ['half a document', '{"title": "Hel'],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ['nested too deeply', `{"title":"x","labels":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    ['a list', '[]'],
    ['null', 'null'],
    ['nothing', ''],
  ])('400 for a body that is %s', async (_name, body) => {
    const response = await fetch(`${board.url}/v1/notifications`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${sender.key}`, 'content-type': 'application/json' },
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ type: 'urn:switchboard:problem:invalid-body' });
  });

  it('413 for a body over 1 MiB, and takes one just below as what it is', async () => {
    const body = (bytes: number) => JSON.stringify({ text: 'x'.repeat(bytes) });
    const tooLarge = await sender.call('POST', '/v1/notifications', body(1024 * 1024));
    expect(tooLarge.status).toBe(413);
    expect(tooLarge.body).toMatchObject({ type: 'urn:switchboard:problem:too-large', status: 413 });
    expect((await sender.call('POST', '/v1/notifications', body(1024 * 1024 - 100))).status).toBe(400);
  });

  it('404 for what is not there: a path, a notification, another workspace’s alert', async () => {
    expect((await sender.get('/v1/nothing')).body).toMatchObject({ status: 404 });
    const unknown = await reader.get('/v1/notifications/01a207c1-3a10-71f7-a5af-e7843f7547c1');
    expect(unknown.body).toMatchObject({ type: 'urn:switchboard:problem:not-found', status: 404 });
    expect((await reader.get('/v1/notifications/42')).status).toBe(400);
  });

  it('400 for a name with a NUL character in it, which no text has', async () => {
    const manager = await board.apiWith('manage', 'read');
    expect((await manager.get('/v1/deliveries?channel=%00')).status).toBe(400);
    expect((await manager.call('DELETE', '/v1/destinations/%00')).status).toBe(400);
  });

  it('refuses a faulty routing document as a whole', async () => {
    const manager = await board.apiWith('manage', 'read');
    const before = await manager.get('/v1/routes');
    const { status, body } = await manager.put('/v1/routes', {
      routes: [
        { name: 'a', to: [{ channel: '#ok' }] },
        { name: 'a', match: { severity: [] }, to: [] },
      ],
    });
    expect(status).toBe(400);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(
      expect.arrayContaining(['/fallback', '/routes', '/routes/1/match/severity', '/routes/1/to']),
    );
    expect((await manager.get('/v1/routes')).body).toEqual(before.body);
  });
});

const post = (url: string, headers: Record<string, string>) =>
  fetch(url, {
    method: 'POST',
    body: '{"title":"Hello"}',
    headers: { 'content-type': 'application/json', ...headers },
  });
