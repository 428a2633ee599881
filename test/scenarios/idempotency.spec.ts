import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const DAY_MS = 24 * 60 * 60 * 1_000;

describe('An Idempotency-Key makes a repeated request one request', () => {
  let board: Switchboard;
  beforeAll(async () => (board = await startSwitchboard()));
  afterAll(() => board.stop());

  const count = async (title: string) =>
    (
      await board.query<{ n: number }>('SELECT count(*)::int AS n FROM notification WHERE title = $1', [
        title,
      ])
    )[0]?.n;

  it('gives the first answer again to the same request, also when twenty come at once', async () => {
    const api = await board.apiWith('send');
    const send = () => api.post('/v1/notifications', { title: 'Once' }, { 'idempotency-key': 'build-41' });
    const answers = await Promise.all(Array.from({ length: 20 }, send));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await count('Once')).toBe(1);
  });

  it('refuses the same key with another body, and keeps the first answer', async () => {
    const api = await board.apiWith('send');
    const send = (title: string) =>
      api.post('/v1/notifications', { title }, { 'idempotency-key': 'build-42' });
    const first = await send('First');
    const other = await send('Second');
    expect(other.status).toBe(409);
    expect(other.body).toMatchObject({ type: 'urn:switchboard:problem:conflict' });
    expect(await count('Second')).toBe(0);
    expect((await send('First')).body).toEqual(first.body);
  });

  it('lets a refused request be corrected under the same key', async () => {
    const api = await board.apiWith('send');
    const headers = { 'idempotency-key': 'build-43' };
    expect((await api.post('/v1/notifications', {}, headers)).status).toBe(400);
    expect((await api.post('/v1/notifications', { title: 'Corrected' }, headers)).status).toBe(202);
  });

  it('forgets a key after 24 hours', async () => {
    const api = await board.apiWith('send');
    const send = () => api.post('/v1/notifications', { title: 'Daily' }, { 'idempotency-key': 'daily' });
    const first = await send();
    await board.clock.advance(DAY_MS + 1_000);
    expect((await send()).body.id).not.toBe(first.body.id);
    expect(await count('Daily')).toBe(2);
  });
});
