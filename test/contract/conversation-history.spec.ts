import type { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { startContractSandbox, type ContractSandbox } from './contract-sandbox.js';
import { sdkClient } from './sdk-client.js';

const SCOPES = ['chat:write', 'channels:manage', 'channels:history', 'pins:write'];
const SECRET = 'C0SECRET01';

describe('what was said in a conversation', () => {
  let sandbox: ContractSandbox;
  let people: SandboxClient;
  let slack: WebClient;
  let bot: string;
  let own: string;

  beforeAll(async () => {
    sandbox = await startContractSandbox();
    people = new SandboxClient(sandbox.url);
  });
  afterAll(() => sandbox.close());

  beforeEach(async () => {
    await people.reset();
    const tokens = await people.obtainTokens(SCOPES);
    bot = tokens.botUserId;
    slack = sdkClient(sandbox.url, tokens.botToken);
    own = (await slack.conversations.create({ name: 'own' })).channel?.id as string;
  });

  const refused = (method: string, args: object) =>
    slack.apiCall(method, { ...args }).then(
      () => 'accepted',
      (error: WebAPIPlatformError) => error.data.error,
    );
  const posted = async (text: string, more: object = {}) =>
    (await slack.chat.postMessage({ channel: own, text, ...more })).ts as string;
  const texts = (read: { messages?: { text?: string }[] }) => read.messages?.map(({ text }) => text);

  it('history pages backwards, between bounds, with the metadata where it was asked for', async () => {
    const metadata = { event_type: 'deploy', event_payload: { id: 7 } };
    const stamps = [await posted('a'), await posted('b', { metadata }), await posted('c')];
    const [oldest, , latest] = stamps;
    const history = (args: object) => slack.conversations.history({ channel: own, ...args });
    expect(texts(await history({ oldest, latest }))).toEqual(['b']);
    expect(texts(await history({ oldest, latest, inclusive: true }))).toEqual(['c', 'b', 'a']);
    const page = await history({ limit: 2 });
    expect([texts(page), page.has_more]).toEqual([['c', 'b'], true]);
    const rest = await history({ limit: 2, cursor: page.response_metadata?.next_cursor });
    expect([texts(rest)?.[0], rest.has_more]).toEqual(['a', false]);
    expect(page.messages?.[1].metadata).toEqual({ event_type: 'deploy' });
    expect((await history({ include_all_metadata: true })).messages?.[1].metadata).toEqual(metadata);
    expect(page.pin_count).toBe(0);
    await slack.pins.add({ channel: own, timestamp: latest });
    expect((await history({})).pin_count).toBe(1);
  });

  it('what is posted or deleted between two pages is neither read twice nor missed', async () => {
    const stamps = [await posted('a'), await posted('b'), await posted('c'), await posted('d')];
    const first = await slack.conversations.history({ channel: own, limit: 2 });
    const { next_cursor: cursor } = first.response_metadata ?? {};
    await posted('e');
    await posted('f');
    await slack.chat.delete({ channel: own, ts: stamps[3] });
    const second = await slack.conversations.history({ channel: own, limit: 2, cursor });
    expect([texts(first), texts(second)]).toEqual([
      ['d', 'c'],
      ['b', 'a'],
    ]);
    await slack.chat.delete({ channel: own, ts: stamps[1] });
    expect(texts(await slack.conversations.history({ channel: own, limit: 1, cursor }))).toEqual(['a']);
  });

  it('a thread is read by any message in it; only what is broadcast shows in the channel', async () => {
    const parent = await posted('parent');
    const reply = await posted('one', { thread_ts: parent });
    await posted('two', { thread_ts: parent, reply_broadcast: true });
    const thread = await slack.conversations.replies({ channel: own, ts: reply });
    expect(texts(thread)).toEqual(['parent', 'one', 'two']);
    expect(thread.messages?.[0]).toMatchObject({ thread_ts: parent, reply_count: 2, reply_users: [bot] });
    expect(thread.messages?.[1]).toMatchObject({ thread_ts: parent, parent_user_id: bot });
    expect(texts(await slack.conversations.history({ channel: own, limit: 2 }))).toEqual(['two', 'parent']);
    const page = await slack.conversations.replies({ channel: own, ts: parent, limit: 2 });
    expect([texts(page), page.has_more]).toEqual([['parent', 'one'], true]);
    const { next_cursor: cursor } = page.response_metadata ?? {};
    expect(texts(await slack.conversations.replies({ channel: own, ts: parent, cursor }))).toContain('two');
    const later = await slack.conversations.replies({ channel: own, ts: parent, oldest: reply });
    expect(texts(later)).toEqual(['parent', 'two']);
  });

  it('a person reads a public channel from outside; an app must be in it', async () => {
    const { userToken } = await people.obtainTokens([], ['channels:history', 'groups:history'], 'bob');
    const bob = sdkClient(sandbox.url, userToken as string);
    await people.kick('#deployments', 'bob');
    expect(await bob.conversations.history({ channel: 'C0DEPLOYS1' })).toMatchObject({ ok: true });
    expect(await refused('conversations.history', { channel: 'C0DEPLOYS1' })).toBe('not_in_channel');
    await expect(bob.conversations.history({ channel: SECRET })).rejects.toMatchObject({
      data: { error: 'channel_not_found' },
    });
  });
});
