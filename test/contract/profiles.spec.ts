import type { WebClient } from '@slack/web-api';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { startContractSandbox, type ContractSandbox } from './contract-sandbox.js';
import { said, sdkClient } from './sdk-client.js';

const [ANN, BOB, OPS, SECRET] = ['U0ANN00001', 'U0BOB00001', 'C0OPS00001', 'C0SECRET01'];
const PERSONAL = ['users:read', 'users:write', 'users.profile:read', 'users.profile:write', 'channels:write', 'channels:read']; // prettier-ignore

describe('what people say about themselves', () => {
  let sandbox: ContractSandbox;
  let people: SandboxClient;
  let bob: WebClient;
  let bot: WebClient;

  beforeAll(async () => {
    sandbox = await startContractSandbox();
    people = new SandboxClient(sandbox.url);
  });
  afterAll(() => sandbox.close());
  beforeEach(async () => {
    await people.reset();
    const tokens = await people.obtainTokens(
      ['users:read', 'users:write', 'channels:manage'],
      PERSONAL,
      'bob',
    );
    bob = sdkClient(sandbox.url, tokens.userToken ?? '');
    bot = sdkClient(sandbox.url, tokens.botToken);
  });

  it('they are there until they say that they are away; who asks for their own presence hears more', async () => {
    expect(await bot.users.getPresence({ user: BOB })).toMatchObject({ presence: 'active' });
    await bob.users.setPresence({ presence: 'away' });
    expect(await bot.users.getPresence({ user: BOB })).not.toHaveProperty('manual_away');
    expect(await bob.users.getPresence({})).toMatchObject({
      presence: 'away',
      online: true,
      auto_away: false,
      manual_away: true,
      connection_count: 1,
      last_activity: expect.any(Number),
    });
    await bob.users.setPresence({ presence: 'auto' });
    expect(await bot.users.getPresence({ user: BOB })).toMatchObject({ presence: 'active' });
    expect(await said(bob.apiCall('users.setPresence', { presence: 'active' }))).toBe('invalid_presence');
    expect(await said(bot.users.getPresence({ user: 'U0NOBODY01' }))).toBe('user_not_found');
  });

  it('a profile is set by its fields, and comes back whole', async () => {
    const profile = { first_name: 'Robert', last_name: 'Burns', title: 'Poet', pronouns: 'he/him' };
    const answer = await bob.users.profile.set({ profile: { ...profile, status_text: 'Writing' } });
    expect(answer).toMatchObject({
      username: 'bob',
      profile: { ...profile, status_emoji: ':speech_balloon:' },
    });
    await bob.users.profile.set({ name: 'display_name', value: 'rabbie' });
    expect((await bot.users.info({ user: BOB })).user).toMatchObject({
      real_name: 'Robert Burns',
      profile: { ...profile, display_name: 'rabbie', status_text: 'Writing' },
    });
  });

  it('a status ends when it should', async () => {
    const { now } = (await (await fetch(`${sandbox.url}/control/clock`)).json()) as { now: number };
    const status = {
      status_text: 'Lunch',
      status_emoji: ':pizza:',
      status_expiration: Math.floor(now / 1000) + 60,
    };
    await bob.users.profile.set({ profile: status });
    expect((await bob.users.profile.get({})).profile).toMatchObject(status);
    await people.advance(61_000);
    expect((await bob.users.profile.get({})).profile).toMatchObject({
      status_text: '',
      status_expiration: 0,
    });
  });

  it.each<[error: string, args: Record<string, unknown>]>([
    ['invalid_profile', { profile: '{broken' }],
    ['invalid_profile', { name: 'shoe_size', value: '44' }],
    ['too_long', { profile: { status_text: 'x'.repeat(101) } }],
    ['not_admin', { name: 'email', value: 'bob@elsewhere.example' }],
    ['not_admin', { user: ANN, name: 'title', value: 'Lackey' }],
  ])('%s for %j', async (error, args) => {
    expect(await said(bob.apiCall('users.profile.set', args))).toBe(error);
  });

  it('half a status is not cleared, an admin’s profile is not an admin’s to change, and a bot has none', async () => {
    await bob.users.profile.set({ profile: { status_text: 'Here', status_emoji: ':tea:' } });
    const half = bob.users.profile.set({ profile: { status_text: '' } });
    expect(await said(half)).toBe('must_clear_both_status_text_and_status_emoji');
    await people.changePerson('bob', { role: 'admin' });
    await people.changePerson('ann', { role: 'admin' });
    expect(await said(bob.users.profile.set({ user: ANN, profile: { title: 'x' } }))).toBe(
      'cannot_update_admin_user',
    );
    await people.changePerson('bob', { role: 'owner' });
    expect(await said(bob.users.profile.set({ user: ANN, profile: { title: 'x' } }))).toBe('ok');
    expect(await said(bot.users.profile.set({ profile: { title: 'x' } }))).toBe('missing_scope');
  });

  it('an identity tells what its scopes allow', async () => {
    const identity = async (...scopes: string[]) => {
      await people.uninstall();
      const { userToken } = await people.obtainTokens([], scopes, 'bob');
      const { user, team } = await sdkClient(sandbox.url, userToken ?? '').users.identity({});
      return { user, team };
    };
    expect(await identity('identity.basic')).toEqual({
      user: { id: BOB, name: expect.any(String) },
      team: { id: 'T0ACME0001' },
    });
    expect(
      await identity('identity.basic', 'identity.email', 'identity.avatar', 'identity.team'),
    ).toMatchObject({
      user: { email: 'bob@acme.example', image_192: expect.stringMatching(/^https:/) },
      team: { name: 'Acme' },
    });
    expect(await said(bot.users.identity({}))).toBe('account_inactive');
  });

  it('a channel is marked as read up to a message, by who is in it', async () => {
    const { ts } = await people.say('#ops', 'news');
    expect((await bob.conversations.info({ channel: OPS })).channel).not.toHaveProperty('last_read');
    await bob.conversations.mark({ channel: OPS, ts });
    expect((await bob.conversations.info({ channel: OPS })).channel).toMatchObject({ last_read: ts });
    expect(await said(bob.conversations.mark({ channel: OPS, ts: 'now' }))).toBe('invalid_timestamp');
    expect(await said(bot.conversations.mark({ channel: OPS, ts }))).toBe('not_in_channel');
    expect(await said(bot.conversations.mark({ channel: SECRET, ts }))).toBe('channel_not_found');
  });
});
