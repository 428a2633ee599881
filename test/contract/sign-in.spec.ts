import type { OpenIDConnectTokenResponse, WebClient } from '@slack/web-api';
import { createHash, createPublicKey, createVerify, type JsonWebKey } from 'node:crypto';
import { DEMO_CLIENT_ID, DEMO_CLIENT_SECRET } from '../../sandbox/demo.js';
import { authorize, type Decision } from '../../sandbox/kit/authorize.js';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { startContractSandbox, type ContractSandbox } from './contract-sandbox.js';
import { said, sdkClient } from './sdk-client.js';

const BACK = 'https://app.example/signed-in';
const APP = { client_id: DEMO_CLIENT_ID, client_secret: DEMO_CLIENT_SECRET };
const MINUTE = 60_000;

interface Discovery {
  issuer: string;
  authorization_endpoint: string;
  token_endpoint: string;
  userinfo_endpoint: string;
  jwks_uri: string;
}

describe('Sign in with Slack', () => {
  let sandbox: ContractSandbox;
  let people: SandboxClient;
  let slack: WebClient;
  let discovery: Discovery;

  beforeAll(async () => {
    sandbox = await startContractSandbox({ app: { redirectUrls: ['https://app.example'] } });
    people = new SandboxClient(sandbox.url);
    slack = sdkClient(sandbox.url, '');
    discovery = await json<Discovery>(`${sandbox.url}/.well-known/openid-configuration`);
  });
  afterAll(() => sandbox.close());
  beforeEach(() => people.reset());

  /** Where a person who lets the app know them is sent. */
  const letIn = (query: Record<string, string> = {}, choice: Decision = { user: 'bob' }) =>
    authorize(
      `${discovery.authorization_endpoint}?${new URLSearchParams({
        client_id: DEMO_CLIENT_ID,
        scope: 'openid email profile',
        response_type: 'code',
        redirect_uri: BACK,
        state: 'of the app',
        nonce: 'n-0S6',
        ...query,
      }).toString()}`,
      choice,
    );
  async function codeOf(query?: Record<string, string>, choice?: Decision): Promise<string> {
    return (await letIn(query, choice)).searchParams.get('code') ?? '';
  }
  async function signIn(
    query?: Record<string, string>,
    choice?: Decision,
  ): Promise<OpenIDConnectTokenResponse> {
    return slack.openid.connect.token({ ...APP, code: await codeOf(query, choice), redirect_uri: BACK });
  }
  const userInfo = (token?: string) => sdkClient(sandbox.url, token ?? '').openid.connect.userInfo();

  it('is found by its discovery document, at the addresses that Slack’s client uses', () => {
    expect(discovery).toMatchObject({
      issuer: 'https://slack.com',
      token_endpoint: `${sandbox.url}/api/openid.connect.token`,
      userinfo_endpoint: `${sandbox.url}/api/openid.connect.userInfo`,
      response_modes_supported: ['query'],
      id_token_signing_alg_values_supported: ['RS256'],
    });
  });

  it('tells who signed in, signed with a key that is published', async () => {
    const began = Math.floor(Date.now() / 1000);
    const sentTo = await letIn();
    expect(sentTo.origin + sentTo.pathname).toBe(BACK);
    expect(sentTo.searchParams.get('state')).toBe('of the app');
    const code = sentTo.searchParams.get('code') ?? '';
    const answer = await slack.openid.connect.token({ ...APP, code, redirect_uri: BACK });
    expect(answer).toMatchObject({ ok: true, token_type: 'Bearer', access_token: expect.any(String) });

    const claims = await verified(answer.id_token);
    const halfHash = createHash('sha256').update(String(answer.access_token)).digest().subarray(0, 16);
    expect(claims).toEqual({
      iss: discovery.issuer,
      sub: 'U0BOB00001',
      aud: DEMO_CLIENT_ID,
      iat: expect.any(Number),
      auth_time: claims.iat,
      exp: Number(claims.iat) + 300,
      nonce: 'n-0S6',
      at_hash: halfHash.toString('base64url'),
      'https://slack.com/team_id': 'T0ACME0001',
      'https://slack.com/user_id': 'U0BOB00001',
      email: 'bob@acme.example',
      email_verified: true,
      date_email_verified: expect.any(Number),
      name: 'Bob Brook',
      given_name: 'Bob',
      family_name: 'Brook',
      locale: 'en-US',
      'https://slack.com/team_image_default': true,
    });
    expect(claims.iat).toBeGreaterThanOrEqual(began);
  });

  it('would notice a token that somebody else has written', async () => {
    const { id_token } = await signIn();
    const [head, claims, signature] = String(id_token).split('.');
    const forged = { ...decoded(claims), sub: 'U0ANN00001' };
    const token = [head, Buffer.from(JSON.stringify(forged)).toString('base64url'), signature].join('.');
    await expect(verified(token)).rejects.toThrow('the signature is wrong');
  });

  it('tells as much as was asked for', async () => {
    const { id_token, access_token } = await signIn({ scope: 'openid', nonce: '' });
    const claims = await verified(id_token);
    for (const absent of ['nonce', 'email', 'name']) expect(claims).not.toHaveProperty(absent);
    const { response_metadata: _scopes, ...told } = await userInfo(access_token);
    expect(told).toEqual({
      ok: true,
      sub: 'U0BOB00001',
      'https://slack.com/user_id': 'U0BOB00001',
      'https://slack.com/team_id': 'T0ACME0001',
    });
  });

  it('tells more through userInfo: the workspace, and the organisation that it is in', async () => {
    const { access_token } = await signIn({ team: 'T0INITLAB1' }, { user: 'samira' });
    const { response_metadata: _scopes, ...told } = await userInfo(access_token);
    expect(told).toEqual({
      ok: true,
      sub: 'W0SAMIRA01',
      'https://slack.com/user_id': 'W0SAMIRA01',
      'https://slack.com/team_id': 'T0INITLAB1',
      email: 'samira@initech.example',
      email_verified: true,
      date_email_verified: expect.any(Number),
      name: 'Samira Sand',
      given_name: 'Samira',
      family_name: 'Sand',
      locale: 'en-US',
      'https://slack.com/team_name': 'Initech Labs',
      'https://slack.com/team_domain': 'initech-labs',
      'https://slack.com/team_image_default': true,
      'https://slack.com/enterprise_id': 'E0INITECH1',
      'https://slack.com/enterprise_name': 'Initech',
      'https://slack.com/enterprise_domain': 'initech',
    });
  });

  it('is open to guests, and to nobody who has left', async () => {
    const { access_token } = await signIn({ team: 'T0GLOBEX01' }, { user: 'jack' });
    expect((await userInfo(access_token)).sub).toBe('U0JACK0001');
    const gone = await signIn({ team: 'T0GLOBEX01' }, { user: 'kate' });
    expect((await userInfo(gone.access_token)).sub).not.toBe('U0KATE0001');
  });

  it('can be declined', async () => {
    const sentTo = await letIn({}, { decision: 'cancel' });
    expect(Object.fromEntries(sentTo.searchParams)).toEqual({ error: 'access_denied', state: 'of the app' });
  });

  it('installs nothing, and its token opens nothing else, until it is revoked', async () => {
    const { access_token } = await signIn();
    expect(await people.state()).toMatchObject({ installations: [], tokens: [] });
    const person = sdkClient(sandbox.url, access_token ?? '');
    expect(await said(person.auth.test())).toBe('invalid_auth');
    expect(await person.auth.revoke()).toMatchObject({ revoked: true });
    expect(await said(userInfo(access_token))).toBe('invalid_auth');
  });

  it('uses a code once, within ten minutes', async () => {
    const first = { ...APP, code: await codeOf(), redirect_uri: BACK };
    expect(await said(slack.openid.connect.token(first))).toBe('ok');
    expect(await said(slack.openid.connect.token(first))).toBe('code_already_used');
    const late = { ...APP, code: await codeOf(), redirect_uri: BACK };
    await people.advance(10 * MINUTE + 1000);
    expect(await said(slack.openid.connect.token(late))).toBe('invalid_code');
  });

  it.each<[error: string, differs: object]>([
    ['invalid_client_id', { client_id: '1.2' }],
    ['bad_client_secret', { client_secret: 'guess' }],
    ['invalid_code', { code: 'made up' }],
    ['bad_redirect_uri', { redirect_uri: 'https://app.example/other' }],
    ['invalid_grant_type', { grant_type: 'password' }],
  ])('is refused a token with %s for %j, and the code still serves', async (error, differs) => {
    const exchange = { ...APP, code: await codeOf(), redirect_uri: BACK };
    const other = slack.apiCall('openid.connect.token', { ...exchange, ...differs });
    expect(await said(other)).toBe(error);
    expect(await said(slack.openid.connect.token(exchange))).toBe('ok');
  });

  it('tells nothing to a token that is none, or an app’s', async () => {
    expect(await said(userInfo())).toBe('not_authed');
    expect(await said(userInfo('xoxp-made-up'))).toBe('invalid_auth');
    const { botToken } = await people.obtainTokens(['users:read']);
    expect(await said(userInfo(botToken))).toBe('missing_scope');
  });

  it('takes no code of an installation', async () => {
    const page = `${sandbox.url}/oauth/v2/authorize?client_id=${DEMO_CLIENT_ID}&scope=chat:write`;
    const code = (await authorize(page)).searchParams.get('code') ?? '';
    expect(await said(slack.openid.connect.token({ ...APP, code }))).toBe('invalid_code');
  });

  it.each<[error: string, query: Record<string, string>]>([
    ['invalid_client_id', { client_id: '1.2' }],
    ['bad_redirect_uri', { redirect_uri: 'https://elsewhere.example' }],
    ['invalid_scope', { scope: 'openid chat:write' }],
    ['invalid_scope', { scope: 'email profile' }],
    ['invalid_response_type', { response_type: 'token' }],
  ])('does not begin: the page says %s for %j', async (error, query) => {
    await expect(letIn(query)).rejects.toThrow(new Error(error));
  });

  /** The claims of an id_token, once the key that it names has proved the signature. */
  async function verified(token = ''): Promise<Record<string, unknown>> {
    const [head, claims, signature] = token.split('.');
    const { alg, kid } = decoded(head);
    const { keys } = await json<{ keys: (JsonWebKey & { kid: string })[] }>(discovery.jwks_uri);
    const key = keys.find((candidate) => candidate.kid === kid);
    if (alg !== 'RS256' || !key) throw new Error(`no key ${String(kid)} for ${String(alg)}`);
    const proof = createVerify('RSA-SHA256').update(`${head}.${claims}`);
    const publicKey = createPublicKey({ key, format: 'jwk' });
    if (!proof.verify(publicKey, signature, 'base64url')) throw new Error('the signature is wrong');
    return decoded(claims);
  }
});

function decoded(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
}

async function json<T>(url: string): Promise<T> {
  return (await (await fetch(url)).json()) as T;
}
