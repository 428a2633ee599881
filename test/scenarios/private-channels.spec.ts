import type { Api } from '../harness/api.js';
import { expectDirect } from '../harness/direct-message.js';
import { failureOf } from '../harness/failed-delivery.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const ANN = 'U0ANN00001';
const alert = { type: 'alert', title: 'Layoffs', fingerprint: 'plan' };

describe('A private channel that the bot was removed from', () => {
  let board: Switchboard;
  let api: Api;
  beforeEach(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send', 'read', 'manage');
    await board.slack.invite('#secret');
  });
  afterEach(() => board.stop());

  const send = async (notification: object) =>
    (await api.post('/v1/notifications', { channel: '#secret', ...notification })).body;
  const fallBackTo = (channel: string) => api.put('/v1/routes', { routes: [], fallback: { channel } });
  /** Whether the news of it has come yet makes no difference. */
  const kick = () => board.slack.kick('#secret');
  const becomesKnown = async (channel: string) => {
    await send({ title: 'Hello', channel });
    await board.slack.expectMessage(channel, { text: 'Hello' });
  };

  it.each([
    ['channel_not_found', false],
    ['not_in_channel', true],
  ])('has nothing of it shown in a public fallback (%s)', async (code, isSaid) => {
    await becomesKnown('#secret');
    await kick();
    const said = { fault: 'refused', name: 'chat.postMessage', channel: '#secret', error: code } as const;
    await board.slack.faults({ rules: isSaid ? [said] : [] });
    const { id, deliveries } = await send({ title: 'Layoffs' });
    const why = await failureOf(api, id);
    expect(why).toMatch(new RegExp(`^${code}`));
    expect(why).toContain('it was meant for a private channel, and so it didn’t go to #general');
    const told = await expectDirect(board.slack, ANN, { text: 'can’t post to' });
    expect(JSON.stringify(told.blocks)).toContain('Since it is private, nothing of it goes to #general');
    expect(JSON.stringify(told)).not.toContain('Layoffs');
    await board.slack.faults({ rules: [] });
    await board.slack.invite('#secret');
    expect((await api.post(`/v1/deliveries/${deliveries[0].id}/replay`, {})).status).toBe(202);
    await board.slack.expectMessage('#secret', { text: 'Layoffs' });
    await board.slack.expectCount('#general', { text: 'Layoffs' }, 0);
  });

  it('has its cards stay there, too', async () => {
    await send(alert);
    await board.slack.expectMessage('#secret', { text: 'Firing: Layoffs' });
    await kick();
    const { id } = await send({ ...alert, status: 'resolved' });
    expect(await failureOf(api, id)).toContain('it was meant for a private channel');
    await board.slack.expectCount('#general', { text: 'Layoffs' }, 0);
  });

  it('has what was meant for it shown in a fallback that is private', async () => {
    await board.slack.createChannel('vault', { private: true });
    await board.slack.invite('#vault');
    for (const channel of ['#secret', '#vault']) await becomesKnown(channel);
    await kick();
    await fallBackTo('#vault');
    await send({ title: 'Layoffs' });
    const shown = await board.slack.expectMessage('#vault', { text: 'Layoffs' });
    expect(JSON.stringify(shown.blocks)).toContain('could not be reached');
  });

  it('has it shown in somebody’s direct messages, where that is the fallback', async () => {
    await becomesKnown('#secret');
    await kick();
    await fallBackTo(ANN);
    await send({ title: 'Layoffs' });
    await expectDirect(board.slack, ANN, { text: 'Layoffs' });
  });
});
