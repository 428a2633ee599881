import type { BlockAction, MessageShortcut, GlobalShortcut, OptionsSource, SlackOptions } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import type { Json } from '../../sandbox/json.js';
import { startBoltInSandbox, type BoltInSandbox } from './bolt-in-sandbox.js';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(value.toUpperCase()), value });
const options = [option('a'), option('b')];
const full = (value: string) => ({ text: { ...plain(value.toUpperCase()), emoji: true }, value });

/** Every element that stands in a message, what a person does with it, and what the app hears. */
const ELEMENTS: [type: string, more: object, chosen: Json, heard: object][] = [
  ['static_select', { options }, 'b', { selected_option: full('b') }],
  ['multi_static_select', { options }, ['a', 'b'], { selected_options: [full('a'), full('b')] }],
  ['users_select', {}, 'U0BOB00001', { selected_user: 'U0BOB00001' }],
  ['multi_users_select', {}, ['U0BOB00001'], { selected_users: ['U0BOB00001'] }],
  ['conversations_select', {}, 'C0OPS00001', { selected_conversation: 'C0OPS00001' }],
  ['multi_conversations_select', {}, ['C0OPS00001'], { selected_conversations: ['C0OPS00001'] }],
  ['channels_select', {}, 'C0OPS00001', { selected_channel: 'C0OPS00001' }],
  ['multi_channels_select', {}, ['C0OPS00001'], { selected_channels: ['C0OPS00001'] }],
  ['checkboxes', { options }, ['a'], { selected_options: [full('a')] }],
  ['radio_buttons', { options }, 'a', { selected_option: full('a') }],
  ['datepicker', {}, '2026-11-27', { selected_date: '2026-11-27' }],
  ['timepicker', {}, '09:30', { selected_time: '09:30' }],
  ['datetimepicker', {}, 1_800_000_000, { selected_date_time: 1_800_000_000 }],
];

describe('interactions with an app made with Bolt', () => {
  let bolt: BoltInSandbox;
  let action: BlockAction | undefined;
  let shortcut: GlobalShortcut | MessageShortcut | undefined;
  let asked: SlackOptions | undefined;
  let offered: object;
  let commanded: Record<string, unknown> | undefined;

  beforeAll(async () => {
    bolt = await startBoltInSandbox((app) => {
      app.action<BlockAction>(/.*/, async ({ ack, body }) => {
        action = body;
        await ack();
      });
      app.shortcut(/.*/, async ({ ack, shortcut: body, respond }) => {
        shortcut = body;
        await ack();
        if (body.type === 'message_action') await respond({ text: 'Noted' });
      });
      app.options<OptionsSource>('search', async ({ ack, body }) => {
        asked = body;
        await ack(offered as never);
      });
      app.command(/.*/, async ({ ack, command }) => {
        commanded = { ...command };
        await ack();
      });
    });
  });
  afterAll(() => bolt.close());

  beforeEach(async () => {
    await bolt.install(['commands', 'chat:write', 'chat:write.public']);
    action = shortcut = asked = commanded = undefined;
    offered = { options };
  });

  async function post(blocks: KnownBlock[]) {
    const { ts } = await bolt.client().chat.postMessage({ channel: '#ops', text: 'card', blocks });
    return bolt.people.expectMessage('#ops', { where: (message) => message.ts === ts });
  }
  const row = (...elements: object[]) => [{ type: 'actions', block_id: 'row', elements } as KnownBlock];

  it.each(ELEMENTS)('%s: the action and the state say what was chosen', async (type, more, chosen, heard) => {
    const card = await post(row({ type, action_id: 'it', ...more }));
    expect(await bolt.people.choose(card, 'it', chosen)).toMatchObject({ status: 200, shown: null });
    expect(action?.actions).toEqual([
      { type, action_id: 'it', block_id: 'row', action_ts: expect.stringMatching(/^\d+\.\d{6}$/), ...heard },
    ]);
    expect(action?.state?.values).toEqual({ row: { it: { type, ...heard } } });
  });

  it('a button in a message: where it is, what it says, and untouched neighbours in the state', async () => {
    const card = await post(
      row(
        { type: 'button', action_id: 'go', text: plain('Go'), value: '42', style: 'primary' },
        { type: 'checkboxes', action_id: 'boxes', options },
        { type: 'datepicker', action_id: 'day', initial_date: '2026-01-01' },
        { type: 'static_select', action_id: 'one', options },
      ),
    );
    await bolt.people.click(card, 'Go', { user: 'bob' });
    expect(action).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0BOB00001', username: 'bob', name: 'bob', team_id: 'T0ACME0001' },
      team: { id: 'T0ACME0001', domain: 'acme' },
      enterprise: null,
      is_enterprise_install: false,
      container: { type: 'message', message_ts: card.ts, channel_id: 'C0OPS00001', is_ephemeral: false },
      channel: { id: 'C0OPS00001', name: 'ops' },
      message: { ts: card.ts, text: 'card' },
      response_url: expect.stringContaining('/actions/T0ACME0001/'),
      actions: [{ type: 'button', action_id: 'go', value: '42', style: 'primary' }],
    });
    expect(action?.state?.values.row).toEqual({
      boxes: { type: 'checkboxes', selected_options: [] },
      day: { type: 'datepicker', selected_date: '2026-01-01' },
      one: { type: 'static_select', selected_option: null },
    });
  });

  it('an overflow menu and feedback buttons hold nothing', async () => {
    const feedback = {
      type: 'feedback_buttons',
      action_id: 'rate',
      positive_button: { text: plain('Good'), value: 'up' },
      negative_button: { text: plain('Bad'), value: 'down' },
    };
    const card = await post([
      ...row({ type: 'overflow', action_id: 'dots', options }),
      { type: 'context_actions', elements: [feedback] } as KnownBlock,
    ]);
    await bolt.people.choose(card, 'dots', 'b');
    expect(action).toMatchObject({ actions: [{ selected_option: { value: 'b' } }], state: { values: {} } });
    await bolt.people.choose(card, 'rate', 'down');
    expect(action?.actions).toMatchObject([{ type: 'feedback_buttons', value: 'down' }]);
  });

  it('an ephemeral has no message in its payload', async () => {
    await bolt.people.invite('#ops');
    const blocks = row({ type: 'button', action_id: 'go', text: plain('Go') });
    await bolt
      .client()
      .chat.postEphemeral({ channel: 'C0OPS00001', user: 'U0ANN00001', text: 'psst', blocks });
    const whisper = await bolt.people.expectMessage('#ops', { ephemeralTo: 'U0ANN00001' });
    await bolt.people.click(whisper, 'go');
    expect(action).toMatchObject({ container: { is_ephemeral: true }, response_url: expect.any(String) });
    expect(action).not.toHaveProperty('message');
    await expect(bolt.people.click(whisper, 'go', { user: 'bob' })).rejects.toThrow('only U0ANN00001');
  });

  it('an input block in a message speaks only with dispatch_action', async () => {
    const typed = (block_id: string, dispatch_action: boolean) => ({
      type: 'input',
      block_id,
      dispatch_action,
      label: plain(block_id),
      element: { type: 'plain_text_input', action_id: 'text' },
    });
    const card = await post([typed('quiet', false), typed('loud', true)] as KnownBlock[]);
    expect(await bolt.people.choose(card, 'quiet', 'hm')).toMatchObject({ status: null });
    expect(action).toBeUndefined();
    await bolt.people.choose(card, 'loud', 'ha');
    expect(action).toMatchObject({
      actions: [{ type: 'plain_text_input', value: 'ha' }],
      state: { values: { quiet: { text: { value: 'hm' } }, loud: { text: { value: 'ha' } } } },
    });
  });

  it('the home tab: opened, published, pressed', async () => {
    expect(await bolt.people.openHome('ann')).toBeNull();
    const first = await bolt.people.expectRequest({ kind: 'event', name: 'app_home_opened' });
    expect(JSON.parse(first.request).event).toEqual({
      type: 'app_home_opened',
      user: 'U0ANN00001',
      channel: expect.stringMatching(/^D/),
      tab: 'home',
      event_ts: expect.any(String),
    });
    const view = {
      type: 'home' as const,
      blocks: row({ type: 'button', action_id: 'go', text: plain('Go') }),
    };
    await bolt.client().views.publish({ user_id: 'U0ANN00001', view });
    const home = await bolt.people.expectHome('ann', { text: 'Go' });
    await bolt.people.click(home, 'go');
    expect(action).toMatchObject({
      container: { type: 'view', view_id: home.id },
      view: { type: 'home', hash: home.hash, root_view_id: home.id },
    });
    for (const absent of ['channel', 'message', 'response_url']) expect(action).not.toHaveProperty(absent);
    await bolt.people.openHome('ann');
    const events = await bolt.people.log({ kind: 'event', name: 'app_home_opened' });
    expect(JSON.parse(events[1].request).event.view).toMatchObject({ id: home.id });
  });

  it('an external select asks once enough is typed, and its answer can be chosen', async () => {
    const card = await post(row({ type: 'external_select', action_id: 'search', min_query_length: 2 }));
    expect(await bolt.people.typeOption(card, 'search', 'a')).toMatchObject({ status: null, options: [] });
    expect(asked).toBeUndefined();
    const { options: shown } = await bolt.people.typeOption(card, 'search', 'ab');
    expect(shown.map(({ value }) => value)).toEqual(['a', 'b']);
    expect(asked).toMatchObject({
      type: 'block_suggestion',
      action_id: 'search',
      block_id: 'row',
      value: 'ab',
      container: { type: 'message', message_ts: card.ts },
      channel: { id: 'C0OPS00001' },
      message: { ts: card.ts },
    });
    await bolt.people.choose(card, 'search', 'b');
    expect(action?.actions).toMatchObject([{ type: 'external_select', selected_option: { value: 'b' } }]);
    await expect(bolt.people.choose(card, 'search', 'c')).rejects.toThrow('there is no "c"');
    offered = { options: Array.from({ length: 101 }, (_, index) => option(`o${index}`)) };
    expect((await bolt.people.typeOption(card, 'search', 'abc')).shown).toMatch(/no more than 100 items/);
  });

  it('a global shortcut has no channel; a message shortcut has the message and a response_url', async () => {
    await bolt.people.shortcut('everywhere', { user: 'bob' });
    expect(shortcut).toMatchObject({
      type: 'shortcut',
      callback_id: 'everywhere',
      trigger_id: expect.any(String),
      action_ts: expect.any(String),
      user: { id: 'U0BOB00001' },
      team: { id: 'T0ACME0001' },
    });
    expect(shortcut).not.toHaveProperty('channel');
    expect(shortcut).not.toHaveProperty('response_url');
    const said = await bolt.people.say('#ops', 'look at this', { user: 'bob' });
    const message = await bolt.people.expectMessage('#ops', { where: ({ ts }) => ts === said.ts });
    await bolt.people.messageShortcut(message, 'here');
    expect(shortcut).toMatchObject({
      type: 'message_action',
      callback_id: 'here',
      message_ts: said.ts,
      channel: { id: 'C0OPS00001', name: 'ops' },
      message: { user: 'U0BOB00001' },
    });
    await bolt.people.expectMessage('#ops', { text: 'Noted', ephemeralTo: 'U0ANN00001' });
  });

  it('a command is sent as typed, or with links where the app asked for them', async () => {
    const typed = '/page @bob about #secret and #ops https://a.example';
    await bolt.people.command(typed, { channel: '#ops' });
    expect(commanded).toMatchObject({
      text: '@bob about #secret and #ops https://a.example',
      command: '/page',
      channel_name: 'ops',
      user_name: 'ann',
      is_enterprise_install: 'false',
      team_id: 'T0ACME0001',
      team_domain: 'acme',
    });
    await bolt.people.configure({ app: { escapedCommands: ['/page'] } });
    await bolt.people.command(typed, { channel: '#secret' });
    await bolt.people.configure({ app: { escapedCommands: [] } });
    expect(commanded).toMatchObject({
      channel_name: 'privategroup',
      text: '<@U0BOB00001|bob> about <#C0SECRET01|> and <#C0OPS00001|ops> <https://a.example>',
    });
  });
});
