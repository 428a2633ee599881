import type { WebClient } from '@slack/web-api';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { startContractSandbox, type ContractSandbox } from './contract-sandbox.js';
import { said, sdkClient } from './sdk-client.js';

const SCOPES = [
  'chat:write',
  'channels:join',
  'channels:history',
  'reactions:write',
  'incoming-webhook',
  'files:write',
];
const [OPS, GENERAL, BOB] = ['C0OPS00001', 'C0GENERAL1', 'U0BOB00001'];
const LATER = Math.floor(Date.now() / 1000) + 3600;

describe('what admins forbid an app', () => {
  let sandbox: ContractSandbox;
  let people: SandboxClient;
  let slack: WebClient;
  let parent: string;

  beforeAll(async () => {
    sandbox = await startContractSandbox();
    people = new SandboxClient(sandbox.url);
  });
  afterAll(() => sandbox.close());
  beforeEach(async () => {
    await people.reset();
    slack = sdkClient(sandbox.url, (await people.obtainTokens(SCOPES)).botToken);
    for (const channel of [OPS, GENERAL]) await slack.conversations.join({ channel });
    parent = (await slack.chat.postMessage({ channel: OPS, text: 'card' })).ts as string;
  });

  const post = (thread_ts?: string) => said(slack.chat.postMessage({ channel: OPS, text: 'x', thread_ts }));
  const both = async () => [await post(), await post(parent)];

  it.each([
    ['restricted', ['restricted_action', 'restricted_action']],
    ['read_only', Array(2).fill('restricted_action_read_only_channel')],
    ['thread_only', ['restricted_action_thread_only_channel', 'ok']],
    ['non_threadable', ['ok', 'restricted_action_non_threadable_channel']],
    ['everyone', ['ok', 'ok']],
  ] as const)('a channel that is %s answers a post and a reply with %j', async (posting, answers) => {
    await people.restrictPosting('#ops', posting);
    expect(await both()).toEqual(answers);
  });

  it('the same goes for messages for later, whispers and files; people write on', async () => {
    await people.restrictPosting('#ops', 'restricted');
    const later = slack.chat.scheduleMessage({ channel: OPS, text: 'x', post_at: LATER });
    expect(await said(later)).toBe('restricted_action');
    const whisper = slack.chat.postEphemeral({ channel: OPS, text: 'x', user: BOB });
    expect(await said(whisper)).toBe('restricted_action');
    const { upload_url, file_id } = await slack.files.getUploadURLExternal({ filename: 'a.txt', length: 1 });
    await fetch(upload_url as string, { method: 'POST', body: 'a' });
    const files = slack.files.completeUploadExternal({ files: [{ id: file_id as string }], channel_id: OPS });
    expect(await said(files)).toBe('posting_to_channel_denied');
    await people.say('#ops', 'we can');
  });

  it('a locked thread takes no replies and no reactions until it is opened', async () => {
    await post(parent);
    await people.lockThread({ channel: OPS, ts: parent });
    expect(await both()).toEqual(['ok', 'restricted_action_thread_locked']);
    const react = () => said(slack.reactions.add({ channel: OPS, timestamp: parent, name: 'eyes' }));
    expect(await react()).toBe('thread_locked');
    const [shown] = (await slack.conversations.replies({ channel: OPS, ts: parent })).messages ?? [];
    expect(shown).toMatchObject({ is_locked: true });
    await people.lockThread({ channel: OPS, ts: parent }, false);
    expect([await post(parent), await react()]).toEqual(['ok', 'ok']);
  });

  it('a message is edited within the workspace’s minutes, and no later', async () => {
    const edit = () => said(slack.chat.update({ channel: OPS, ts: parent, text: 'new' }));
    await people.configure({ team: { editWindowMinutes: 5 } });
    expect(await edit()).toBe('ok');
    await people.advance(6 * 60_000);
    expect(await edit()).toBe('edit_window_closed');
    await people.configure({ team: { editWindowMinutes: null } });
    expect(await edit()).toBe('ok');
  });

  it('blocks may hold only so much text together', async () => {
    const sections = (count: number) =>
      Array.from({ length: count }, () => ({
        type: 'section',
        text: { type: 'mrkdwn', text: 'x'.repeat(3000) },
      }));
    const long = (count: number) =>
      said(slack.chat.postMessage({ channel: OPS, text: 'x', blocks: sections(count) }));
    expect([await long(4), await long(5)]).toEqual(['ok', 'msg_blocks_too_long']);
  });

  it('an incoming webhook says who forbids it', async () => {
    const hooks = await Promise.all(
      [OPS, GENERAL].map(async (id) => (await people.obtainTokens(SCOPES, [], 'ann', id)).webhookUrl ?? ''),
    );
    const send = async (url: string) => {
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ text: 'x' }) });
      return [answer.status, await answer.text()];
    };
    for (const channel of ['#ops', '#general']) await people.restrictPosting(channel, 'restricted');
    expect(await send(hooks[0])).toEqual([403, 'action_prohibited']);
    expect(await send(hooks[1])).toEqual([403, 'posting_to_general_channel_denied']);
    await people.configure({ app: { incomingWebhooks: false } });
    expect(await send(hooks[0])).toEqual([404, 'no_active_hooks']);
    await people.configure({ app: { incomingWebhooks: true }, team: { disabled: true } });
    expect(await send(hooks[0])).toEqual([403, 'team_disabled']);
    expect(await post()).toBe('account_inactive');
  });

  it('a deleted parent leaves a tombstone until the last reply is gone', async () => {
    const reply = (await slack.chat.postMessage({ channel: OPS, text: 'reply', thread_ts: parent }))
      .ts as string;
    await slack.chat.delete({ channel: OPS, ts: parent });
    const thread = async () => (await slack.conversations.replies({ channel: OPS, ts: parent })).messages;
    expect(await thread()).toMatchObject([
      {
        ts: parent,
        subtype: 'tombstone',
        text: 'This message was deleted.',
        user: 'USLACKBOT',
        reply_count: 1,
      },
      { ts: reply, text: 'reply' },
    ]);
    for (const gone of ['chat.delete', 'chat.update'])
      expect(await said(slack.apiCall(gone, { channel: OPS, ts: parent, text: 'x' }))).toBe(
        'message_not_found',
      );
    await slack.chat.delete({ channel: OPS, ts: reply });
    expect(await said(thread())).toBe('thread_not_found');
  });
});
