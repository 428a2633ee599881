import { eventually } from '../harness/eventually.js';
import type { Api } from '../harness/api.js';
import { runHere } from '../harness/commands.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const OLD_ALERTS = 'C0OLDALERT';

describe('What failed', () => {
  let board: Switchboard;
  let api: Api;
  beforeEach(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'read', 'manage');
    // Nor does the fallback take it.
    await api.put('/v1/routes', { routes: [], fallback: { channel: '#nowhere' } });
  });
  afterEach(() => board.stop());

  const send = async (title: string, channel: string) =>
    (await api.post('/v1/notifications', { title, channel })).body.deliveries[0].id as string;
  const delivery = async (id: string) => (await api.get(`/v1/deliveries/${id}`)).body;
  const fails = (id: string) => eventually(async () => expect((await delivery(id)).state).toBe('failed'));
  const run = (...args: string[]) => runHere(board.env, ...args);

  it('is sent when its channel is there again and somebody replays it; twice is a conflict', async () => {
    const id = await send('Nobody reads this', '#old-alerts');
    await fails(id);
    const history = [
      { state: 'queued', error: 'is_archived; sent to the fallback instead' },
      { state: 'failed', error: expect.stringContaining('#nowhere') },
    ];
    expect(await delivery(id)).toMatchObject({ failed_over_from: OLD_ALERTS, history });
    await board.slack.archive('#old-alerts', false);
    const replayed = await api.post(`/v1/deliveries/${id}/replay`, {});
    expect(replayed.status).toBe(202);
    expect(replayed.body).toMatchObject({
      channel: OLD_ALERTS,
      history: [...history, { state: 'queued', error: expect.stringMatching(/^Replayed by key /) }],
    });
    await board.slack.expectMessage('#old-alerts', { text: 'Nobody reads this' });
    await eventually(async () => expect(await delivery(id)).toMatchObject({ state: 'sent', attempts: 1 }));
    const again = await api.post(`/v1/deliveries/${id}/replay`, {});
    expect(again).toMatchObject({ status: 409, body: { type: 'urn:switchboard:problem:conflict' } });
    expect(again.body.detail).toContain('is sent');
    const unknown = '00000000-0000-7000-8000-000000000000';
    expect((await api.post(`/v1/deliveries/${unknown}/replay`, {})).status).toBe(404);
  });

  it('for one reason is replayed together; what failed for another stays', async () => {
    const archived = [await send('One', '#old-alerts'), await send('Two', '#old-alerts')];
    await board.slack.restrictPosting('#ops', 'restricted');
    const closed = await send('Closed', '#ops');
    for (const id of [...archived, closed]) await fails(id);
    const page = (await api.get('/v1/deliveries?state=failed')).body;
    expect(page.deliveries.map(({ id }: { id: string }) => id)).toEqual([closed, ...archived.reverse()]);
    expect((await api.post('/v1/deliveries/replay', {})).status).toBe(400);
    await board.slack.archive('#old-alerts', false);
    expect((await api.post('/v1/deliveries/replay', { error: 'is_archived' })).body).toEqual({ replayed: 2 });
    await board.slack.expectCount('#old-alerts', { text: /One|Two/ }, 2);
    expect((await delivery(closed)).state).toBe('failed');
    await board.slack.restrictPosting('#ops', 'everyone');
    expect((await api.post('/v1/deliveries/replay', { channel: '#ops' })).body).toEqual({ replayed: 1 });
    await board.slack.expectMessage('#ops', { text: 'Closed' });
    const reader = await board.apiWith('read');
    expect((await reader.post('/v1/deliveries/replay', { all_failed: true })).status).toBe(403);
  });

  it('is seen and replayed by the operator’s commands, as what waits is', async () => {
    const id = await send('Forgotten', '#old-alerts');
    await fails(id);
    const [doctor, listed] = await Promise.all([
      run('doctor'),
      run('deliveries', 'list', '--state', 'failed'),
    ]);
    expect(doctor).toMatchObject({ code: 0, output: expect.stringMatching(/WARN {2}deliveries: 1 failed/) });
    expect(listed.output).toMatch(/TEAM\s+ID\s+CHANNEL\s+STATE\s+ATTEMPTS\s+CREATED\s+ETA\s+TEXT\s+WHY/);
    expect(listed.output).toMatch(
      new RegExp(`${id}\\s+#nowhere\\s+failed .*Forgotten\\s+There is no channel`),
    );
    await board.holdLanes();
    const replayed = await run('deliveries', 'replay', '--error', 'is_archived', '--json');
    expect(JSON.parse(replayed.output)).toEqual({ replayed: 1 });
    const lanes = await run('lanes');
    expect(lanes.output).toMatch(
      /TEAM\s+CHANNEL\s+WAITING\s+CRITICAL\s+ERROR\s+WARNING\s+INFO\s+HELD\s+UNKNOWN/,
    );
    expect(lanes.output).toMatch(/#old-alerts\s+1\s+0\s+0\s+0\s+1\s+0\s+0\s+20/);
    expect(lanes.output).toContain('1 waiting');
  });

  it('is not replayed by a command that doesn’t say what', async () => {
    const [unsaid, odd, help] = await Promise.all([
      run('deliveries', 'replay'),
      run('deliveries', 'replay', 'x'),
      run('lanes', '--help'),
    ]);
    expect(unsaid).toMatchObject({ code: 1, output: expect.stringContaining('Say what to replay') });
    expect(odd).toMatchObject({ code: 1, output: expect.stringContaining('is no delivery’s id') });
    expect(help.output).toContain('--json');
  });
});
