import type {
  ChannelArchiveEvent,
  ChannelCreatedEvent,
  ChannelIDChangedEvent,
  ChannelJoinMessageEvent,
  ChannelLeaveMessageEvent,
  ChannelNameMessageEvent,
  ChannelRenameEvent,
  ChannelTopicMessageEvent,
  ChannelUnarchiveEvent,
  GroupArchiveEvent,
  GroupRenameEvent,
  GroupUnarchiveEvent,
  MemberJoinedChannelEvent,
  MemberLeftChannelEvent,
} from '@slack/types';
import type { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { EventEars } from './event-ears.js';

const SCOPES = ['channels:read', 'channels:history', 'groups:read', 'groups:history', 'app_mentions:read'];
const [ANN, BOB, OPS, TEAM] = ['U0ANN00001', 'U0BOB00001', 'C0OPS00001', 'T0ACME0001'];
const TS = expect.stringMatching(/^\d{10}\.\d{6}$/);

describe('events of channels, as a Bolt app hears them', () => {
  let ears: EventEars;
  let people: SandboxClient;

  beforeAll(async () => {
    ears = await EventEars.open();
    people = ears.bolt.people;
  });
  afterAll(() => ears.close());
  beforeEach(() => ears.install(SCOPES));

  it('a public channel is made, renamed, archived, opened and deleted in everybody’s sight', async () => {
    const channel = await people.createChannel('launch', { user: 'bob' });
    const created = (await ears.hear<ChannelCreatedEvent>('channel_created')).event;
    expect(created).toEqual<ChannelCreatedEvent>({
      type: 'channel_created',
      event_ts: TS,
      channel: {
        id: channel,
        name: 'launch',
        name_normalized: 'launch',
        creator: BOB,
        context_team_id: TEAM,
        created: expect.any(Number),
        is_channel: true,
        is_group: false,
        is_im: false,
        is_mpim: false,
        is_private: false,
        is_archived: false,
        is_general: false,
        is_frozen: false,
        is_shared: false,
        is_org_shared: false,
        is_ext_shared: false,
        is_pending_ext_shared: false,
      },
    });
    await people.rename('#launch', 'landing');
    expect((await ears.hear<ChannelRenameEvent>('channel_rename')).event).toEqual<ChannelRenameEvent>({
      type: 'channel_rename',
      event_ts: TS,
      channel: {
        id: channel,
        name: 'landing',
        name_normalized: 'landing',
        created: created.channel.created,
        is_channel: true,
        is_mpim: false,
      },
    });
    await people.archive('#landing');
    expect((await ears.hear<ChannelArchiveEvent>('channel_archive')).event).toEqual<ChannelArchiveEvent>({
      type: 'channel_archive',
      channel,
      user: ANN,
      is_moved: 0,
      event_ts: TS,
    });
    await people.archive('#landing', false);
    expect(
      (await ears.hear<ChannelUnarchiveEvent>('channel_unarchive')).event,
    ).toEqual<ChannelUnarchiveEvent>({ type: 'channel_unarchive', channel, user: ANN, event_ts: TS });
    await people.deleteChannel('#landing');
    expect((await ears.hear('channel_deleted')).event).toEqual({
      type: 'channel_deleted',
      channel,
      actor_id: ANN,
      event_ts: TS,
    });
    // The app is in none of it, so it hears no line that stands in the channel.
    expect(ears.names().filter((name) => name.startsWith('message'))).toEqual([]);
  });

  it('of a private channel only who is in it hears, by other names', async () => {
    await people.rename('#secret', 'hidden');
    await people.say('#hidden', 'psst');
    await people.invite('#hidden');
    await ears.hear('member_joined_channel');
    expect(ears.names().filter((name) => !name.startsWith('message'))).toEqual(['member_joined_channel']);
    const channel = 'C0SECRET01';
    await people.rename('#hidden', 'secret');
    expect((await ears.hear<GroupRenameEvent>('group_rename')).event).toMatchObject({
      type: 'group_rename',
      channel: { id: channel, name: 'secret' },
      event_ts: TS,
    });
    await people.archive('#secret');
    expect((await ears.hear<GroupArchiveEvent>('group_archive')).event).toEqual<GroupArchiveEvent>({
      type: 'group_archive',
      channel,
      user: ANN,
      is_moved: 0,
      event_ts: TS,
    });
    await people.archive('#secret', false);
    expect((await ears.hear<GroupUnarchiveEvent>('group_unarchive')).event).toEqual<GroupUnarchiveEvent>({
      type: 'group_unarchive',
      channel,
      actor_id: ANN,
      event_ts: TS,
    });
    await people.describe('#secret', { topic: 'Shh' });
    await people.deleteChannel('#secret');
    expect((await ears.hear('group_deleted')).event).toEqual({
      type: 'group_deleted',
      channel,
      actor_id: ANN,
      date_deleted: expect.any(Number),
      event_ts: TS,
    });
    expect((await ears.hear('message.group_topic')).event).toMatchObject({
      topic: 'Shh',
      channel_type: 'group',
    });
  });

  it('a mention in a private channel stays there', async () => {
    await people.invite('#ops');
    const { user: bot } = (await ears.hear<MemberJoinedChannelEvent>('member_joined_channel')).event;
    await people.say('#secret', `<@${bot}> between us`);
    await people.say('#general', `<@${bot}> for all`);
    const { event } = await ears.hear<{ text: string }>('app_mention');
    expect(event.text).toContain('for all');
    expect(ears.names().filter((name) => name === 'app_mention')).toHaveLength(1);
  });

  it('people come and go, as an event and as a line in the channel', async () => {
    await people.invite('#ops');
    const mine = (await ears.hear<MemberJoinedChannelEvent>('member_joined_channel')).event;
    expect(mine).toEqual<MemberJoinedChannelEvent>({
      type: 'member_joined_channel',
      user: expect.any(String),
      channel: OPS,
      channel_type: 'C',
      team: TEAM,
      inviter: ANN,
      event_ts: TS,
    });
    await people.kick('#ops', 'bob');
    const left = (await ears.hear<MemberLeftChannelEvent>('member_left_channel')).event;
    expect(left).toEqual<MemberLeftChannelEvent>({
      type: 'member_left_channel',
      user: BOB,
      channel: OPS,
      channel_type: 'C',
      team: TEAM,
      event_ts: TS,
    });
    const gone = (await ears.hear<ChannelLeaveMessageEvent>('message.channel_leave')).event;
    expect(gone).toEqual<ChannelLeaveMessageEvent>({
      type: 'message',
      subtype: 'channel_leave',
      user: BOB,
      team: TEAM,
      channel: OPS,
      channel_type: 'channel',
      text: `<@${BOB}> has left the channel`,
      ts: TS,
      event_ts: gone.ts,
    });
    ears.forget();
    await people.invite('#ops', 'bob');
    const back = (await ears.hear<ChannelJoinMessageEvent>('message.channel_join')).event;
    expect(back).toEqual<ChannelJoinMessageEvent>({
      type: 'message',
      subtype: 'channel_join',
      user: BOB,
      inviter: ANN,
      team: TEAM,
      channel: OPS,
      channel_type: 'channel',
      text: `<@${BOB}> has joined the channel`,
      ts: TS,
      event_ts: back.ts,
    });
    await people.kick('#ops');
    const me = ({ user }: MemberLeftChannelEvent) => user === mine.user;
    expect((await ears.hear<MemberLeftChannelEvent>('member_left_channel', me)).event.channel).toBe(OPS);
  });

  it('an app hears of its own joining and leaving', async () => {
    await ears.install([...SCOPES, 'channels:join']);
    await ears.bolt.client().conversations.join({ channel: OPS });
    const { event } = await ears.hear<MemberJoinedChannelEvent>('member_joined_channel');
    expect(event).not.toHaveProperty('inviter');
    await ears.bolt.client().conversations.leave({ channel: OPS });
    expect((await ears.hear<MemberLeftChannelEvent>('member_left_channel')).event.user).toBe(event.user);
  });

  it('what is told of a channel stands in it as well', async () => {
    await people.invite('#ops');
    await people.describe('#ops', { topic: 'Calm', purpose: 'Keeping it so' });
    const topic = (await ears.hear<ChannelTopicMessageEvent>('message.channel_topic')).event;
    expect(topic).toEqual<ChannelTopicMessageEvent>({
      type: 'message',
      subtype: 'channel_topic',
      user: ANN,
      channel: OPS,
      channel_type: 'channel',
      topic: 'Calm',
      text: 'set the channel topic: Calm',
      ts: TS,
      event_ts: topic.ts,
    });
    expect((await ears.hear('message.channel_purpose')).event).toMatchObject({ purpose: 'Keeping it so' });
    await people.rename('#ops', 'operations');
    const named = (await ears.hear<ChannelNameMessageEvent>('message.channel_name')).event;
    expect(named).toEqual<ChannelNameMessageEvent>({
      type: 'message',
      subtype: 'channel_name',
      user: ANN,
      team: TEAM,
      channel: OPS,
      channel_type: 'channel',
      name: 'operations',
      old_name: 'ops',
      ts: TS,
      event_ts: named.ts,
      text: 'has renamed the channel from "ops" to "operations"',
    });
    await people.archive('#operations');
    expect((await ears.hear('message.channel_archive')).event).toMatchObject({ user: ANN, team: TEAM });
    await people.archive('#operations', false);
    await ears.hear('message.channel_unarchive');
  });

  it('a channel may get another id, and its past goes along', async () => {
    await people.invite('#ops');
    await people.say('#ops', 'before');
    const now = await people.changeChannelId('#ops');
    const changed = (await ears.hear<ChannelIDChangedEvent>('channel_id_changed')).event;
    expect(changed).toEqual<ChannelIDChangedEvent>({
      type: 'channel_id_changed',
      old_channel_id: OPS,
      new_channel_id: now,
      event_ts: TS,
    });
    const { messages } = await ears.bolt.client().conversations.history({ channel: now });
    expect(messages?.[0]).toMatchObject({ text: 'before' });
    await expect(ears.bolt.client().conversations.history({ channel: OPS })).rejects.toMatchObject({
      data: { error: 'channel_not_found' },
    });
  });
});
