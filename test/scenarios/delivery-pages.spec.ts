import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const OPS = 'C0OPS00001';

describe('Deliveries are listed', () => {
  let board: Switchboard;
  beforeAll(async () => (board = await startSwitchboard()));
  afterAll(() => board.stop());

  it('a page at a time, newest first, each once, by its own workspace alone', async () => {
    const api = await board.apiWith('send', 'read');
    const send = async (title: string) =>
      (await api.post('/v1/notifications', { title, channel: OPS })).body.deliveries[0].id as string;
    const ids = [];
    for (let count = 0; count < 5; count++) ids.push(await send(`Page ${count}`));
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const { body }: { body: { deliveries: { id: string }[]; next: string | null } } = await api.get(
        `/v1/deliveries?channel=${OPS}&limit=2${next === '' ? '' : `&cursor=${next}`}`,
      );
      seen.push(...body.deliveries.map(({ id }) => id));
      next = body.next;
    }
    expect(seen).toEqual(ids.reverse());
    for (const query of ['state=odd', 'cursor=nowhere', 'limit=0'])
      expect((await api.get(`/v1/deliveries?${query}`)).status).toBe(400);
    const foreign = '00000000-0000-7000-8000-000000000000';
    await board.query(
      `INSERT INTO delivery (workspace_id, id, channel, priority, state, message)
       VALUES ('T0OTHER001', $1, '${OPS}', 3, 'failed', '{}')`,
      [foreign],
    );
    expect((await api.get(`/v1/deliveries/${foreign}`)).status).toBe(404);
    expect((await api.get('/v1/deliveries?state=failed')).body).toEqual({ deliveries: [], next: null });
    expect((await (await board.apiWith('send')).get('/v1/lanes')).status).toBe(403);
  });
});
