import { Browser } from '../../sandbox/kit/browser.js';
import { TokenRefresh, UserTokens } from '../../src/installation/index.js';
import { Envelope } from '../../src/platform/crypto/envelope.js';
import { loadConfig } from '../../src/platform/config/config.js';
import { createService } from '../../src/service.js';
import { SlackClients, SlackTokens, TokenExpiredError } from '../../src/slack/index.js';
import { type Switchboard, WORKSPACE, startSwitchboard } from '../harness/switchboard.js';

const HOUR = 60 * 60 * 1_000;
const USER = 'U0ANN00001';

describe('Tokens that expire', () => {
  let board: Switchboard;
  beforeEach(async () => {
    board = await startSwitchboard({ installed: false, env: { SLACK_USER_SCOPES: 'search:read' } });
    await board.slack.configure({ app: { tokenRotation: true } });
    await board.slack.install(board.url);
  });
  afterEach(() => board.stop());

  const pass = async (ms: number) => {
    await board.slack.advance(ms);
    await board.clock.advance(ms);
  };
  const refreshes = async () =>
    (await board.slack.log({ name: 'oauth.v2.access' })).filter(({ request }) =>
      String(request).includes('refresh_token'),
    ).length;
  const tokenOf = async (app = board.app) => (await app.get(SlackTokens).botOf(WORKSPACE)).botToken;
  const works = async () => (await (await board.app.get(SlackClients).of(WORKSPACE)).auth.test()).ok;

  it('are renewed ahead of time, the bot’s and the person’s, once for all who look', async () => {
    const first = await tokenOf();
    await pass(8 * HOUR);
    await board.app.get(TokenRefresh).sweep();
    expect(await refreshes()).toBe(0);
    await pass(1.5 * HOUR);
    const refresh = board.app.get(TokenRefresh);
    await Promise.all([refresh.sweep(), refresh.sweep()]);
    expect(await refreshes()).toBe(2);
    expect(await tokenOf()).not.toBe(first);
    await pass(11 * HOUR);
    expect(await works()).toBe(true);
    const person = await board.app.get(UserTokens).of(WORKSPACE, USER);
    expect(person).toMatchObject({ token: expect.stringContaining('xoxe.xoxp'), scopes: ['search:read'] });
    const { body } = await (await board.apiWith('manage')).get('/v1/audit');
    const told = body.entries.filter((entry: { action: string }) => entry.action === 'token.refreshed');
    expect(told).toMatchObject([{ actor: 'system' }, { actor: 'system' }]);
  });

  it('that ran out are renewed when they are needed, once across processes, and nobody gets an old one', async () => {
    const other = await createService(loadConfig({ ...board.env, PORT: '0', ROLE: 'web' }), {
      clock: board.clock,
    });
    await other.init();
    try {
      const old = await tokenOf();
      await pass(13 * HOUR);
      const got = await Promise.all(
        Array.from({ length: 40 }, (_, index) => tokenOf(index % 2 === 0 ? board.app : other)),
      );
      expect(new Set(got).size).toBe(1);
      expect(got[0]).not.toBe(old);
      expect(await refreshes()).toBe(1);
      expect(await works()).toBe(true);
    } finally {
      await other.close();
    }
  });

  it('wait for Slack when it is away, and messages wait with them', async () => {
    const api = await board.apiWith('send');
    await pass(13 * HOUR);
    await board.slack.faults({ rules: [{ fault: 'error', name: 'oauth.v2.access', status: 503 }] });
    await expect(board.app.get(SlackTokens).botOf(WORKSPACE)).rejects.toThrow(TokenExpiredError);
    await api.post('/v1/notifications', { title: 'Held', channel: 'C0GENERAL1' });
    await board.slack.faults({ rules: [] });
    await board.advance(10 * 60_000);
    await board.slack.expectMessage('#general', { text: 'Held' });
  });

  it('belong to the new grant when somebody installs while one is renewed', async () => {
    await pass(10 * HOUR);
    await Promise.all([board.app.get(TokenRefresh).sweep(), board.slack.install(board.url)]);
    expect(await works()).toBe(true);
    await pass(11 * HOUR);
    await board.app.get(TokenRefresh).sweep();
    expect(await works()).toBe(true);
    expect((await new Browser().visit(board.url)).status).toBe(200);
  });

  it('that Slack renews no longer end with the installation, and its reason', async () => {
    await board.query('UPDATE user_token SET refresh_token = NULL');
    const [{ id, data_key: dataKey }] = await board.query<{ id: string; data_key: string }>(
      'SELECT * FROM installation',
    );
    const place = { table: 'installation', owner: id, column: 'bot_refresh_token' };
    const unknown = board.app.get(Envelope).encrypt(dataKey, place, 'xoxe-1-unknown');
    await board.query('UPDATE installation SET bot_refresh_token = $1', [unknown]);
    await pass(10 * HOUR);
    await board.app.get(TokenRefresh).sweep();
    expect(await works()).toBe(true);
    await pass(3 * HOUR);
    await expect(board.app.get(SlackTokens).botOf(WORKSPACE)).rejects.toThrow();
    expect(await board.query('SELECT state, state_reason FROM installation')).toEqual([
      { state: 'revoked', state_reason: expect.stringContaining('invalid_refresh_token') },
    ]);
  });
});
