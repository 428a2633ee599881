import { Installations } from '../../src/installation/index.js';
import type { Api } from '../harness/api.js';
import { failureOf } from '../harness/failed-delivery.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

describe('A public channel that the bot isn’t in', () => {
  let board: Switchboard;
  let api: Api;
  beforeEach(async () => {
    board = await startSwitchboard({ installed: false });
    await grant('chat:write');
    api = await board.apiWith('send', 'read', 'manage');
    await api.put('/v1/routes', { routes: [], fallback: { channel: 'C0OPS00001' } });
  });
  afterEach(() => board.stop());

  const team = { id: WORKSPACE.workspaceId, name: 'Acme' };
  const grant = async (...scopes: string[]) => {
    const { botToken: token, botUserId: userId } = await board.slack.obtainTokens(scopes);
    await board.app.get(Installations).install({ team, bot: { token, userId, id: 'B1', scopes } });
  };
  const send = (title: string, channel: string) => api.post('/v1/notifications', { title, channel });

  it('is entered before the bot gives up, if it may', async () => {
    const refused = await send('Outside', 'C0OPS00001');
    expect(await failureOf(api, refused.body.id)).toContain(
      'joins none without the scope channels:join; invite it',
    );
    await grant('channels:join');
    await send('Inside', 'C0OPS00001');
    await board.slack.expectMessage('#ops', { text: 'Inside' });
  });
});
