import type { ConversationsListResponse, WebAPIPlatformError, WebClient } from '@slack/web-api';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { startContractSandbox, type ContractSandbox } from './contract-sandbox.js';
import { sdkClient } from './sdk-client.js';

const SCOPES = [
  'chat:write',
  'channels:manage',
  'channels:read',
  'channels:history',
  'channels:join',
  'groups:read',
  'groups:write',
  'groups:history',
  'im:read',
  'im:write',
  'im:history',
  'mpim:read',
  'mpim:write',
  'pins:write',
];
const [OPS, SECRET] = ['C0OPS00001', 'C0SECRET01'];
const [ANN, BOB, CAROL] = ['U0ANN00001', 'U0BOB00001', 'U0CAROL001'];

describe('conversations', () => {
  let sandbox: ContractSandbox;
  let people: SandboxClient;
  let slack: WebClient;
  let bot: string;
  /** A channel that the app made, and a direct message with bob. */
  let own: string;
  let direct: string;

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
    direct = (await slack.conversations.open({ users: BOB })).channel?.id as string;
  });

  const refused = (method: string, args: object) =>
    slack.apiCall(method, { ...args }).then(
      () => 'accepted',
      (error: WebAPIPlatformError) => error.data.error,
    );
  const info = async (channel: string) => (await slack.conversations.info({ channel })).channel;
  const lines = async (channel: string) =>
    ((await slack.conversations.history({ channel })).messages ?? []).map(({ text }) => text).reverse();

  it('a channel is made, described, renamed, archived and opened again', async () => {
    expect(await info(own)).toMatchObject({
      id: own,
      name: 'own',
      name_normalized: 'own',
      creator: bot,
      context_team_id: 'T0ACME0001',
      is_channel: true,
      is_group: false,
      is_im: false,
      is_mpim: false,
      is_private: false,
      is_archived: false,
      is_general: false,
      is_member: true,
      is_shared: false,
      is_ext_shared: false,
      topic: { value: '', creator: '', last_set: 0 },
      previous_names: [],
    });
    const described = await slack.conversations.setTopic({ channel: own, topic: 'All well' });
    expect(described.channel?.topic).toEqual({
      value: 'All well',
      creator: bot,
      last_set: expect.any(Number),
    });
    await slack.conversations.setPurpose({ channel: own, purpose: 'Our own' });
    const renamed = await slack.conversations.rename({ channel: own, name: 'ours' });
    expect(renamed.channel).toMatchObject({ name: 'ours', previous_names: ['own'] });
    await slack.conversations.archive({ channel: own });
    expect(await info(own)).toMatchObject({ is_archived: true, purpose: { value: 'Our own', creator: bot } });
    expect(await refused('chat.postMessage', { channel: own, text: 'x' })).toBe('is_archived');
    await slack.conversations.unarchive({ channel: own });
    expect(await lines(own)).toEqual([
      `<@${bot}> has joined the channel`,
      'set the channel topic: All well',
      'set the channel description: Our own',
      'has renamed the channel from "own" to "ours"',
      'archived the channel',
      'un-archived the channel',
    ]);
  });

  it('people are invited all together or, by force, as many as can be, and put out again', async () => {
    const asked = { channel: own, users: `${ANN},U0NOBODY01,${bot}` };
    const refusal = slack.conversations.invite(asked).catch(({ data }: WebAPIPlatformError) => data);
    const errors = [
      { user: 'U0NOBODY01', ok: false, error: 'user_not_found' },
      { user: bot, ok: false, error: 'cant_invite_self' },
    ];
    expect(await refusal).toMatchObject({ ok: false, error: 'user_not_found', errors });
    expect((await slack.conversations.members({ channel: own })).members).toEqual([bot]);
    const forced = await slack.conversations.invite({ ...asked, force: true });
    expect(forced).toMatchObject({ ok: true, channel: { id: own }, errors });
    expect((await slack.conversations.members({ channel: own })).members).toEqual([bot, ANN]);
    expect(await slack.conversations.kick({ channel: own, user: ANN })).toMatchObject({
      ok: true,
      errors: {},
    });
    expect(await lines(own)).toContain(`<@${ANN}> has left the channel`);
  });

  it('the app joins and leaves; twice is no error', async () => {
    expect((await slack.conversations.join({ channel: OPS })).channel).toMatchObject({ is_member: true });
    expect(await slack.conversations.join({ channel: OPS })).toMatchObject({
      ok: true,
      warning: 'already_in_channel',
      response_metadata: { warnings: ['already_in_channel'] },
    });
    expect(await lines(OPS)).toEqual([`<@${bot}> has joined the channel`]);
    expect(await slack.conversations.leave({ channel: OPS })).not.toHaveProperty('not_in_channel');
    expect(await slack.conversations.leave({ channel: OPS })).toMatchObject({
      ok: true,
      not_in_channel: true,
    });
  });

  it('direct messages open, close, and open again', async () => {
    const again = await slack.conversations.open({ users: BOB, return_im: true });
    expect(again).toMatchObject({ no_op: true, already_open: true });
    expect(again.channel).toMatchObject({ id: direct, is_im: true, user: BOB, is_open: true });
    expect(await slack.conversations.close({ channel: direct })).not.toHaveProperty('no_op');
    const closed = await slack.conversations.close({ channel: direct });
    expect(closed).toMatchObject({ ok: true, no_op: true, already_closed: true });
    const reopened = await slack.conversations.open({ channel: direct });
    expect(reopened).not.toHaveProperty('already_open');
    expect(reopened.channel).toEqual({ id: direct });
    const group = (await slack.conversations.open({ users: `${ANN},${BOB},${bot}` })).channel?.id as string;
    expect(await info(group)).toMatchObject({
      is_mpim: true,
      name: expect.stringMatching(/^mpdm-.*ann.*bob/),
    });
    expect(await refused('conversations.open', { users: CAROL, prevent_creation: true })).toBe(
      'channel_not_found',
    );
    await slack.conversations.open({ users: ANN });
    expect(await slack.conversations.open({ users: ANN, prevent_creation: true })).toMatchObject({
      no_op: true,
    });
  });

  it('lists page by cursor, by type, and without what is archived', async () => {
    const names: (string | undefined)[] = [];
    let pages = 0;
    for await (const page of slack.paginate('conversations.list', { limit: 3 })) {
      pages += 1;
      names.push(...((page as ConversationsListResponse).channels?.map(({ name }) => name) ?? []));
    }
    expect([pages, names]).toEqual([2, ['general', 'incidents', 'deployments', 'ops', 'old-alerts', 'own']]);
    const open = await slack.conversations.list({ exclude_archived: true, limit: 999 });
    expect(open.channels?.map(({ name }) => name)).not.toContain('old-alerts');
    expect(open.channels?.find(({ id }) => id === OPS)).toMatchObject({ num_members: 3, is_member: false });
    expect(open.response_metadata?.next_cursor).toBe('');
    const mixed = await slack.conversations.list({ types: 'im,private_channel' });
    expect(mixed.channels).toEqual([expect.objectContaining({ id: direct, is_im: true, user: BOB })]);
    await people.invite('#secret');
    const mine = await slack.users.conversations({ types: 'public_channel,private_channel' });
    expect(mine.channels?.map(({ id }) => id)).toEqual([SECRET, own]);
    expect(mine.channels?.[0]).not.toHaveProperty('is_member');
    const hers = await slack.users.conversations({ user: ANN, types: 'public_channel,private_channel' });
    expect(hers.channels?.map(({ name }) => name)).toContain('secret');
    const first = await slack.conversations.members({ channel: OPS, limit: 2 });
    const next = first.response_metadata?.next_cursor;
    const last = await slack.conversations.members({ channel: OPS, limit: 2, cursor: next });
    expect([first.members, last.members]).toEqual([[ANN, BOB], [CAROL]]);
    expect(await slack.conversations.info({ channel: OPS, include_num_members: true })).toMatchObject({
      channel: { num_members: 3 },
    });
  });

  it('bodies may be forms or JSON, and say what is odd about them', async () => {
    const post = async (type: string, body: string) => {
      const headers = { authorization: `Bearer ${slack.token}`, 'content-type': type };
      const response = await fetch(`${sandbox.url}/api/conversations.info`, {
        method: 'POST',
        headers,
        body,
      });
      return (await response.json()) as object;
    };
    const json = JSON.stringify({ channel: OPS, include_num_members: true });
    const plain = await post('application/json; charset=utf-8', json);
    expect(plain).toMatchObject({ ok: true, channel: { id: OPS, num_members: 3 } });
    expect(plain).not.toHaveProperty('warning');
    const form = await post('application/x-www-form-urlencoded', `channel=${OPS}&include_num_members=true`);
    expect(form).toEqual(plain);
    expect(await post('application/json', json)).toMatchObject({ ok: true, warning: 'missing_charset' });
    expect(await post('application/json; charset=utf-8', '{')).toEqual({ ok: false, error: 'invalid_json' });
    expect(await post('application/json; charset=utf-8', '[]')).toMatchObject({ error: 'json_not_object' });
  });

  it('says which scope it wanted, by the kind of the channel', async () => {
    const narrow = sdkClient(
      sandbox.url,
      (await people.in('globex').obtainTokens(['channels:read'])).botToken,
    );
    const wanted = async (call: Promise<unknown>) => call.catch(({ data }: WebAPIPlatformError) => data);
    expect(await wanted(narrow.conversations.list({ types: 'public_channel,im' }))).toMatchObject({
      ok: false,
      error: 'missing_scope',
      needed: 'im:read',
      provided: 'channels:read',
    });
    expect(await wanted(narrow.conversations.create({ name: 'x', is_private: true }))).toMatchObject({
      error: 'missing_scope',
      provided: 'channels:read',
      needed: expect.stringContaining('groups:write'),
    });
  });
});
