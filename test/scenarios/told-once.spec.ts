import type { Api } from '../harness/api.js';
import { expectDirect } from '../harness/direct-message.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

const ANN = 'U0ANN00001';

describe('Whoever installed the app', () => {
  let board: Switchboard;
  let api: Api;
  beforeAll(async () => {
    board = await startSwitchboard();
    api = await board.apiWith('send');
  });
  afterAll(() => board.stop());

  const fallsBack = async (title: string, channel: string) => {
    await api.post('/v1/notifications', { title, channel });
    await board.slack.expectMessage('#general', { text: title });
  };

  it('is told once a day of a channel that takes nothing, however much was meant for it, and of the next one too', async () => {
    for (const title of ['One', 'Two', 'Three']) await fallsBack(title, '#old-alerts');
    const { channel } = await expectDirect(board.slack, ANN, { text: 'can’t post to <#C0OLDALERT>' });
    await fallsBack('Four', '#old-alerts');
    await board.slack.restrictPosting('#ops', 'restricted');
    await fallsBack('Five', '#ops');
    // What was owed to them before has had its turn by then.
    await board.slack.expectMessage(channel, { text: 'can’t post to <#C0OPS00001>' });
    await board.slack.expectCount(channel, { text: 'can’t post to <#C0OLDALERT>' }, 1);
    await board.slack.expectCount(channel, { text: 'can’t post to' }, 2);
  });
});
