import { expectDirect } from '../harness/direct-message.js';
import { eventually } from '../harness/eventually.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const ANN = 'U0ANN00001';
const BOB = 'U0BOB00001';

describe('What only one person is to see', () => {
  let board: Switchboard;
  beforeEach(async () => (board = await startSwitchboard()));
  afterEach(() => board.stop());

  it('is shown to them in the channel, by id or by e-mail address', async () => {
    const api = await board.apiWith('send');
    for (const [title, only_to] of [
      ['First', BOB],
      ['Second', 'Bob@acme.example'],
    ]) {
      await api.post('/v1/notifications', { title, channel: '#ops', only_to });
      await board.slack.expectMessage('#ops', { text: title, ephemeralTo: BOB });
    }
    await board.slack.expectCount('#ops', { ephemeralTo: false }, 0);
  });

  it('goes into their direct messages when they aren’t in the channel', async () => {
    const api = await board.apiWith('send', 'read');
    await board.slack.kick('#ops', 'bob');
    const { body } = await api.post('/v1/notifications', { title: 'Yours', channel: '#ops', only_to: BOB });
    const shown = await expectDirect(board.slack, BOB, { text: 'Yours' });
    expect(JSON.stringify(shown.blocks)).toContain('you are not in that channel');
    await eventually(async () => {
      const [delivery] = (await api.get(`/v1/notifications/${body.id}`)).body.deliveries;
      expect(delivery).toMatchObject({ state: 'sent', channel: expect.stringMatching(/^D/) });
    });
    await board.slack.expectCount('#ops', { text: 'Yours' }, 0);
    const [row] = await board.query('SELECT failed_over_from FROM delivery');
    expect(row).toEqual({ failed_over_from: 'C0OPS00001' });
  });

  it('is shown once the bot has gone into the channel', async () => {
    const api = await board.apiWith('send');
    await board.slack.faults({
      rules: [{ fault: 'refused', name: 'chat.postEphemeral', error: 'not_in_channel', count: 1 }],
    });
    await api.post('/v1/notifications', { title: 'Yours', channel: '#ops', only_to: BOB });
    await board.slack.expectMessage('#ops', { text: 'Yours', ephemeralTo: BOB });
    expect(await board.slack.log({ kind: 'api', name: 'conversations.join' })).toHaveLength(1);
  });

  it('is refused where it can’t be', async () => {
    const api = await board.apiWith('send');
    const faultsOf = async (notification: object) =>
      (await api.post('/v1/notifications', { title: 'x', ...notification })).body.errors;
    const pointer = '/only_to';
    expect(await faultsOf({ only_to: ANN })).toEqual([
      { pointer, detail: expect.stringContaining('only_to needs channel') },
    ]);
    const alert = { channel: '#ops', only_to: ANN, fingerprint: 'disk' };
    expect(await faultsOf(alert)).toEqual([{ pointer, detail: expect.stringContaining('not for alerts') }]);
    expect(await faultsOf({ channel: '#ops', only_to: 'ann' })).toEqual([
      { pointer, detail: expect.stringContaining('must be a person') },
    ]);
    expect(await faultsOf({ channel: '#ops', to: ANN })).toEqual([
      { pointer: '/to', detail: expect.stringContaining('exclude each other') },
    ]);
  });

  it('is explained', async () => {
    const api = await board.apiWith('read');
    const explain = async (sample: object) =>
      (await api.post('/v1/routes/explain', { title: 'x', ...sample })).body;
    expect(await explain({ channel: '#ops', only_to: 'Bob@acme.example' })).toMatchObject({
      destinations: ['#ops'],
      only_to: 'bob@acme.example',
      verdicts: [{ route: 'channel', why: 'the notification names its channel' }],
    });
    expect(await explain({ to: ANN })).toMatchObject({
      destinations: [ANN],
      verdicts: [{ route: 'to', why: 'the notification names a person' }],
    });
  });
});
