import type {
  SubteamCreatedEvent,
  SubteamMembersChangedEvent,
  SubteamUpdatedEvent,
  TeamJoinEvent,
  UserChangeEvent,
  UserProfileChangedEvent,
  UserStatusChangedEvent,
} from '@slack/types';
import type { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { EventEars } from './event-ears.js';

const SCOPES = ['users:read', 'users:read.email', 'usergroups:read', 'usergroups:write'];
const [ANN, BOB, CAROL, TEAM] = ['U0ANN00001', 'U0BOB00001', 'U0CAROL001', 'T0ACME0001'];
const TS = expect.stringMatching(/^\d{10}\.\d{6}$/);
const IMAGE = expect.stringMatching(/^https:/);

describe('events of people, as a Bolt app hears them', () => {
  let ears: EventEars;
  let people: SandboxClient;

  beforeAll(async () => {
    ears = await EventEars.open();
    people = ears.bolt.people;
  });
  afterAll(() => ears.close());
  beforeEach(() => ears.install(SCOPES));

  it('who changes is shown whole', async () => {
    const status = { text: 'On holiday', emoji: ':palm_tree:' };
    await people.changePerson('bob', { realName: 'Bob van Brook', title: 'Treasurer', status });
    const { event, body } = await ears.hear<UserChangeEvent>('user_change');
    expect(event).toEqual<UserChangeEvent>({
      type: 'user_change',
      user: {
        id: BOB,
        team_id: TEAM,
        name: 'bob',
        deleted: false,
        color: '4bbe2e',
        locale: 'en-US',
        real_name: 'Bob van Brook',
        tz: 'Europe/Amsterdam',
        tz_label: 'Central European Time',
        tz_offset: 3600,
        updated: event.cache_ts,
        is_email_confirmed: true,
        is_admin: false,
        is_owner: false,
        is_primary_owner: false,
        is_bot: false,
        is_app_user: false,
        is_restricted: false,
        is_ultra_restricted: false,
        who_can_share_contact_card: 'EVERYONE',
        profile: {
          title: 'Treasurer',
          phone: '',
          skype: '',
          team: TEAM,
          email: 'bob@acme.example',
          fields: [],
          real_name: 'Bob van Brook',
          real_name_normalized: 'Bob van Brook',
          first_name: 'Bob van',
          last_name: 'Brook',
          display_name: 'bob',
          display_name_normalized: 'bob',
          status_text: 'On holiday',
          status_text_canonical: '',
          status_emoji: ':palm_tree:',
          status_emoji_display_info: [],
          status_expiration: 0,
          avatar_hash: expect.any(String),
          huddle_state: 'default_unset',
          huddle_state_expiration_ts: 0,
          image_24: IMAGE,
          image_32: IMAGE,
          image_48: IMAGE,
          image_72: IMAGE,
          image_192: IMAGE,
          image_512: IMAGE,
        },
      },
      cache_ts: expect.any(Number),
      event_ts: TS,
    });
    expect(body).toMatchObject({ team_id: TEAM, context_team_id: TEAM, is_ext_shared_channel: false });
    const profile = (await ears.hear<UserProfileChangedEvent>('user_profile_changed')).event;
    const shown = (await ears.hear<UserStatusChangedEvent>('user_status_changed')).event;
    expect([profile.user, shown.user]).toEqual([event.user, event.user]);
  });

  it('a role and a closed account are no change of profile', async () => {
    await people.changePerson('carol', { role: 'guest' });
    await ears.hear<UserChangeEvent>('user_change', ({ user }) => user.is_restricted);
    await people.changePerson('carol', { role: 'member', deleted: true });
    await ears.hear<UserChangeEvent>('user_change', ({ user }) => user.deleted && !user.is_restricted);
    expect(ears.names()).toEqual(['user_change', 'user_change']);
  });

  it('somebody new is announced, without the address where the scope for it is missing', async () => {
    const id = await people.newcomer('dan', 'Dan Dale');
    const joined = (await ears.hear<TeamJoinEvent>('team_join')).event;
    expect(joined).toMatchObject({ user: { id, profile: { email: 'dan@acme.example' } }, event_ts: TS });
    await ears.install(['users:read']);
    await people.newcomer('eve', 'Eve Ebb');
    const next = (await ears.hear<TeamJoinEvent>('team_join')).event;
    expect(next.user.profile).not.toHaveProperty('email');
  });

  it('a user group is made, peopled and disabled', async () => {
    const slack = ears.bolt.client();
    const made = await slack.usergroups.create({ name: 'On call', handle: 'oncall' });
    const id = made.usergroup?.id as string;
    const created = (await ears.hear<SubteamCreatedEvent>('subteam_created')).event;
    expect(created).toMatchObject({
      subteam: { id, team_id: TEAM, handle: 'oncall', users: [], user_count: 0, date_delete: 0 },
      event_ts: TS,
    });
    await slack.usergroups.users.update({ usergroup: id, users: `${ANN},${BOB}` });
    const first = (await ears.hear<SubteamMembersChangedEvent>('subteam_members_changed')).event;
    expect(first).toEqual<SubteamMembersChangedEvent>({
      type: 'subteam_members_changed',
      subteam_id: id,
      team_id: TEAM,
      event_ts: TS,
      date_previous_update: created.subteam.date_create,
      date_update: expect.any(Number),
      added_users: [ANN, BOB],
      added_users_count: 2,
      removed_users: [],
      removed_users_count: 0,
    });
    ears.forget();
    await slack.usergroups.users.update({ usergroup: id, users: `${BOB},${CAROL}` });
    const second = (await ears.hear<SubteamMembersChangedEvent>('subteam_members_changed')).event;
    expect(second).toMatchObject({ added_users: [CAROL], removed_users: [ANN] });
    const updated = (await ears.hear<SubteamUpdatedEvent>('subteam_updated')).event;
    expect(updated.subteam).toMatchObject({ users: [BOB, CAROL], user_count: 2 });
    ears.forget();
    await slack.usergroups.disable({ usergroup: id });
    const disabled = (await ears.hear<SubteamUpdatedEvent>('subteam_updated')).event;
    expect(disabled.subteam.date_delete).toBeGreaterThan(0);
  });

  it('of a very large group only the first five hundred are named', async () => {
    const ids: string[] = [];
    await people.configure({ app: { botEvents: ['subteam_updated'] } });
    for (let count = 0; count < 501; count += 1)
      ids.push(await people.newcomer(`n${count}`, `Number ${count}`));
    const { usergroup } = await ears.bolt.client().usergroups.create({ name: 'All' });
    const users = ids.join();
    await ears.bolt.client().usergroups.users.update({ usergroup: usergroup?.id as string, users });
    const { subteam } = (await ears.hear<SubteamUpdatedEvent>('subteam_updated')).event;
    expect([subteam.users.length, subteam.user_count]).toEqual([500, 501]);
    await people.configure({ app: { botEvents: null } });
  });
});
