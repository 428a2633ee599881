import { jest } from '@jest/globals';
import type { Installation } from '@slack/oauth';
import type { OauthV2AccessResponse } from '@slack/web-api';
import { DEMO_CLIENT_ID, DEMO_CLIENT_SECRET } from '../../sandbox/demo.js';
import { systemTimer } from '../../sandbox/timer.js';
import { startProviderInSandbox, type ProviderInSandbox } from './install-provider.js';
import { said, sdkClient } from './sdk-client.js';

const ACME = 'T0ACME0001';
const QUERY = { teamId: ACME, enterpriseId: undefined, isEnterpriseInstall: false };
const APP = { client_id: DEMO_CLIENT_ID, client_secret: DEMO_CLIENT_SECRET };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const realNow = Date.now.bind(Date);

describe('tokens that expire', () => {
  let app: ProviderInSandbox;
  let passed = 0;

  beforeAll(async () => {
    // The app's clock is Date.now, which the tests move; the sandbox's own is moved by its control API.
    app = await startProviderInSandbox({ timer: { ...systemTimer, now: realNow } });
    jest.spyOn(Date, 'now').mockImplementation(() => realNow() + passed);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await app.close();
  });
  beforeEach(async () => {
    await app.people.reset();
    await app.people.configure({ app: { tokenRotation: true, pkce: false } });
    app.asks = { scopes: ['chat:write'], userScopes: ['search:read'] };
    app.failures.length = 0;
  });

  /** Time for the app and for Slack alike. */
  async function pass(ms: number): Promise<void> {
    await app.people.advance(ms);
    passed += ms;
  }
  async function install(): Promise<Installation<'v2', false>> {
    expect(await app.people.install(app.url)).toMatchObject({ status: 200 });
    expect(app.failures).toEqual([]);
    return structuredClone(app.store.devDB[ACME]) as Installation<'v2', false>;
  }
  /** What a token is worth: `ok`, or the error that it meets. */
  const worth = (token?: string) => said(sdkClient(app.sandbox.url, token ?? '').auth.test());
  const slack = () => sdkClient(app.sandbox.url, '').oauth.v2;
  const refresh = (refresh_token = '') =>
    slack().access({ ...APP, grant_type: 'refresh_token', refresh_token });

  it('come with a refresh token each, and end after twelve hours', async () => {
    const { bot, user } = await install();
    const inTwelveHours = Math.floor(Date.now() / 1000) + 12 * 3600;
    for (const [token, form] of [
      [bot, /^xoxe\.xoxb-/],
      [user, /^xoxe\.xoxp-/],
    ] as const) {
      expect(token?.token).toMatch(form);
      expect(token?.refreshToken).toMatch(/^xoxe-1-/);
      expect(Math.abs((token?.expiresAt ?? 0) - inTwelveHours)).toBeLessThanOrEqual(5);
    }
    await pass(12 * HOUR - MINUTE);
    expect([await worth(bot?.token), await worth(user.token)]).toEqual(['ok', 'ok']);
    await pass(2 * MINUTE);
    expect([await worth(bot?.token), await worth(user.token)]).toEqual(['token_expired', 'token_expired']);
  });

  it("are renewed by Slack's own authorize() in their last two hours, and are good until they end", async () => {
    const { bot, user } = await install();
    await pass(9 * HOUR);
    expect((await app.provider.authorize(QUERY)).botToken).toBe(bot?.token);
    await pass(2 * HOUR);
    const renewed = await app.provider.authorize(QUERY);
    expect(renewed.botToken).not.toBe(bot?.token);
    expect(renewed.userToken).not.toBe(user.token);
    expect(renewed.botRefreshToken).not.toBe(bot?.refreshToken);
    expect(app.store.devDB[ACME]).toMatchObject({
      bot: { token: renewed.botToken, refreshToken: renewed.botRefreshToken },
      user: { token: renewed.userToken, refreshToken: renewed.userRefreshToken },
    });
    for (const token of [bot?.token, renewed.botToken, user.token, renewed.userToken]) {
      expect(await worth(token)).toBe('ok');
    }
    await pass(2 * HOUR);
    expect([await worth(bot?.token), await worth(renewed.botToken)]).toEqual(['token_expired', 'ok']);
  });

  it('are renewed too when they have ended long ago', async () => {
    await install();
    await pass(100 * HOUR);
    expect(await worth((await app.provider.authorize(QUERY)).botToken)).toBe('ok');
  });

  it('stand at the top level once renewed, a person’s as well as a bot’s', async () => {
    const { bot, user } = await install();
    const { response_metadata: _scopes, ...renewed } = await refresh(bot?.refreshToken);
    expect(renewed).toEqual({
      ok: true,
      app_id: 'A0SWITCHBD',
      access_token: expect.stringMatching(/^xoxe\.xoxb-/),
      refresh_token: expect.stringMatching(/^xoxe-1-/),
      expires_in: 43_200,
      token_type: 'bot',
      scope: 'chat:write',
      bot_user_id: bot?.userId,
      team: { id: ACME, name: 'Acme' },
      enterprise: null,
      is_enterprise_install: false,
    });
    expect(await refresh(user.refreshToken)).toMatchObject({
      access_token: expect.stringMatching(/^xoxe\.xoxp-/),
      token_type: 'user',
      scope: 'search:read',
      authed_user: { id: 'U0ANN00001' },
    });
  });

  it('live two at a time: a third ends the first', async () => {
    const first = (await install()).bot;
    const second = await refresh(first?.refreshToken);
    expect([await worth(first?.token), await worth(second.access_token)]).toEqual(['ok', 'ok']);
    const third = await refresh(second.refresh_token);
    expect(await worth(first?.token)).toBe('token_revoked');
    expect([await worth(second.access_token), await worth(third.access_token)]).toEqual(['ok', 'ok']);
  });

  it('are renewed once by each refresh token, and again only in the grace for a lost answer', async () => {
    const { bot } = await install();
    await refresh(bot?.refreshToken);
    expect(await said(refresh(bot?.refreshToken))).toBe('ok');
    await pass(2 * MINUTE);
    expect(await said(refresh(bot?.refreshToken))).toBe('invalid_refresh_token');
  });

  it('can be renewed for ever, by a public client for thirty days and without a secret', async () => {
    const { bot } = await install();
    await pass(400 * 24 * HOUR);
    expect(await said(refresh(bot?.refreshToken))).toBe('ok');

    await app.people.configure({ app: { pkce: true } });
    const again = await install();
    const publicly = { client_id: DEMO_CLIENT_ID, grant_type: 'refresh_token' };
    const renew = async (refresh_token?: string): Promise<OauthV2AccessResponse> =>
      sdkClient(app.sandbox.url, '').apiCall('oauth.v2.access', { ...publicly, refresh_token });
    const renewed = await renew(again.bot?.refreshToken);
    await pass(31 * 24 * HOUR);
    expect(await said(renew(renewed.refresh_token))).toBe('invalid_refresh_token');
  });

  it('end alone: revoking one leaves the app installed, and its refresh token at work', async () => {
    const { bot, user } = await install();
    expect(await sdkClient(app.sandbox.url, bot?.token ?? '').auth.revoke()).toMatchObject({ revoked: true });
    expect([await worth(bot?.token), await worth(user.token)]).toEqual(['token_revoked', 'ok']);
    expect(await worth((await refresh(bot?.refreshToken)).access_token)).toBe('ok');
  });

  it('come to nothing with the installation', async () => {
    const { bot } = await install();
    await app.people.uninstall();
    expect(await said(refresh(bot?.refreshToken))).toBe('invalid_refresh_token');
    expect(await worth(bot?.token)).toBe('account_inactive');
  });

  describe('in exchange for tokens that do not', () => {
    const exchange = (token = '') => slack().exchange({ ...APP, token });

    it('are given once, for the bot’s and for the person’s', async () => {
      await app.people.configure({ app: { tokenRotation: false } });
      const { bot, user } = await install();
      expect(await said(exchange(bot?.token))).toBe('token_rotation_not_enabled');
      await app.people.configure({ app: { tokenRotation: true } });

      const expiring = await exchange(bot?.token);
      expect(expiring).toMatchObject({
        access_token: expect.stringMatching(/^xoxe\.xoxb-/),
        refresh_token: expect.stringMatching(/^xoxe-1-/),
        expires_in: 43_200,
        token_type: 'bot',
        scope: 'chat:write',
        app_id: 'A0SWITCHBD',
        bot_user_id: bot?.userId,
        team: { id: ACME, name: 'Acme' },
        is_enterprise_install: false,
      });
      expect([await worth(expiring.access_token), await worth(bot?.token)]).toEqual(['ok', 'token_revoked']);
      expect(await said(exchange(bot?.token))).toBe('token_already_exchanged');
      expect(await exchange(user.token)).toMatchObject({ token_type: 'user', scope: 'search:read' });
      expect(await worth((await refresh(expiring.refresh_token)).access_token)).toBe('ok');
    });

    it.each<[error: string, args: (token: string) => object]>([
      ['invalid_client_id', (token) => ({ token, client_id: '1.2' })],
      ['bad_client_secret', (token) => ({ token, client_secret: 'guess' })],
      ['invalid_token', () => ({ token: 'xoxb-made-up' })],
      ['invalid_token', (token) => ({ token })],
    ])('are refused with %s', async (error, args) => {
      const { bot } = await install();
      expect(await said(slack().exchange({ ...APP, token: '', ...args(bot?.token ?? '') }))).toBe(error);
    });

    it('are not given for a token that was revoked', async () => {
      await app.people.configure({ app: { tokenRotation: false } });
      const { user } = await install();
      await sdkClient(app.sandbox.url, user.token ?? '').auth.revoke();
      await app.people.configure({ app: { tokenRotation: true } });
      expect(await said(exchange(user.token))).toBe('authorization_not_found');
    });
  });
});
