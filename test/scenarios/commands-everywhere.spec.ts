import { ApiKeys } from '../../src/installation/index.js';
import { People } from '../../src/slack/index.js';
import { Api } from '../harness/api.js';
import { expectDirect } from '../harness/direct-message.js';
import { eventually } from '../harness/eventually.js';
import { FORM, sendAsSlack } from '../harness/slack-request.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const [GLOBEX, INITECH, LABS] = ['T0GLOBEX01', 'E0INITECH1', 'T0INITLAB1'];
const [ANN, IVY, SAMIRA] = ['U0ANN00001', 'U0IVY00001', 'W0SAMIRA01'];
/** Of another company, in a channel that both share. */
const MILTON = 'W0MILTON01';
/** Each with what it says to whom may have it. */
const COMMANDS = [
  ['/switchboard', 'What you may type'],
  ['/switchboard help', 'What you may type'],
  ['/switchboard digest', 'No digest comes here yet'],
  ['/switchboard digest lsit', 'digest list'],
  ['/switchboard mute', 'mute 2h'],
  ['/switchboard why', /link|for operators/],
  ['/oncall', '*payments*'],
  ['/oncall paymnets', 'Did you mean payments?'],
  ['/status', 'Nothing answers*: '],
  ['/status nothing answer', 'Nothing answers'],
] as const;

describe('Every command is answered everywhere, in time, for one alone', () => {
  let board: Switchboard;
  beforeAll(async () => {
    board = await startSwitchboard({ env: { OUTBOUND_ALLOW: '127.0.0.1' } });
    await fill(WORKSPACE.workspaceId, ANN);
    await board.slack.in(GLOBEX).install(board.url);
    await fill(GLOBEX, IVY);
    await board.slack.install(board.url, { workspace: INITECH, user: 'milton' });
    await board.slack.in(INITECH).teamAccess([LABS], true);
    await eventually(async () =>
      expect(await board.query('SELECT FROM workspace WHERE id = $1', [LABS])).toHaveLength(1),
    );
    await fill(LABS, SAMIRA);
  });
  afterAll(() => board.stop());

  async function fill(workspaceId: string, person: string) {
    const { key } = await board.app.get(ApiKeys).create({ workspaceId }, 'test', ['manage']);
    const api = new Api(board.url, key);
    const rotation = {
      name: 'payments',
      people: [person],
      every: 'week',
      hand_over_at: '09:00',
      zone: 'UTC',
    };
    expect((await api.post('/v1/oncall', { ...rotation, starts_on: '2026-11-02' })).status).toBe(201);
    const service = { name: 'Nothing answers', url: 'http://127.0.0.1:9/' };
    expect((await api.post('/v1/services', service)).status).toBe(201);
  }

  function expectGood(
    { status, ms, body }: { status: number | null; ms: number; body: string },
    words: string | RegExp,
  ) {
    expect(status).toBe(200);
    expect(ms).toBeLessThan(3_000);
    const said = JSON.parse(body) as { response_type: string; text: string };
    expect(said.response_type).toBe('ephemeral');
    expect(said.text).toEqual(
      typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words),
    );
    expect(body).not.toMatch(/reference|Error|\bat \w+\.ts/);
  }

  it.each(COMMANDS)('%s in a direct message with the app', async (typed, words) => {
    await board.app.get(People).tell(WORKSPACE, ANN, { text: 'Hello' });
    const { channel } = await expectDirect(board.slack, ANN, { text: 'Hello' });
    expectGood(await board.slack.command(typed, { channel, user: 'ann' }), words);
  });

  it.each(COMMANDS)('%s in a private channel where the app is not', async (typed, words) => {
    expectGood(await board.slack.command(typed, { channel: '#secret', user: 'ann' }), words);
  });

  it.each(COMMANDS)('%s in a workspace of an organisation', async (typed, words) => {
    expectGood(await board.slack.in(LABS).command(typed, { user: 'samira' }), words);
  });

  it.each(COMMANDS)('%s from another company: a polite no', async (typed) => {
    const [command, ...rest] = typed.split(' ');
    const where = { team_id: GLOBEX, channel_id: 'C0SHARED01', channel_name: 'x', trigger_id: '1.2.ab' };
    const by = { token: 'v', user_id: MILTON, user_name: 'milton', api_app_id: 'A0SWITCHBD' };
    const body = new URLSearchParams({ ...where, ...by, command, text: rest.join(' ') }).toString();
    const sentAt = performance.now();
    const answer = await sendAsSlack(board.url, { body, headers: FORM });
    const said = await answer.text();
    expectGood({ status: answer.status, ms: performance.now() - sentAt, body: said }, 'company');
    expect(said).not.toMatch(/payments|Nothing answers|digest/);
  });
});
