import type {
  AppHomeOpenedEvent,
  AppMentionEvent,
  FileSharedEvent,
  GenericMessageEvent,
  MessageChangedEvent,
  MessageDeletedEvent,
  MessageMetadataPostedEvent,
  PinAddedEvent,
  PinRemovedEvent,
  ReactionAddedEvent,
  ReactionRemovedEvent,
  ThreadBroadcastMessageEvent,
} from '@slack/types';
import type { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { EventEars } from './event-ears.js';

const SCOPES = [
  'chat:write',
  'channels:history',
  'im:history',
  'app_mentions:read',
  'reactions:read',
  'pins:read',
  'files:write',
  'files:read',
  'im:write',
  'metadata.message:read',
];
const [ANN, BOB, OPS] = ['U0ANN00001', 'U0BOB00001', 'C0OPS00001'];
const TS = expect.stringMatching(/^\d{10}\.\d{6}$/);

describe('events of messages, as a Bolt app hears them', () => {
  let ears: EventEars;
  let people: SandboxClient;
  let bot: string;

  beforeAll(async () => {
    ears = await EventEars.open();
    people = ears.bolt.people;
  });
  afterAll(() => ears.close());

  beforeEach(async () => {
    await ears.install(SCOPES);
    await people.invite('#ops');
    bot = (await ears.hear<GenericMessageEvent>('message.channel_join')).event.user;
    ears.forget();
  });

  const post = (more: object = {}) =>
    ears.bolt.client().chat.postMessage({ channel: OPS, text: 'card', ...more });

  it('the envelope says where it comes from and for whom it is', async () => {
    const before = Math.floor(Date.now() / 1000);
    const said = await people.say('#ops', 'hello');
    const { body } = await ears.hear<GenericMessageEvent>('message');
    expect(body).toEqual({
      token: 'demoVerificationToken000',
      team_id: 'T0ACME0001',
      context_team_id: 'T0ACME0001',
      context_enterprise_id: null,
      api_app_id: 'A0SWITCHBD',
      type: 'event_callback',
      is_ext_shared_channel: false,
      authorizations: [
        {
          enterprise_id: null,
          team_id: 'T0ACME0001',
          user_id: bot,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      event_id: expect.stringMatching(/^Ev[A-Z0-9]{8,}$/),
      event_time: expect.any(Number),
      event_context: expect.stringMatching(/^4-/),
      event: {
        type: 'message',
        user: ANN,
        text: 'hello',
        ts: said.ts,
        event_ts: said.ts,
        team: 'T0ACME0001',
        channel: OPS,
        channel_type: 'channel',
        client_msg_id: expect.any(String),
        blocks: [expect.objectContaining({ type: 'rich_text' })],
      },
    });
    expect(body.event_time).toBeGreaterThanOrEqual(before);
  });

  it('an edit shows before and after, a deletion what is gone', async () => {
    const said = await people.say('#ops', 'helo');
    await people.edit(said, 'hello');
    const changed = (await ears.hear<MessageChangedEvent>('message.message_changed')).event;
    expect(changed).toEqual<MessageChangedEvent>({
      type: 'message',
      subtype: 'message_changed',
      hidden: true,
      channel: OPS,
      channel_type: 'channel',
      ts: TS,
      event_ts: changed.ts,
      message: expect.objectContaining({ text: 'hello', ts: said.ts, edited: { user: ANN, ts: TS } }),
      previous_message: expect.objectContaining({ text: 'helo', ts: said.ts }),
    });
    expect(Number(changed.ts)).toBeGreaterThan(Number(said.ts));
    await people.deleteMessage(said);
    const deleted = (await ears.hear<MessageDeletedEvent>('message.message_deleted')).event;
    expect(deleted).toEqual<MessageDeletedEvent>({
      type: 'message',
      subtype: 'message_deleted',
      hidden: true,
      channel: OPS,
      channel_type: 'channel',
      ts: TS,
      event_ts: deleted.ts,
      deleted_ts: said.ts,
      previous_message: expect.objectContaining({ text: 'hello' }),
    });
  });

  it('a deletion that leaves a thread behind shows as a change into a tombstone', async () => {
    const { channel, ts } = await people.say('#ops', 'who is on call?');
    const reply = await people.say('#ops', 'me', { threadTs: ts });
    await people.deleteMessage({ channel, ts });
    const { event } = await ears.hear<MessageChangedEvent>('message.message_changed');
    expect(event).toMatchObject({
      message: { subtype: 'tombstone', ts, user: 'USLACKBOT' },
      previous_message: { text: 'who is on call?' },
    });
    await people.deleteMessage(reply);
    const gone = { deleted_ts: ts, previous_message: { subtype: 'tombstone' } };
    const deleted = await ears.hear<MessageDeletedEvent>(
      'message.message_deleted',
      ({ deleted_ts }) => deleted_ts === ts,
    );
    expect(deleted.event).toMatchObject(gone);
  });

  it('a reply names its thread, and whose it is; broadcast it carries the root', async () => {
    const { ts } = await people.say('#ops', 'who is on call?', { user: 'bob' });
    await people.say('#ops', 'me', { threadTs: ts });
    const reply = (await ears.hear<GenericMessageEvent>('message', ({ text }) => text === 'me')).event;
    expect(reply).toMatchObject({ thread_ts: ts, parent_user_id: BOB });
    await people.say('#ops', 'me, all day', { threadTs: ts, broadcast: true });
    const { event } = await ears.hear<ThreadBroadcastMessageEvent>('message.thread_broadcast');
    expect(event).toMatchObject({ thread_ts: ts, text: 'me, all day', client_msg_id: expect.any(String) });
    expect(event.root).toMatchObject({
      ts,
      thread_ts: ts,
      user: BOB,
      reply_count: 2,
      reply_users_count: 1,
      reply_users: [ANN],
      latest_reply: event.ts,
    });
  });

  it('what an app says carries its bot, and no subtype', async () => {
    await post();
    const { event } = await ears.hear<GenericMessageEvent>('message');
    expect(event).toMatchObject({ user: bot, text: 'card', bot_id: expect.stringMatching(/^B/) });
    expect(event.bot_profile).toMatchObject({
      app_id: 'A0SWITCHBD',
      name: 'Switchboard',
      team_id: 'T0ACME0001',
    });
  });

  it('a mention is an event of its own, but not in a direct message', async () => {
    const said = await people.say('#ops', `<@${bot}> help`);
    const { event } = await ears.hear<AppMentionEvent>('app_mention');
    expect(event).toEqual<AppMentionEvent>({
      type: 'app_mention',
      user: ANN,
      text: `<@${bot}> help`,
      ts: said.ts,
      event_ts: said.ts,
      channel: OPS,
      team: 'T0ACME0001',
      client_msg_id: expect.any(String),
      blocks: expect.any(Array),
    });
    await ears.hear('message');
    ears.forget();
    const opened = await ears.bolt.client().conversations.open({ users: ANN });
    const direct = opened.channel?.id as string;
    await people.say(direct, `<@${bot}> again`);
    const heard = await ears.hear<GenericMessageEvent>('message');
    expect(heard.event).toMatchObject({ channel: direct, channel_type: 'im' });
    expect(ears.names()).toEqual(['message']);
  });

  it('reactions come and go', async () => {
    const said = await people.say('#ops', 'done', { user: 'bob' });
    await people.reaction(said, 'eyes');
    const about = {
      user: ANN,
      reaction: 'eyes',
      item_user: BOB,
      event_ts: TS,
      item: { type: 'message' as const, channel: OPS, ts: said.ts },
    };
    const added = await ears.hear<ReactionAddedEvent>('reaction_added');
    expect(added.event).toEqual<ReactionAddedEvent>({ type: 'reaction_added', ...about });
    await people.reaction(said, 'eyes', { removed: true });
    const removed = await ears.hear<ReactionRemovedEvent>('reaction_removed');
    expect(removed.event).toEqual<ReactionRemovedEvent>({ type: 'reaction_removed', ...about });
  });

  it('pins come and go; their count is a number, whatever the types say', async () => {
    const said = await people.say('#ops', 'runbook', { user: 'bob' });
    await people.pin(said);
    const { event } = await ears.hear<PinAddedEvent>('pin_added');
    expect(event).toEqual({
      type: 'pin_added',
      user: ANN,
      channel_id: OPS,
      item_user: BOB,
      pin_count: 1,
      event_ts: TS,
      item: {
        type: 'message',
        channel: OPS,
        created_by: ANN,
        created: expect.any(Number),
        message: expect.objectContaining({
          text: 'runbook',
          ts: said.ts,
          pinned_to: [OPS],
          permalink: expect.stringContaining(`/archives/${OPS}/p`),
        }),
      },
      pinned_info: { channel: OPS, pinned_by: ANN, pinned_ts: expect.any(Number) },
    });
    await people.pin(said, { removed: true });
    const removed = (await ears.hear<PinRemovedEvent>('pin_removed')).event;
    expect(removed).toMatchObject({ pin_count: 0, has_pins: false, item: event.item });
  });

  it('a file is a message and an event', async () => {
    await ears.bolt.client().filesUploadV2({ channel_id: OPS, filename: 'a.txt', file: Buffer.from('text') });
    const { event } = await ears.hear<FileSharedEvent>('file_shared');
    expect(event).toEqual<FileSharedEvent>({
      type: 'file_shared',
      file_id: expect.stringMatching(/^F/),
      user_id: bot,
      channel_id: OPS,
      file: { id: event.file_id },
      event_ts: TS,
    });
    const message = await ears.hear<{ files: object[]; upload: boolean }>('message.file_share');
    expect(message.event).toMatchObject({ upload: false, files: [{ id: event.file_id, name: 'a.txt' }] });
  });

  it('metadata is told of to whom has subscribed to it', async () => {
    const metadata = { event_type: 'deploy', event_payload: { id: 7 } };
    const subscribed = [{ app_id: 'A0SWITCHBD', event_type: '*' }];
    await people.configure({ app: { metadataSubscriptions: subscribed } });
    const { ts } = await post({ metadata });
    const posted = (await ears.hear<MessageMetadataPostedEvent>('message_metadata_posted')).event;
    expect(posted).toEqual<MessageMetadataPostedEvent>({
      type: 'message_metadata_posted',
      app_id: 'A0SWITCHBD',
      bot_id: expect.any(String),
      user_id: bot,
      team_id: 'T0ACME0001',
      channel_id: OPS,
      metadata,
      message_ts: ts as string,
      event_ts: TS,
    });
    const now = { event_type: 'deploy', event_payload: { id: 8 } };
    await ears.bolt.client().chat.update({ channel: OPS, ts: ts as string, text: 'card', metadata: now });
    const updated = (await ears.hear('message_metadata_updated')).event;
    expect(updated).toMatchObject({ metadata: now, previous_metadata: metadata });
    await ears.bolt.client().chat.delete({ channel: OPS, ts: ts as string });
    const deleted = (await ears.hear('message_metadata_deleted')).event;
    expect(deleted).toMatchObject({
      previous_metadata: now,
      message_ts: ts,
      deleted_ts: ts,
      channel_id: OPS,
    });
    await people.configure({ app: { metadataSubscriptions: [{ app_id: '*', event_type: 'rollback' }] } });
    await ears.hear('message.message_deleted');
    ears.forget();
    await post({ metadata });
    await ears.hear('message');
    expect(ears.names()).toEqual(['message']);
  });

  it('the home tab is opened, and shows what was published', async () => {
    await people.openHome('ann');
    const { event } = await ears.hear<AppHomeOpenedEvent>('app_home_opened');
    expect(event).toEqual<AppHomeOpenedEvent>({
      type: 'app_home_opened',
      user: ANN,
      channel: expect.stringMatching(/^D/),
      tab: 'home',
      event_ts: TS,
    });
    await ears.bolt.client().views.publish({ user_id: ANN, view: { type: 'home', blocks: [] } });
    ears.forget();
    await people.openHome('ann');
    const again = (await ears.hear<AppHomeOpenedEvent>('app_home_opened')).event;
    expect(again.view).toMatchObject({ type: 'home', team_id: 'T0ACME0001', app_id: 'A0SWITCHBD' });
  });
});
