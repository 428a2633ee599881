import type { Api } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const OPS = 'C0OPS00001';

describe('What may merge in a storm', () => {
  let board: Switchboard;
  let api: Api;
  beforeAll(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'read', 'manage');
  });
  afterAll(() => board.stop());

  const put = (storms: object) => api.put('/v1/routes', { routes: [], fallback: { channel: OPS }, storms });
  const merged = () => board.query(`SELECT id FROM delivery WHERE state = 'merged'`);

  it('is said in the routing document, which is checked as a whole', async () => {
    const faulty = await put({ threshold: 1, never: [{ severity: 3 }], sometimes: true });
    expect(faulty.status).toBe(400);
    const pointers = faulty.body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers.sort()).toEqual(['/storms/never/0/severity', '/storms/sometimes', '/storms/threshold']);
    expect((await put({ threshold: 3, never: [{ type: 'deployment' }] })).status).toBe(200);
  });

  it('is told by explain', async () => {
    const storm = async (sample: object) =>
      (await api.post('/v1/routes/explain', { title: 'x', ...sample })).body.storm;
    expect(await storm({ type: 'deployment' })).toEqual({
      merges: false,
      threshold: null,
      why: 'never[0] matches',
    });
    expect(await storm({})).toEqual({ merges: true, threshold: 3, why: 'every condition holds' });
    const alone = { channel: '#ops', only_to: 'U0BOB00001' };
    for (const sample of [{ severity: 'critical' }, alone, { thread_key: 'deploy-1' }])
      expect(await storm(sample)).toMatchObject({ merges: false });
  });

  it('and merges, while the rest is sent as itself', async () => {
    await api.post('/v1/notifications', { title: 'calm' });
    await board.slack.expectMessage('#ops', { text: 'calm' });
    await board.holdLanes();
    for (const type of ['deployment', 'note'])
      for (let index = 1; index <= 4; index += 1)
        await api.post('/v1/notifications', { title: `${type} ${index}`, type });
    await eventually(async () => expect(await merged()).toHaveLength(4));
    await board.releaseLanes();
    await board.slack.expectCount('#ops', { text: /^deployment/ }, 4);
    await board.slack.expectMessage('#ops', { text: 'note 4' });
    await board.slack.expectCount('#ops', {}, 7);
  });

  it('is nothing while storms are off', async () => {
    const before = (await merged()).length;
    await put({ off: true });
    await board.holdLanes();
    for (let index = 1; index <= 60; index += 1)
      await api.post('/v1/notifications', { title: `off ${index}` });
    await board.releaseLanes();
    await board.slack.expectMessage('#ops', { text: 'off 3' });
    await board.advance(120_000);
    expect(await merged()).toHaveLength(before);
  });
});
