import { ReportRunner } from '../../src/scheduling/index.js';
import type { Api } from '../harness/api.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const report = { name: 'Digest', schedule: 'daily 08:00', zone: 'UTC', channel: '#ops' };

describe('A digest that is due', () => {
  let board: Switchboard;
  let api: Api;
  beforeAll(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('read', 'manage');
  });
  afterAll(() => board.stop());

  const made = async () => (await api.post('/v1/reports', report)).body.id as string;
  const runsOf = async (id: string) => (await api.get(`/v1/reports/${id}`)).body.runs as object[];
  /** A second ago, and nobody has looked yet. */
  const isDue = (id: string) =>
    board.query(`UPDATE report SET next_run_at = clock_now() - interval '1 second' WHERE id = $1`, [id]);

  it.each([
    [{ name: 'Another name' }],
    [{ schedule: 'daily 09:00' }],
    [{ zone: 'Asia/Tokyo' }],
    [{ paused: true }],
  ])('comes, though it is changed in that moment: %j', async (change) => {
    const id = await made();
    await isDue(id);
    expect((await api.patch(`/v1/reports/${id}`, change)).status).toBe(200);
    await board.app.get(ReportRunner).tick();
    expect(await runsOf(id)).toMatchObject([{ reason: 'schedule', state: 'owed' }]);
    const { next_run_at: next } = (await api.get(`/v1/reports/${id}`)).body;
    if ('paused' in change) expect(next).toBeNull();
    else expect(new Date(next).getTime()).toBeGreaterThan(Date.now());
  });

  it('keeps no other waiting when its times can’t be told any more: it comes, and is paused', async () => {
    const [broken, sound] = [await made(), await made()];
    await board.query(`UPDATE report SET zone = 'Gone/Zone' WHERE id = $1`, [broken]);
    // Both in one look.
    await board.query(`UPDATE report SET next_run_at = clock_now() WHERE id IN ($1, $2)`, [broken, sound]);
    await board.app.get(ReportRunner).tick();
    expect(await runsOf(sound)).toMatchObject([{ reason: 'schedule', state: 'owed' }]);
    expect(await runsOf(broken)).toMatchObject([{ reason: 'schedule' }]);
    expect((await api.get(`/v1/reports/${broken}`)).body).toMatchObject({ paused: true, next_run_at: null });
  });
});
