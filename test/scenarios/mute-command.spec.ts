import type { Api } from '../harness/api.js';
import { expectDirect } from '../harness/direct-message.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';
import { answerTo } from '../harness/typed-command.js';

const ANN = 'U0ANN00001';
const HOUR_MS = 60 * 60 * 1_000;

describe('/switchboard mute', () => {
  let board: Switchboard;
  let api: Api;
  beforeEach(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'read', 'manage');
    await api.put('/v1/routes', { routes: [], fallback: { channel: '#ops' } });
  });
  afterEach(() => board.stop());

  const typed = (text: string, user = 'ann', channel = '#ops') =>
    answerTo(board, `/switchboard mute ${text}`, { user, channel });
  const alert = (title: string, more = {}) =>
    api.post('/v1/notifications', { type: 'alert', fingerprint: title, title, severity: 'error', ...more });
  const mutes = () => board.query('SELECT service, ended_at FROM mute');

  it('keeps what comes in, lets the critical through and cards go on; over by itself, what lasts is shown', async () => {
    await alert('Before');
    const before = await board.slack.expectMessage('#ops', { text: 'Before' });
    expect(await typed('2h')).toContain('everything below critical, until <!date');
    const card = await board.slack.expectMessage('#ops', { text: `by <@${ANN}>: everything below critical` });
    const muted = await alert('Disk full');
    expect(muted.body).toMatchObject({
      deliveries: [],
      silenced: [{ channel: '#ops', why: expect.stringContaining('it was muted until') }],
    });
    const { body } = await api.get(`/v1/notifications/${muted.body.id}`);
    expect(body.silenced).toEqual(muted.body.silenced);
    const explained = await api.post('/v1/routes/explain', { title: 'A sample' });
    expect(explained.body.silenced).toMatchObject([{ channel: '#ops' }]);
    await alert('Brief');
    await alert('Brief', { status: 'resolved' });
    await alert('Down', { severity: 'critical' });
    await board.slack.expectMessage('#ops', { text: 'Down' });
    await alert('Before', { status: 'resolved' });
    await board.slack.expectEdit(before, { text: 'Resolved' });
    const said = (await board.slack.messages('#ops')).map(({ text }) => text).join();
    expect(said).not.toMatch(/Disk full|Brief/);
    await board.advance(2 * HOUR_MS);
    await board.slack.expectEdit(card, { text: '2 were kept back. 1 of them still lasts, and comes now.' });
    await board.slack.expectMessage('#ops', { text: 'Firing: Disk full' });
    await alert('After');
    await board.slack.expectMessage('#ops', { text: 'After' });
    const actions = (await api.get('/v1/audit')).body.entries.map(({ action }: { action: string }) => action);
    expect(actions.slice(0, 2)).toEqual(['mute.ended', 'mute.begun']);
  });

  it('is of one service, or of all there is; the button ends it, for operators', async () => {
    await alert('P1', { labels: { service: 'payments' } });
    await board.slack.expectMessage('#ops', { text: 'P1' });
    expect(await typed('30m paymnets')).toContain('Did you mean payments? Nothing was muted');
    expect(await mutes()).toEqual([]);
    expect(await typed('30m Payments all')).toContain('what is of *payments*, the critical too');
    const card = await board.slack.expectMessage('#ops', { text: 'Muted until' });
    await alert('P2', { labels: { service: 'payments' }, severity: 'critical' });
    await alert('Other', { labels: { service: 'search' } });
    await board.slack.expectMessage('#ops', { text: 'Other' });
    expect(await typed('list', 'carol')).toContain('*payments*');
    expect(await typed('off paymets')).toContain('mute off payments');
    expect(await typed('45m payments')).toContain('below critical');
    const edited = await board.slack.expectEdit(card, { text: '*payments* below critical' });
    await board.slack.click(edited, 'Unmute', { user: 'carol' });
    await board.slack.expectMessage('#ops', {
      text: 'for operators and admins to end',
      ephemeralTo: 'U0CAROL001',
    });
    await board.slack.click(edited, 'Unmute', { user: 'ann' });
    await board.slack.expectEdit(edited, { text: `by <@${ANN}>. 1 was kept back. 1 of them still lasts` });
    await board.slack.expectMessage('#ops', { text: 'P2' });
    expect(await typed('list')).toContain('Nothing is muted here');
  });

  it('of a private channel is its own; where the app isn’t, there is nothing to mute', async () => {
    expect(await typed('1h', 'ann', '#secret')).toContain('I am not in this channel');
    await board.slack.invite('#secret');
    expect(await typed('1h', 'ann', '#secret')).toContain('Muted here');
    await board.slack.expectMessage('#secret', { text: 'Muted until' });
    expect(
      (await api.post('/v1/notifications', { title: 'Key', channel: '#secret' })).body.deliveries,
    ).toEqual([]);
    expect(await typed('off', 'ann', '#secret')).toContain('Not muted any more');
    await eventually(async () => expect(await mutes()).toMatchObject([{ ended_at: expect.any(Date) }]));
  });

  it('says what would do, and mutes nothing', async () => {
    expect(await typed('forever')).toContain('For how long?');
    expect(await typed('3 days')).toContain('24 hours');
    expect(await typed('0m')).toContain('one minute');
    expect(await typed('lits')).toContain('mute list');
    expect(await typed('off')).toContain('Nothing is muted here');
    expect(await typed('2h', 'carol')).toContain('for operators and admins');
    await api.post('/v1/notifications', { title: 'Hi', to: ANN });
    const { channel: direct } = await expectDirect(board.slack, ANN, { text: 'Hi' });
    expect(await typed('2h', 'ann', direct)).toContain('A mute is a channel’s');
    expect(await mutes()).toEqual([]);
  });
});
