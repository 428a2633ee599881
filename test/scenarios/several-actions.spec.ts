import { DEMO_WORKSPACE_ID } from '../../sandbox/demo.js';
import { Desk, DeskModule } from '../harness/desk.js';
import { FORM, sendAsSlack } from '../harness/slack-request.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

describe('A click whose payload carries several actions', () => {
  let board: Switchboard;
  beforeAll(async () => (board = await startSwitchboard({ modules: [DeskModule] })));
  afterAll(() => board.stop());

  it('is one request for each, with its own handler', async () => {
    const payload = JSON.stringify({
      type: 'block_actions',
      team: { id: DEMO_WORKSPACE_ID },
      user: { id: 'U0ANN00001', team_id: DEMO_WORKSPACE_ID },
      container: { type: 'message', channel_id: 'C0OPS00001', message_ts: '1.1' },
      actions: [
        { type: 'button', action_id: 'desk.press', value: 'one', action_ts: '1.1' },
        { type: 'button', action_id: 'desk.press', value: 'two', action_ts: '1.2' },
        { type: 'static_select', action_id: 'desk.choose', action_ts: '1.3' },
        { type: 'button', action_ts: '1.4' },
      ],
    });
    const body = new URLSearchParams({ payload }).toString();
    const answer = await sendAsSlack(board.url, { body, headers: FORM, path: '/slack/interactions' });
    expect({ status: answer.status, body: await answer.text() }).toEqual({ status: 200, body: '' });
    expect(await board.app.get(Desk).marks()).toEqual(['choose', 'press', 'press']);
  });
});
