import type { Api } from '../harness/api.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const [ANN, BOB] = ['U0ANN00001', 'U0BOB00001'];
const HOUR_MS = 60 * 60 * 1_000;

describe('Rotations by the API', () => {
  let board: Switchboard;
  let api: Api;
  beforeAll(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('read', 'manage');
  });
  afterAll(() => board.stop());

  const rotation = (name: string, people = [ANN, BOB]) => ({
    name,
    people,
    every: 'week',
    hand_over_at: '00:00',
    zone: 'UTC',
    starts_on: '2026-03-02',
  });
  const standIn = (user = BOB) => {
    const now = board.clock.now().getTime();
    return { user, from: new Date(now).toISOString(), to: new Date(now + HOUR_MS).toISOString() };
  };
  const overridesOf = async (name: string) =>
    (await api.get(`/v1/oncall/${name}`)).body.overrides as object[];

  it('a request that is sent again with its key is answered as the first time, and does nothing more', async () => {
    const key = { 'idempotency-key': 'made' };
    const first = await api.post('/v1/oncall', rotation('payments'), key);
    expect(first.status).toBe(201);
    expect(await api.post('/v1/oncall', rotation('payments'), key)).toEqual(first);
    expect((await api.post('/v1/oncall', rotation('search'), key)).status).toBe(409);
    const [body, again] = [standIn(), { 'idempotency-key': 'stands in' }];
    const stood = await api.post('/v1/oncall/payments/overrides', body, again);
    expect(stood.status).toBe(201);
    expect(await api.post('/v1/oncall/payments/overrides', body, again)).toEqual(stood);
    expect(await overridesOf('payments')).toHaveLength(1);
    await api.post('/v1/oncall', rotation('search'));
    expect((await api.post('/v1/oncall/search/overrides', body, again)).status).toBe(409);
    expect(await overridesOf('search')).toEqual([]);
  });

  it('have 100 overrides to come at most', async () => {
    await api.post('/v1/oncall', rotation('ledger'));
    for (let made = 0; made < 100; made++)
      expect((await api.post('/v1/oncall/ledger/overrides', standIn())).status).toBe(201);
    const { status, body } = await api.post('/v1/oncall/ledger/overrides', standIn());
    expect([status, body.detail]).toEqual([409, expect.stringContaining('100 overrides')]);
    const [{ id }] = (await overridesOf('ledger')) as { id: string }[];
    expect((await api.delete(`/v1/oncall/ledger/overrides/${id}`)).status).toBe(204);
    expect((await api.post('/v1/oncall/ledger/overrides', standIn())).status).toBe(201);
  });

  it('are not found by a name that none can have', async () => {
    for (const name of ['%00', 'a%00b', 'The%20Payments']) {
      expect((await api.get(`/v1/oncall/${name}`)).status).toBe(404);
      expect((await api.delete(`/v1/oncall/${name}`)).status).toBe(404);
      expect((await api.post(`/v1/oncall/${name}/overrides`, standIn())).status).toBe(404);
    }
  });
});
