import type { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { startContractSandbox, type ContractSandbox } from './contract-sandbox.js';
import { eventually } from '../harness/eventually.js';
import { said, sdkClient } from './sdk-client.js';

const SCOPES = [
  'chat:write',
  'channels:join',
  'channels:history',
  'commands',
  'reactions:write',
  'reactions:read',
  'pins:write',
  'pins:read',
  'files:write',
  'files:read',
];
const OPS = 'C0OPS00001';
const HOUR = 3600;

describe('what hangs on messages and waits for them', () => {
  let sandbox: ContractSandbox;
  let people: SandboxClient;
  let slack: WebClient;
  let ts: string;

  beforeAll(async () => {
    sandbox = await startContractSandbox();
    people = new SandboxClient(sandbox.url);
  });
  afterAll(() => sandbox.close());

  beforeEach(async () => {
    await people.reset();
    slack = sdkClient(sandbox.url, (await people.obtainTokens(SCOPES)).botToken);
    await slack.conversations.join({ channel: OPS });
    ts = (await slack.chat.postMessage({ channel: OPS, text: 'card' })).ts as string;
  });

  const refused = (method: string, args: object) =>
    slack.apiCall(method, { ...args }).then(
      () => 'accepted',
      (error: WebAPIPlatformError) => error.data.error,
    );
  async function clock(method: 'GET' | 'PUT', values?: object): Promise<number> {
    const body = values === undefined ? {} : { body: JSON.stringify(values) };
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${sandbox.url}/control/clock`, { method, headers, ...body });
    return ((await response.json()) as { now: number }).now;
  }
  const now = async () => (await clock('GET')) / 1000;
  const advance = (advanceMs: number) => clock('PUT', { advanceMs });

  it.each<[error: string, method: string, args: () => object]>([
    ['no_item_specified', 'reactions.add', () => ({ name: 'eyes' })],
    ['invalid_name', 'reactions.add', () => ({ channel: OPS, timestamp: ts, name: 'No Such' })],
    ['message_not_found', 'reactions.add', () => ({ channel: OPS, timestamp: '1.000001', name: 'eyes' })],
    ['bad_timestamp', 'reactions.add', () => ({ channel: OPS, timestamp: 'x', name: 'eyes' })],
    ['channel_not_found', 'reactions.add', () => ({ channel: 'C0NOWHERE1', timestamp: ts, name: 'eyes' })],
    ['no_reaction', 'reactions.remove', () => ({ channel: OPS, timestamp: ts, name: 'eyes' })],
    ['message_not_found', 'pins.add', () => ({ channel: OPS, timestamp: '1.000001' })],
    ['no_pin', 'pins.remove', () => ({ channel: OPS, timestamp: ts })],
    ['not_in_channel', 'pins.list', () => ({ channel: 'C0GENERAL1' })],
    ['message_not_found', 'chat.getPermalink', () => ({ channel: OPS, message_ts: '1.000001' })],
    ['time_in_past', 'chat.scheduleMessage', () => ({ channel: OPS, text: 'x', post_at: 5 })],
    ['time_too_far', 'chat.scheduleMessage', () => ({ channel: OPS, text: 'x', post_at: 4_000_000_000 })],
    ['invalid_time', 'chat.scheduleMessage', () => ({ channel: OPS, text: 'x', post_at: 'soon' })],
    ['not_in_channel', 'chat.scheduleMessage', () => ({ channel: 'C0GENERAL1', text: 'x', post_at: 4e9 })],
    [
      'invalid_scheduled_message_id',
      'chat.deleteScheduledMessage',
      () => ({ channel: OPS, scheduled_message_id: 'Q0' }),
    ],
    ['markdown_text_conflict', 'chat.postMessage', () => ({ channel: OPS, text: 'a', markdown_text: 'b' })],
    ['msg_too_long', 'chat.postMessage', () => ({ channel: OPS, markdown_text: 'x'.repeat(12_001) })],
    ['too_many_attachments', 'chat.postMessage', () => ({ channel: OPS, attachments: Array(101).fill({}) })],
    ['invalid_blocks_format', 'chat.postMessage', () => ({ channel: OPS, blocks: '{}' })],
    ['invalid_attachments', 'chat.postMessage', () => ({ channel: OPS, text: 'a', attachments: '[broken' })],
    ['invalid_attachments', 'chat.postMessage', () => ({ channel: OPS, text: 'a', attachments: ['b'] })],
    ['invalid_blocks', 'chat.postMessage', () => ({ channel: OPS, attachments: [{ blocks: 'c' }] })],
    ['msg_too_long', 'chat.update', () => ({ channel: OPS, ts, text: 'x'.repeat(4001) })],
    ['missing_argument', 'files.getUploadURLExternal', () => ({ filename: 'a.txt', length: 0 })],
    [
      'alt_txt_too_large',
      'files.getUploadURLExternal',
      () => ({ filename: 'a', length: 1, alt_txt: 'x'.repeat(1001) }),
    ],
    [
      'unknown_snippet_type',
      'files.getUploadURLExternal',
      () => ({ filename: 'a', length: 1, snippet_type: 'NO TYPE' }),
    ],
    [
      'snippet_too_large',
      'files.getUploadURLExternal',
      () => ({ filename: 'a', length: 2 ** 20 + 1, snippet_type: 'text' }),
    ],
    ['file_not_found', 'files.completeUploadExternal', () => ({ files: [{ id: 'F0NOTHING01' }] })],
    ['file_not_found', 'files.info', () => ({ file: 'F0NOTHING01' })],
    ['not_found', 'views.update', () => ({ view_id: 'V0', view: {} })],
    ['user_not_found', 'views.publish', () => ({ user_id: 'U0NOBODY01', view: {} })],
    ['invalid_trigger_id', 'views.push', () => ({ trigger_id: '1.2.x', view: modal() })],
    ['invalid_arguments', 'views.open', () => ({ trigger_id: '1.2.x', view: {} })],
    [
      'view_too_large',
      'views.open',
      () => ({ trigger_id: '1.2.x', view: { ...modal(), x: 'x'.repeat(256_001) } }),
    ],
    ['missing_scope', 'usergroups.list', () => ({})],
    ['unknown_method', 'chat.shout', () => ({})],
  ])('%s from %s', async (error, method, args) => {
    expect(await refused(method, args())).toBe(error);
  });

  it('whispers only to who is there', async () => {
    const whisper = { channel: OPS, user: 'U0BOB00001', text: 'psst' };
    const { message_ts } = await slack.chat.postEphemeral(whisper);
    expect(await refused('chat.update', { channel: OPS, ts: message_ts, text: 'x' })).toBe(
      'message_not_found',
    );
    await people.kick('#ops', 'bob');
    expect(await refused('chat.postEphemeral', whisper)).toBe('user_not_in_channel');
  });

  it('whispers to an own colleague in a channel of another company', async () => {
    const { botToken } = await people.in('initech-hq').obtainTokens(['chat:write', 'chat:write.public']);
    const whisper = { channel: 'C0SHARED01', text: 'psst' };
    const initech = sdkClient(sandbox.url, botToken);
    expect(await initech.chat.postEphemeral({ ...whisper, user: 'W0MILTON01' })).toMatchObject({ ok: true });
    expect(await initech.chat.postEphemeral({ ...whisper, user: 'U0GINA0001' })).toMatchObject({ ok: true });
    expect(await said(initech.chat.postEphemeral({ ...whisper, user: 'U0ANN00001' }))).toBe('user_not_found');
  });

  it('reacts, once a person, and lists who', async () => {
    await slack.reactions.add({ channel: OPS, timestamp: ts, name: 'eyes' });
    expect(await refused('reactions.add', { channel: OPS, timestamp: ts, name: 'eyes' })).toBe(
      'already_reacted',
    );
    await people.reaction({ channel: OPS, ts }, 'eyes', { user: 'bob' });
    const { message } = await slack.reactions.get({ channel: OPS, timestamp: ts });
    expect(message?.reactions).toMatchObject([
      { name: 'eyes', count: 2, users: [expect.any(String), 'U0BOB00001'] },
    ]);
    const told = await people.expectRequest({ kind: 'event', name: 'reaction_added' }, ({ request }) =>
      request.includes('U0BOB00001'),
    );
    expect(JSON.parse(told.request).event).toMatchObject({
      reaction: 'eyes',
      item: { type: 'message', channel: OPS, ts },
      event_ts: expect.any(String),
    });
    await slack.reactions.remove({ channel: OPS, timestamp: ts, name: 'eyes' });
    const [left] = (await slack.conversations.history({ channel: OPS })).messages ?? [];
    expect(left.reactions).toEqual([{ name: 'eyes', users: ['U0BOB00001'], count: 1 }]);
  });

  it('lists what somebody has reacted to, where the app may look, the newest first', async () => {
    const later = (await slack.chat.postMessage({ channel: OPS, text: 'later' })).ts as string;
    for (const one of [ts, later]) await people.reaction({ channel: OPS, ts: one }, 'eyes', { user: 'bob' });
    const secret = await people.say('#secret', 'psst', { user: 'ann' });
    await people.reaction(secret, 'eyes', { user: 'ann' });
    const first = await slack.reactions.list({ user: 'U0BOB00001', limit: 1 });
    expect(first.items).toMatchObject([{ type: 'message', channel: OPS, message: { ts: later } }]);
    const { next_cursor: cursor } = first.response_metadata ?? {};
    const rest = await slack.reactions.list({ user: 'U0BOB00001', cursor });
    expect(rest.items).toMatchObject([{ message: { ts, reactions: [{ name: 'eyes', count: 1 }] } }]);
    expect((await slack.reactions.list({ user: 'U0ANN00001' })).items).toEqual([]);
    expect(await refused('reactions.list', { user: 'U0NOBODY01' })).toBe('user_not_found');
  });

  it('pins, lists and unpins', async () => {
    await slack.pins.add({ channel: OPS, timestamp: ts });
    expect(await refused('pins.add', { channel: OPS, timestamp: ts })).toBe('already_pinned');
    expect((await slack.pins.list({ channel: OPS })).items).toMatchObject([
      { type: 'message', message: { ts } },
    ]);
    await slack.pins.remove({ channel: OPS, timestamp: ts });
    expect((await slack.pins.list({ channel: OPS })).items).toEqual([]);
  });

  it('keeps a message until its time, and lists it meanwhile', async () => {
    const post_at = Math.floor(await now()) + HOUR;
    const scheduled = await slack.chat.scheduleMessage({ channel: OPS, text: 'later', post_at });
    expect(scheduled).toMatchObject({ post_at, scheduled_message_id: expect.stringMatching(/^Q/) });
    expect(scheduled.message).toMatchObject({ type: 'delayed_message', text: 'later' });
    const { scheduled_messages } = await slack.chat.scheduledMessages.list();
    expect(scheduled_messages).toEqual([
      {
        id: scheduled.scheduled_message_id,
        channel_id: OPS,
        post_at,
        date_created: expect.any(Number),
        text: 'later',
      },
    ]);
    await advance((HOUR - 30) * 1000);
    const id = { channel: OPS, scheduled_message_id: scheduled.scheduled_message_id as string };
    expect(await refused('chat.deleteScheduledMessage', id)).toBe('invalid_scheduled_message_id');
    expect((await people.messages('#ops')).map(({ text }) => text)).not.toContain('later');
    await advance(31_000);
    await people.expectMessage('#ops', { text: 'later' });
    expect((await slack.chat.scheduledMessages.list()).scheduled_messages).toEqual([]);
  });

  it('takes back what was scheduled, thirty to five minutes, and loses what has metadata', async () => {
    const post_at = Math.floor(await now()) + HOUR;
    const schedule = (more: object = {}) => ({ channel: OPS, text: 'later', post_at, ...more });
    const first = await slack.chat.scheduleMessage(schedule());
    await slack.chat.deleteScheduledMessage({
      channel: OPS,
      scheduled_message_id: first.scheduled_message_id as string,
    });
    const metadata = { event_type: 'e', event_payload: {} };
    for (let count = 0; count < 30; count += 1) await slack.chat.scheduleMessage(schedule({ metadata }));
    expect(await refused('chat.scheduleMessage', schedule())).toBe('restricted_too_many');
    await slack.chat.scheduleMessage(schedule({ text: 'after', post_at: post_at + 301 }));
    await advance(2 * HOUR * 1000);
    await people.expectMessage('#ops', { text: 'after' });
    expect((await people.messages('#ops')).filter(({ text }) => text === 'later')).toEqual([]);
  });

  it('clears by an empty list what an edit otherwise leaves', async () => {
    await slack.chat.update({ channel: OPS, ts, text: 'a', attachments: [{ text: 'more' }] });
    const kept = await slack.chat.update({ channel: OPS, ts, text: 'b' });
    expect(kept.message).toMatchObject({ attachments: [{ id: 1, text: 'more' }] });
    const cleared = await slack.chat.update({ channel: OPS, ts, text: 'c', attachments: [] });
    expect(cleared.message).not.toHaveProperty('attachments');
  });

  it('uploads a file, which is ready only after a while, and shows it in a block', async () => {
    const { files } = await slack.filesUploadV2({
      channel_id: OPS,
      filename: 'graph.png',
      file: Buffer.from('not really'),
      initial_comment: 'look',
    });
    const [{ files: done }] = files as unknown as [
      { files: { id: string; mimetype: string; shares: object }[] },
    ];
    expect(done).toMatchObject([{ mimetype: '', shares: {}, size: 10, name: 'graph.png' }]);
    const id = done[0].id;
    await eventually(async () => {
      const { file } = await slack.files.info({ file: id });
      expect(file).toMatchObject({
        mimetype: 'image/png',
        shares: { public: { [OPS]: [{ ts: expect.any(String) }] } },
      });
    });
    await people.expectMessage('#ops', { text: 'look' });
    await people.expectRequest({ kind: 'event', name: 'file_shared' });
    const image = (file: string) => ({ type: 'image' as const, alt_text: 'g', slack_file: { id: file } });
    await slack.chat.postMessage({ channel: OPS, text: 'g', blocks: [image(id)] });
    expect(await refused('chat.postMessage', { channel: OPS, blocks: [image('F0NOTHING01')] })).toBe(
      'invalid_blocks',
    );
    expect(await refused('files.completeUploadExternal', { files: [{ id }] })).toBe('file_update_failed');
    const again = { files: [{ id }], channel_id: 'nowhere' };
    expect(await refused('files.completeUploadExternal', again)).toBe('file_update_failed');
  });
});

function modal() {
  return { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: [] };
}
