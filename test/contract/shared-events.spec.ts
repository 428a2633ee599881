import type {
  ChannelSharedEvent,
  ChannelUnsharedEvent,
  GenericMessageEvent,
  GridMigrationFinishedEvent,
  GridMigrationStartedEvent,
  MemberJoinedChannelEvent,
  ReactionAddedEvent,
  TeamAccessGrantedEvent,
} from '@slack/types';
import { DEMO_APP_TOKEN } from '../../sandbox/demo.js';
import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { EventEars } from './event-ears.js';
import { said, sdkClient } from './sdk-client.js';

const SCOPES = ['channels:history', 'channels:read', 'reactions:read', 'app_mentions:read', 'channels:join'];
const [GLOBEX, HQ, LABS, INITECH] = ['T0GLOBEX01', 'T0INITHQ01', 'T0INITLAB1', 'E0INITECH1'];
const SHARED = 'C0SHARED01';
const TS = expect.stringMatching(/^\d{10}\.\d{6}$/);

describe('events between companies and in an organisation', () => {
  let ears: EventEars;
  let globex: SandboxClient;
  let initech: SandboxClient;

  beforeAll(async () => {
    ears = await EventEars.open();
    globex = ears.bolt.people.in(GLOBEX);
    initech = ears.bolt.people.in(HQ);
  });
  afterAll(() => ears.close());
  beforeEach(() => ears.install(SCOPES));

  /** Installs into Globex, the bot in the channel that it shares with Initech. */
  async function inGlobex(): Promise<string> {
    const { botUserId } = await globex.obtainTokens(SCOPES);
    await globex.invite('#globex-initech');
    await ears.hear('member_joined_channel');
    ears.forget();
    return botUserId;
  }

  const authorization = (more: object) => [{ is_bot: true, is_enterprise_install: false, ...more }];

  it('what another company’s person says comes from there, and is for here', async () => {
    const bot = await inGlobex();
    await initech.say('#globex-initech', 'hello from Initech', { user: 'milton' });
    const { event, body } = await ears.hear<GenericMessageEvent>('message');
    expect(body).toMatchObject({
      team_id: HQ,
      enterprise_id: INITECH,
      context_team_id: GLOBEX,
      context_enterprise_id: null,
      is_ext_shared_channel: true,
      authorizations: authorization({ team_id: GLOBEX, enterprise_id: null, user_id: bot }),
    });
    expect(event).toMatchObject({
      user: 'W0MILTON01',
      team: HQ,
      user_team: HQ,
      source_team: HQ,
      channel: SHARED,
      user_profile: {
        name: 'milton',
        first_name: 'Milton',
        real_name: 'Milton Marsh',
        display_name: 'milton',
        team: HQ,
        is_restricted: false,
        is_ultra_restricted: false,
      },
    });
  });

  it('an own colleague’s words in the same channel come from here', async () => {
    await inGlobex();
    await globex.say('#globex-initech', 'hello from Globex', { user: 'hank' });
    const { event, body } = await ears.hear<GenericMessageEvent>('message');
    expect(body).toMatchObject({ team_id: GLOBEX, context_team_id: GLOBEX, is_ext_shared_channel: true });
    expect(body).not.toHaveProperty('enterprise_id');
    expect(event).toMatchObject({ user_team: GLOBEX, source_team: GLOBEX });
  });

  it('a reaction tells nothing of its company but the envelope’s', async () => {
    await inGlobex();
    const said = await globex.say('#globex-initech', 'look', { user: 'hank' });
    await initech.reaction(said, 'eyes', { user: 'milton' });
    const { event, body } = await ears.hear<ReactionAddedEvent>('reaction_added');
    expect(event).toEqual<ReactionAddedEvent>({
      type: 'reaction_added',
      user: 'W0MILTON01',
      reaction: 'eyes',
      item_user: 'U0HANK0001',
      item: { type: 'message', channel: SHARED, ts: said.ts },
      event_ts: TS,
    });
    expect(body).toMatchObject({ team_id: HQ, context_team_id: GLOBEX, is_ext_shared_channel: true });
  });

  it('both companies’ installations hear it, each as its own', async () => {
    await inGlobex();
    await initech.obtainTokens(SCOPES, [], 'milton');
    await initech.invite('#globex-initech');
    await globex.say('#globex-initech', 'to both', { user: 'gina' });
    const heardIn = async (team: string) =>
      ears.bolt.people.expectRequest({ kind: 'event', name: 'message' }, ({ request }) => {
        const body = JSON.parse(request) as { context_team_id: string; event: { text: string } };
        return body.context_team_id === team && body.event.text === 'to both';
      });
    const [here, there] = [await heardIn(GLOBEX), await heardIn(HQ)];
    const ids = [here, there].map(({ request }) => (JSON.parse(request) as { event_id: string }).event_id);
    expect(new Set(ids).size).toBe(2);
    expect(JSON.parse(there.request)).toMatchObject({ team_id: GLOBEX, context_enterprise_id: INITECH });
  });

  it('who else sees an event is told for its event_context, to the app alone', async () => {
    const bot = await inGlobex();
    const { botUserId, botToken } = await initech.obtainTokens(SCOPES, [], 'milton');
    await globex.say('#globex-initech', 'to both', { user: 'gina' });
    const { event_context } = (await ears.hear<GenericMessageEvent>('message')).body;
    const ask = (token: string, context: string) =>
      sdkClient(ears.bolt.sandbox.url, token).apps.event.authorizations.list({ event_context: context });
    expect((await ask(DEMO_APP_TOKEN, event_context)).authorizations).toEqual([
      expect.objectContaining({ team_id: GLOBEX, user_id: bot, is_bot: true, is_enterprise_install: false }),
      expect.objectContaining({ team_id: HQ, enterprise_id: INITECH, user_id: botUserId }),
    ]);
    expect(await said(ask(DEMO_APP_TOKEN, '4-nothing'))).toBe('invalid_event_context');
    expect(await said(ask(botToken, event_context))).toBe('not_allowed_token_type');
  });

  it('a channel is shared with a company, and no longer', async () => {
    await inGlobex();
    await globex.shareChannel('#engineering', 'T0ACME0001');
    expect((await ears.hear<ChannelSharedEvent>('channel_shared')).event).toEqual<ChannelSharedEvent>({
      type: 'channel_shared',
      connected_team_id: 'T0ACME0001',
      channel: 'C0GLOBEXEN',
      event_ts: TS,
    });
    await globex.shareChannel('#engineering', 'T0ACME0001', false);
    const ended = (await ears.hear<ChannelUnsharedEvent>('channel_unshared')).event;
    expect(ended).toEqual<ChannelUnsharedEvent>({
      type: 'channel_unshared',
      previously_connected_team_id: 'T0ACME0001',
      channel: 'C0GLOBEXEN',
      is_ext_shared: false,
      event_ts: TS,
    });
  });

  it('an organisation’s installation is authorized without a workspace', async () => {
    const organisation = ears.bolt.people.in(INITECH);
    const { botUserId } = await organisation.obtainTokens(SCOPES, [], 'milton');
    await organisation.teamAccess([HQ, LABS]);
    const granted = await ears.hear<TeamAccessGrantedEvent>('team_access_granted');
    expect(granted.event).toMatchObject({ team_ids: [HQ, LABS], event_ts: TS });
    expect(granted.body).not.toHaveProperty('team_id');
    await initech.invite('#all-initech');
    const joined = (await ears.hear<MemberJoinedChannelEvent>('member_joined_channel')).event;
    expect(joined).toMatchObject({ user: botUserId, team: HQ, enterprise: INITECH });
    await initech.say('#all-initech', 'good morning', { user: 'peter' });
    const { body } = await ears.hear<GenericMessageEvent>('message');
    expect(body).toMatchObject({
      team_id: HQ,
      enterprise_id: INITECH,
      context_enterprise_id: INITECH,
      is_ext_shared_channel: false,
      authorizations: [
        {
          enterprise_id: INITECH,
          team_id: null,
          user_id: botUserId,
          is_bot: true,
          is_enterprise_install: true,
        },
      ],
    });
  });

  it('a workspace moves into an organisation; meanwhile nothing works there', async () => {
    const slack = ears.bolt.client();
    const { people } = ears.bolt;
    await people.gridMigration(INITECH, false);
    const { event: started, body } = await ears.hear<GridMigrationStartedEvent>('grid_migration_started');
    expect(body).toMatchObject({ team_id: 'T0ACME0001', context_team_id: 'T0ACME0001' });
    expect(started).toEqual<GridMigrationStartedEvent>({
      type: 'grid_migration_started',
      enterprise_id: INITECH,
    });
    await expect(slack.auth.test()).rejects.toMatchObject({ data: { error: 'team_added_to_org' } });
    await people.gridMigration(INITECH, true);
    const finished = await ears.hear<GridMigrationFinishedEvent>('grid_migration_finished');
    expect(finished.body).toMatchObject({
      context_enterprise_id: INITECH,
      event: { enterprise_id: INITECH },
    });
    expect(await sdkClient(ears.bolt.sandbox.url, slack.token as string).auth.test()).toMatchObject({
      team_id: 'T0ACME0001',
      enterprise_id: INITECH,
      is_enterprise_install: false,
    });
  });
});
