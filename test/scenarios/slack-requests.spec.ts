import { DEMO_WORKSPACE_ID } from '../../sandbox/demo.js';
import { FORM, type Forged, clickBody, sendAsSlack } from '../harness/slack-request.js';
import { type Switchboard, startSwitchboard } from '../harness/switchboard.js';

describe('What comes to Slack’s side of the service', () => {
  let board: Switchboard;
  let alertId: string;
  beforeAll(async () => {
    board = await startSwitchboard();
    const api = await board.apiWith('send');
    await api.post('/v1/notifications', { type: 'alert', title: 'Guarded', fingerprint: 'guarded' });
    [{ id: alertId }] = await board.query<{ id: string }>('SELECT id FROM alert');
  });
  afterAll(() => board.stop());

  const stateOfAlert = async () =>
    (await board.query<{ state: string }>('SELECT state FROM alert'))[0]?.state;

  it.each<[string, (body: string) => Forged]>([
    ['unsigned', () => ({ headers: { ...FORM, 'x-slack-signature': '' } })],
    ['without a timestamp', () => ({ headers: { ...FORM, 'x-slack-request-timestamp': '' } })],
    ['stale by 301 s', () => ({ headers: FORM, offset: -302 })],
    ['future-dated by 301 s', () => ({ headers: FORM, offset: 302 })],
    ['signed with another secret', () => ({ headers: FORM, secret: 'somebody else’s' })],
    ['altered by one byte', (body) => ({ headers: FORM, sentBody: `${body}+` })],
    ['signed for version 1', () => ({ headers: { ...FORM, 'x-slack-signature': `v1=${'0'.repeat(64)}` } })],
    ['signed with too short a signature', () => ({ headers: { ...FORM, 'x-slack-signature': 'v0=00' } })],
  ])('a click that is %s gets 401 and leaves no row changed', async (_name, forge) => {
    const body = clickBody(alertId, DEMO_WORKSPACE_ID);
    const response = await sendAsSlack(board.url, { body, path: '/slack/interactions', ...forge(body) });
    expect(response.status).toBe(401);
    expect(await stateOfAlert()).toBe('firing');
  });

  it('bytes that are no JSON get 401 from a stranger and 400 from Slack', async () => {
    const stranger = await sendAsSlack(board.url, { body: '{', secret: 'wrong' });
    expect(stranger.status).toBe(401);
    expect((await sendAsSlack(board.url, { body: '{' })).status).toBe(400);
    expect((await sendAsSlack(board.url, { body: '[]' })).status).toBe(400);
  });

  it('answers url_verification with the challenge, and ssl_check', async () => {
    const verification = await sendAsSlack(board.url, {
      body: '{"type":"url_verification","challenge":"c1"}',
    });
    expect(await verification.json()).toEqual({ challenge: 'c1' });
    const sslCheck = await sendAsSlack(board.url, {
      body: 'ssl_check=1&token=v',
      headers: FORM,
      path: '/slack/commands',
    });
    expect(sslCheck.status).toBe(200);
  });

  it('acknowledges what it has no handler for', async () => {
    const envelope = {
      type: 'event_callback',
      team_id: DEMO_WORKSPACE_ID,
      api_app_id: 'A0SWITCHBD',
      event: { type: 'reaction_added', user: 'U1', event_ts: '1.1' },
      event_id: 'Ev1',
      event_time: 1,
    };
    expect((await sendAsSlack(board.url, { body: JSON.stringify(envelope) })).status).toBe(200);
    const limited = { type: 'app_rate_limited', team_id: DEMO_WORKSPACE_ID, minute_rate_limited: 1 };
    expect((await sendAsSlack(board.url, { body: JSON.stringify(limited) })).status).toBe(200);
  });

  it('tells a person that a command is unknown', async () => {
    const body = new URLSearchParams({
      command: '/nope',
      text: '',
      team_id: DEMO_WORKSPACE_ID,
      user_id: 'U0BOB00001',
    });
    const response = await sendAsSlack(board.url, {
      body: body.toString(),
      headers: FORM,
      path: '/slack/commands',
    });
    expect(await response.json()).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('/nope'),
    });
  });

  it('a workspace’s click never reaches another workspace’s alert', async () => {
    await board.query(`UPDATE alert SET workspace_id = 'T0OTHER001' WHERE id = $1`, [alertId]);
    const response = await sendAsSlack(board.url, {
      body: clickBody(alertId, DEMO_WORKSPACE_ID),
      headers: FORM,
    });
    expect(response.status).toBe(200);
    expect(await stateOfAlert()).toBe('firing');
  });
});
