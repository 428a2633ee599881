import type { Api } from '../harness/api.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';
import { answerTo } from '../harness/typed-command.js';

const report = { name: 'Digest', schedule: 'daily 08:00', zone: 'UTC' };
const ANN = 'U0ANN00001';

describe('Where a digest goes', () => {
  let board: Switchboard;
  let api: Api;
  beforeAll(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'read', 'manage');
    await board.slack.archive('#deployments');
  });
  afterEach(() => board.query('DELETE FROM report'));
  afterAll(() => board.stop());

  const typed = (text: string, channel: string) =>
    answerTo(board, `/switchboard digest ${text}`, { user: 'ann', channel });
  const destinations = async () =>
    (await board.query<{ destination: string }>('SELECT destination FROM report')).map(
      (one) => one.destination,
    );

  it.each([
    [{ channel: '#nowhere' }, '/channel', '#nowhere'],
    [{ channel: 'C0NOWHERE1' }, '/channel', '/invite'],
    [{ channel: '#secret' }, '/channel', '/invite'],
    [{ channel: '#deployments' }, '/channel', 'is archived'],
    [{ channel: 'C0DEPLOYS1' }, '/channel', 'is archived'],
    [{ to: 'U0NOBODY01' }, '/to', 'ann@example.com'],
    [{ to: 'nobody@example.com' }, '/to', 'There is nobody nobody@example.com'],
  ])('%j is refused: nothing can come there', async (place, pointer, words) => {
    const { status, body } = await api.post('/v1/reports', { ...report, ...place });
    expect({ status, pointer: body.errors?.[0].pointer }).toEqual({ status: 400, pointer });
    expect(body.detail).toContain(words);
    const { id } = (await api.post('/v1/reports', { ...report, channel: '#ops' })).body;
    expect((await api.patch(`/v1/reports/${id}`, place)).status).toBe(400);
    expect(await destinations()).toEqual(['#ops']);
  });

  it('alone is somebody for a preview', async () => {
    const { id } = (await api.post('/v1/reports', { ...report, channel: '#ops' })).body;
    const run = (to: string) => api.post(`/v1/reports/${id}/run`, { preview_to: to });
    expect((await run('U0NOBODY01')).body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/preview_to' }],
    });
    expect((await run('ann@acme.example')).body).toMatchObject({ reason: 'preview' });
    expect(await board.query('SELECT destination FROM report_run')).toEqual([{ destination: ANN }]);
  });

  it('is not asked of a Slack that does not answer', async () => {
    await board.slack.faults({ rules: [{ fault: 'slow', ms: 4_000, name: 'conversations.list', count: 1 }] });
    expect((await api.post('/v1/reports', { ...report, channel: '#nowhere' })).status).toBe(201);
  });

  it('is no channel into which the bot can’t see', async () => {
    expect(await typed('weekdays 08:00 UTC', '#secret')).toContain('`/invite` me');
    expect(await destinations()).toEqual([]);
  });

  it('is found by a channel’s name and by its id, by an address and by a person', async () => {
    await api.post('/v1/reports', { ...report, channel: '#Ops' });
    expect(await typed('list', '#ops')).toContain('daily 08:00');
    expect(await typed('list', '#general')).toContain('No digest comes here yet');
    expect(await typed('stop', '#ops')).toContain('Ended');
    await api.post('/v1/reports', { ...report, to: 'ann@acme.example' });
    expect(await destinations()).toEqual([ANN]);
  });

  it('stays when the form in the home tab changes the time alone', async () => {
    await api.post('/v1/reports', { ...report, channel: '#ops' });
    const change = async (time: string) => {
      await board.slack.openHome('ann');
      await board.slack.click(await board.slack.expectHome('ann', { text: 'daily' }), 'Change', {
        user: 'ann',
      });
      const form = await board.slack.expectModal('ann', { text: 'Time zone' });
      await board.slack.submit(form, { When: time }, { user: 'ann' });
      await board.slack.expectHome('ann', { text: time });
      return JSON.stringify(form);
    };
    expect(await change('daily 07:00')).toContain('it stays in #ops');
    expect(await destinations()).toEqual(['#ops']);
    await api.post('/v1/notifications', { title: 'Hello', channel: '#ops' });
    await board.slack.expectMessage('#ops', { text: 'Hello' });
    expect(await change('daily 06:00')).toContain('"initial_conversation":"C0OPS00001"');
    expect(await destinations()).toEqual(['C0OPS00001']);
  });

  it('asks for a zone when Slack does not say it', async () => {
    await board.slack.faults({ rules: [{ fault: 'refused', name: 'users.info' }] });
    expect(await typed('weekdays 08:00', '#ops')).toContain('Europe/Berlin');
    await board.slack.faults({ rules: [] });
  });

  it('is made once by a key that comes twice', async () => {
    const once = () =>
      api.post('/v1/reports', { ...report, channel: '#ops' }, { 'idempotency-key': 'digest-1' });
    const [first, second] = [await once(), await once()];
    expect(second).toEqual(first);
    expect(await destinations()).toEqual(['#ops']);
  });
});
