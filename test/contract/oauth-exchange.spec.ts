import type { OauthV2AccessResponse, WebClient } from '@slack/web-api';
import { createHash, randomBytes } from 'node:crypto';
import { DEMO_APP_ID, DEMO_CLIENT_ID, DEMO_CLIENT_SECRET } from '../../sandbox/demo.js';
import { authorize, type Decision } from '../../sandbox/kit/authorize.js';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { startContractSandbox, type ContractSandbox } from './contract-sandbox.js';
import { said, sdkClient } from './sdk-client.js';

const BACK = 'https://app.example/slack/oauth_redirect';
const APP = { client_id: DEMO_CLIENT_ID, client_secret: DEMO_CLIENT_SECRET };

describe('the exchange of a code for tokens', () => {
  let sandbox: ContractSandbox;
  let people: SandboxClient;
  let slack: WebClient;

  beforeAll(async () => {
    sandbox = await startContractSandbox();
    people = new SandboxClient(sandbox.url);
    slack = sdkClient(sandbox.url, '');
  });
  afterAll(() => sandbox.close());
  beforeEach(async () => {
    await people.reset();
    await people.configure({
      app: { redirectUrls: ['https://app.example', 'example://back'], pkce: false, homeTeamId: '' },
    });
  });

  /** Where a person who allows (or not) is sent, from the authorize page asked for like this. */
  const allow = (query: Record<string, string> = {}, choice: Decision = { user: 'ann' }) =>
    authorize(
      `${sandbox.url}/oauth/v2/authorize?${new URLSearchParams({
        client_id: DEMO_CLIENT_ID,
        scope: 'chat:write',
        redirect_uri: BACK,
        state: 'of the app',
        ...query,
      }).toString()}`,
      choice,
    );
  const codeOf = (sentTo: URL) => sentTo.searchParams.get('code') ?? '';
  const exchanged = (args: object) => said(slack.apiCall('oauth.v2.access', { ...args }));

  it('brings the person back with a code and the state of the app, and gives for it what Slack gives', async () => {
    const sentTo = await allow({ user_scope: 'search:read', scope: 'chat:write,commands' });
    expect(sentTo.origin + sentTo.pathname).toBe(BACK);
    expect(sentTo.searchParams.get('state')).toBe('of the app');
    const { response_metadata: _scopes, ...granted } = await slack.oauth.v2.access({
      ...APP,
      code: codeOf(sentTo),
      redirect_uri: BACK,
    });
    expect(granted).toEqual({
      ok: true,
      app_id: DEMO_APP_ID,
      access_token: expect.stringMatching(/^xoxb-/),
      token_type: 'bot',
      scope: 'chat:write,commands',
      bot_user_id: expect.stringMatching(/^U/),
      team: { id: 'T0ACME0001', name: 'Acme' },
      enterprise: null,
      is_enterprise_install: false,
      authed_user: {
        id: 'U0ANN00001',
        scope: 'search:read',
        access_token: expect.stringMatching(/^xoxp-/),
        token_type: 'user',
      },
    });
  });

  it('names no bot, no token and no scope of one where only a person granted', async () => {
    const code = codeOf(await allow({ scope: '', user_scope: 'search:read' }));
    const { response_metadata: _scopes, ...granted } = await slack.oauth.v2.access({
      ...APP,
      code,
      redirect_uri: BACK,
    });
    expect(granted).toEqual({
      ok: true,
      app_id: DEMO_APP_ID,
      team: { id: 'T0ACME0001', name: 'Acme' },
      enterprise: null,
      is_enterprise_install: false,
      authed_user: expect.objectContaining({ scope: 'search:read', token_type: 'user' }),
    });
  });

  it.each<[error: string, differs: object]>([
    ['invalid_client_id', { client_id: '1.2' }],
    ['bad_client_secret', { client_secret: 'guess' }],
    ['bad_client_secret', { client_secret: '' }],
    ['invalid_code', { code: 'made up' }],
    ['invalid_code', { code: '' }],
    ['bad_redirect_uri', { redirect_uri: 'https://app.example/other' }],
    ['bad_redirect_uri', { redirect_uri: '' }],
    ['invalid_grant_type', { grant_type: 'password' }],
    ['invalid_refresh_token', { grant_type: 'refresh_token', refresh_token: 'xoxe-1-made-up' }],
    ['pkce_not_allowed', { code_verifier: 'v'.repeat(43) }],
  ])('is refused with %s for %j, and the code still serves', async (error, differs) => {
    const code = codeOf(await allow());
    const exchange = { ...APP, code, redirect_uri: BACK };
    expect(await exchanged({ ...exchange, ...differs })).toBe(error);
    expect(await exchanged(exchange)).toBe('ok');
  });

  it('happens once, within ten minutes', async () => {
    const first = { ...APP, code: codeOf(await allow()), redirect_uri: BACK };
    expect(await exchanged(first)).toBe('ok');
    expect(await exchanged(first)).toBe('code_already_used');
    const late = { ...APP, code: codeOf(await allow()), redirect_uri: BACK };
    await people.advance(10 * 60_000 + 1000);
    expect(await exchanged(late)).toBe('invalid_code');
  });

  it('takes the client by HTTP Basic too', async () => {
    const answer = await fetch(`${sandbox.url}/api/oauth.v2.access`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${DEMO_CLIENT_ID}:${DEMO_CLIENT_SECRET}`)}` },
      body: new URLSearchParams({ code: codeOf(await allow()), redirect_uri: BACK }),
    });
    expect(await answer.json()).toMatchObject({ ok: true, token_type: 'bot' });
    const wrong = await fetch(`${sandbox.url}/api/oauth.v2.access`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${DEMO_CLIENT_ID}:100%wrong`)}` },
    });
    expect([wrong.status, await wrong.json()]).toEqual([200, { ok: false, error: 'bad_client_secret' }]);
  });

  it.each<[error: string, query: Record<string, string>]>([
    ['invalid_client_id', { client_id: '1.2' }],
    ['bad_redirect_uri', { redirect_uri: 'https://elsewhere.example' }],
    ['bad_redirect_uri', { redirect_uri: 'https://app.example.evil/slack' }],
    ['bad_redirect_uri', { redirect_uri: `${BACK}#fragment` }],
    ['bad_redirect_uri', { redirect_uri: 'example://back' }],
    ['no_scopes', { scope: '' }],
    ['invalid_scope', { scope: 'chat:shout' }],
    ['invalid_scope', { scope: 'admin.users:read' }],
    ['invalid_scope', { scope: 'openid' }],
    ['invalid_scope', { user_scope: 'incoming-webhook' }],
    ['scope_not_allowed_on_enterprise', { scope: 'incoming-webhook', team: 'E0INITECH1' }],
    ['invalid_code_challenge', { code_challenge: 'x', code_challenge_method: 'plain' }],
  ])('does not begin: the page says %s for %j', async (error, query) => {
    await expect(allow(query)).rejects.toThrow(new Error(error));
  });

  it('is for the workspace that made it alone, where the app is not distributed', async () => {
    await people.configure({ app: { homeTeamId: 'T0GLOBEX01' } });
    await expect(allow({ team: 'T0ACME0001' })).rejects.toThrow('invalid_team_for_non_distributed_app');
    expect(codeOf(await allow({ team: 'T0GLOBEX01' }, { user: 'gina' }))).not.toBe('');
  });

  describe('of people’s permissions alone', () => {
    const allowed = async (page = 'v2_user') => {
      const asked = { client_id: DEMO_CLIENT_ID, scope: 'search:read', redirect_uri: BACK, state: 'x' };
      const query = new URLSearchParams(page === 'v2' ? { ...asked, scope: 'chat:write' } : asked);
      const sentTo = await authorize(`${sandbox.url}/oauth/${page}/authorize?${query.toString()}`, {
        user: 'ann',
      });
      return { ...APP, code: codeOf(sentTo), redirect_uri: BACK };
    };
    const access = (args: object): Promise<OauthV2AccessResponse> =>
      slack.apiCall('oauth.v2.user.access', { ...args });
    const given = {
      ok: true,
      app_id: DEMO_APP_ID,
      user_id: 'U0ANN00001',
      token_type: 'user',
      scope: 'search:read',
      team: { id: 'T0ACME0001', name: 'Acme' },
      enterprise: null,
      is_enterprise_install: false,
    };

    it('has a page and a method of its own, and gives one token at the top', async () => {
      const { response_metadata: _scopes, ...granted } = await access(await allowed());
      expect(granted).toEqual({ ...given, access_token: expect.stringMatching(/^xoxp-/) });
    });

    it('renews its tokens by the same method', async () => {
      await people.configure({ app: { tokenRotation: true } });
      const { refresh_token } = await access(await allowed());
      const renewed = await access({ ...APP, grant_type: 'refresh_token', refresh_token });
      expect(renewed).toMatchObject({ ...given, access_token: expect.stringMatching(/^xoxe\.xoxp-/) });
      const bots = await slack.oauth.v2.access(await allowed('v2'));
      const refused = access({ ...APP, grant_type: 'refresh_token', refresh_token: bots.refresh_token });
      expect(await said(refused)).toBe('invalid_refresh_token');
      await people.configure({ app: { tokenRotation: false } });
    });

    it('takes no code of the other page, nor the other method a code of this', async () => {
      expect(await said(access(await allowed('v2')))).toBe('oauth_authorization_url_mismatch');
      expect(await exchanged(await allowed())).toBe('oauth_authorization_url_mismatch');
      expect(await said(access({ ...(await allowed()), grant_type: 'password' }))).toBe('invalid_grant_type');
    });
  });

  describe('by a public client, with PKCE', () => {
    const verifier = randomBytes(32).toString('base64url');
    const challenged = {
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    };
    beforeEach(() => people.configure({ app: { pkce: true } }));

    it('brings the verifier in place of the secret', async () => {
      const code = codeOf(await allow(challenged));
      const exchange = { client_id: DEMO_CLIENT_ID, code, redirect_uri: BACK };
      expect(await exchanged(exchange)).toBe('invalid_code_verifier');
      expect(await exchanged({ ...exchange, code_verifier: 'guess' })).toBe('invalid_code_verifier');
      expect(await exchanged({ ...exchange, code_verifier: verifier })).toBe('ok');
    });

    it('may send the person to a scheme of its own, for permissions of the person', async () => {
      const mobile = { redirect_uri: 'example://back', ...challenged };
      await expect(allow(mobile)).rejects.toThrow('invalid_scope');
      const sentTo = await allow({ ...mobile, scope: '', user_scope: 'search:read' });
      expect(sentTo.protocol).toBe('example:');
      const exchange = { client_id: DEMO_CLIENT_ID, code: codeOf(sentTo), redirect_uri: 'example://back' };
      expect(await exchanged({ ...exchange, code_verifier: verifier })).toBe('ok');
    });
  });
});
