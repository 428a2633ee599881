import { ReportRunner } from '../../src/scheduling/index.js';
import type { Api } from '../harness/api.js';
import { expectDirect } from '../harness/direct-message.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const DAY = 24 * 60 * 60 * 1_000;
const report = { name: 'Morning digest', schedule: 'daily 08:00', zone: 'UTC', channel: '#ops' };

describe('A digest that comes by itself', () => {
  let board: Switchboard;
  let api: Api;
  beforeAll(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'read', 'manage');
  });
  afterAll(() => board.stop());

  /** To a time of tomorrow, as the database has it. */
  async function tomorrowAt(hour: number): Promise<void> {
    const [{ now }] = await board.query<{ now: Date }>('SELECT clock_now() AS now');
    await board.advance(Math.floor(now.getTime() / DAY + 1) * DAY + hour * 60 * 60 * 1_000 - now.getTime());
  }
  const pressRun = async (id: string, body: object = {}) => {
    const answer = await api.post(`/v1/reports/${id}/run`, body);
    await board.app.get(ReportRunner).tick();
    return answer;
  };

  it('tells a quiet day in a line, and a day with alerts in a table, with a chart', async () => {
    const { status, body } = await api.post('/v1/reports', report);
    expect(status).toBe(201);
    expect(body).toMatchObject({ cron: '0 8 * * *', covers: 'day', destination: '#ops', paused: false });
    await tomorrowAt(8);
    await board.slack.expectMessage('#ops', { text: 'Nothing fired (0 the day before)' });

    const fire = (fingerprint: string, severity: string, service: string) =>
      api.post('/v1/notifications', { type: 'alert', title: `${fingerprint} <is> ill`, fingerprint, severity, labels: { service } }); // prettier-ignore
    await fire('db-3', 'critical', 'payments');
    await fire('db-4', 'warning', 'payments');
    await fire('web-1', 'error', 'shop');
    const [first] = (await api.get('/v1/alerts?limit=1')).body.alerts;
    await board.clock.advance(240_000);
    await api.post(`/v1/alerts/${first.id}/resolve`, {});
    await tomorrowAt(8);
    const digest = await board.slack.expectMessage('#ops', { text: '*3 alerts*' });
    const blocks = JSON.stringify(digest.blocks);
    expect(digest.text).toContain('payments: 1 critical, 1 warning (before: 0)');
    expect(blocks).toContain('"type":"table"');
    expect(blocks).toContain('*Still open: 2*');
    expect(blocks).toContain('db-3 &lt;is&gt; ill');
    expect(digest.text).toContain('1 of 3 resolved, half of those within 4 min');
    expect(blocks).toMatch(/"slack_file":\{"id":"F\w+"/);
    expect(blocks).toMatch(/"alt_text":"Bar chart of 3 alerts by hour/);
    const { runs } = (await api.get(`/v1/reports/${body.id}`)).body;
    expect(runs).toMatchObject([{ state: 'owed', reason: 'schedule' }, { state: 'owed' }]);
    await eventually(async () => {
      expect((await api.get(`/v1/deliveries/${runs[0].delivery}`)).body.state).toBe('sent');
    });
  });

  it('is run at once, previewed by one person, paused, changed and ended', async () => {
    const [{ id }] = (await api.get('/v1/reports')).body.reports;
    expect(await pressRun(id, { preview_to: 'U0CAROL001' })).toMatchObject({
      status: 202,
      body: { reason: 'preview' },
    });
    expect(
      JSON.stringify(await expectDirect(board.slack, 'U0CAROL001', { text: 'Still open: 2' })),
    ).toContain('for you alone');
    expect((await api.patch(`/v1/reports/${id}`, { paused: true })).body).toMatchObject({
      paused: true,
      next_run_at: null,
    });
    const before = (await board.slack.messages('#ops')).filter(({ text }) =>
      text.includes('Still open'),
    ).length;
    await tomorrowAt(9);
    expect((await api.get(`/v1/reports/${id}`)).body.runs).toHaveLength(3);
    await pressRun(id);
    await board.slack.expectCount('#ops', { text: 'Still open: 2' }, before + 1);
    const weekly = await api.patch(`/v1/reports/${id}`, {
      schedule: 'mondays 9:30',
      covers: 'week',
      paused: false,
    });
    expect(weekly.body).toMatchObject({ cron: '30 9 * * 1', covers: 'week', destination: '#ops' });
    expect((await api.delete(`/v1/reports/${id}`)).status).toBe(204);
    expect((await api.get(`/v1/reports/${id}`)).status).toBe(404);
  });

  it.each([
    [{ schedule: 'tusedays 08:00' }, '/schedule', 'Did you mean "tuesdays"?'],
    [{ schedule: 'daily 25:00' }, '/schedule', 'There is no time 25:00'],
    [{ schedule: '61 8 * * *' }, '/schedule', '"61" is no minute'],
    [{ schedule: '0 8 30 2 *' }, '/schedule', 'never comes'],
    [{ zone: 'Europe/Nowhere' }, '/zone', 'Europe/Berlin'],
    [{ channel: 'ops' }, '/channel', '#name'],
    [{ channel: undefined }, '/channel', '#ops'],
    [{ to: 'U0CAROL001' }, '/to', 'not to both'],
  ])('with %j is refused with an example, and nothing is made', async (wrong, pointer, words) => {
    const before = (await api.get('/v1/reports')).body;
    const { status, body } = await api.post('/v1/reports', { ...report, ...wrong });
    expect({ status, pointer: body.errors[0].pointer }).toEqual({ status: 400, pointer });
    expect(JSON.stringify(body)).toContain(JSON.stringify(words).slice(1, -1));
    expect((await api.get('/v1/reports')).body).toEqual(before);
  });
});
