import type { WebAPIPlatformError, WebClient } from '@slack/web-api';
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
  'mpim:write',
];
const [OPS, GENERAL, SECRET, ARCHIVED] = ['C0OPS00001', 'C0GENERAL1', 'C0SECRET01', 'C0OLDALERT'];
const [ANN, BOB] = ['U0ANN00001', 'U0BOB00001'];
const NOWHERE = 'C0NOWHERE1';

describe('what conversations refuse', () => {
  let sandbox: ContractSandbox;
  let slack: WebClient;
  let globex: WebClient;
  let bot: string;
  let own: string;
  let direct: string;
  /** Of Globex, which has guests and somebody who has left. */
  let abroad: string;

  beforeAll(async () => {
    sandbox = await startContractSandbox();
    const people = new SandboxClient(sandbox.url);
    const tokens = await people.obtainTokens(SCOPES);
    bot = tokens.botUserId;
    slack = sdkClient(sandbox.url, tokens.botToken);
    globex = sdkClient(sandbox.url, (await people.in('globex').obtainTokens(SCOPES)).botToken);
    own = (await slack.conversations.create({ name: 'own' })).channel?.id as string;
    abroad = (await globex.conversations.create({ name: 'abroad' })).channel?.id as string;
    direct = (await slack.conversations.open({ users: BOB })).channel?.id as string;
    await slack.conversations.join({ channel: GENERAL });
  });
  afterAll(() => sandbox.close());

  const refused = (client: WebClient, method: string, args: object) =>
    client.apiCall(method, { ...args }).then(
      () => 'accepted',
      (error: WebAPIPlatformError) => error.data.error,
    );

  describe.each<[method: string, rows: [error: string, args: () => object][]]>([
    [
      'conversations.create',
      [
        ['name_taken', () => ({ name: 'ops' })],
        ['name_taken', () => ({ name: 'old-alerts' })],
        ['invalid_name_required', () => ({ name: '' })],
        ['invalid_name_maxlength', () => ({ name: 'x'.repeat(81) })],
        ['invalid_name_specials', () => ({ name: 'Two Words' })],
        ['invalid_name_punctuation', () => ({ name: '--_' })],
      ],
    ],
    [
      'conversations.info',
      [
        ['channel_not_found', () => ({ channel: NOWHERE })],
        ['channel_not_found', () => ({ channel: SECRET })],
        ['channel_not_found', () => ({ channel: '#ops' })],
        ['channel_not_found', () => ({ channel: abroad })],
        ['invalid_arguments', () => ({})],
      ],
    ],
    [
      'conversations.list',
      [
        ['invalid_cursor', () => ({ cursor: 'nonsense' })],
        ['invalid_limit', () => ({ limit: 'many' })],
        ['invalid_types', () => ({ types: 'public_channel,secret' })],
        ['missing_scope', () => ({ types: 'mpim' })],
      ],
    ],
    [
      'conversations.members',
      [
        ['channel_not_found', () => ({ channel: NOWHERE })],
        ['invalid_cursor', () => ({ channel: OPS, cursor: 'nonsense' })],
        ['invalid_limit', () => ({ channel: OPS, limit: -1 })],
      ],
    ],
    [
      'conversations.join',
      [
        ['channel_not_found', () => ({ channel: SECRET })],
        ['is_archived', () => ({ channel: ARCHIVED })],
        ['method_not_supported_for_channel_type', () => ({ channel: direct })],
      ],
    ],
    [
      'conversations.leave',
      [
        ['cant_leave_general', () => ({ channel: GENERAL })],
        ['last_member', () => ({ channel: own })],
        ['is_archived', () => ({ channel: ARCHIVED })],
        ['method_not_supported_for_channel_type', () => ({ channel: direct })],
      ],
    ],
    [
      'conversations.invite',
      [
        ['no_user', () => ({ channel: own })],
        ['cant_invite_self', () => ({ channel: own, users: bot })],
        ['already_in_channel', () => ({ channel: GENERAL, users: ANN })],
        ['user_not_found', () => ({ channel: own, users: 'U0HANK0001' })],
        ['not_in_channel', () => ({ channel: OPS, users: ANN })],
        ['channel_not_found', () => ({ channel: NOWHERE, users: ANN })],
        ['method_not_supported_for_channel_type', () => ({ channel: direct, users: ANN })],
      ],
    ],
    [
      'conversations.kick',
      [
        ['cant_kick_self', () => ({ channel: own, user: bot })],
        ['cant_kick_from_general', () => ({ channel: GENERAL, user: BOB })],
        ['not_in_channel', () => ({ channel: own, user: BOB })],
        ['user_not_found', () => ({ channel: own, user: 'U0NOBODY01' })],
      ],
    ],
    [
      'conversations.rename',
      [
        ['name_taken', () => ({ channel: own, name: 'ops' })],
        ['invalid_name_specials', () => ({ channel: own, name: 'A!' })],
        ['not_in_channel', () => ({ channel: OPS, name: 'new' })],
        ['not_authorized', () => ({ channel: GENERAL, name: 'new' })],
      ],
    ],
    [
      'conversations.archive',
      [
        ['already_archived', () => ({ channel: ARCHIVED })],
        ['cant_archive_general', () => ({ channel: GENERAL })],
        ['not_in_channel', () => ({ channel: OPS })],
        ['method_not_supported_for_channel_type', () => ({ channel: direct })],
      ],
    ],
    [
      'conversations.unarchive',
      [
        ['not_archived', () => ({ channel: own })],
        ['channel_not_found', () => ({ channel: NOWHERE })],
        ['method_not_supported_for_channel_type', () => ({ channel: direct })],
      ],
    ],
    [
      'conversations.setTopic',
      [
        ['too_long', () => ({ channel: own, topic: 'x'.repeat(251) })],
        ['not_in_channel', () => ({ channel: OPS, topic: 'x' })],
        ['invalid_arguments', () => ({ channel: own })],
      ],
    ],
    [
      'conversations.setPurpose',
      [
        ['too_long', () => ({ channel: own, purpose: 'x'.repeat(251) })],
        ['not_in_channel', () => ({ channel: ARCHIVED, purpose: 'x' })],
      ],
    ],
    [
      'conversations.open',
      [
        ['users_list_not_supplied', () => ({})],
        ['not_enough_users', () => ({ users: bot })],
        ['user_not_found', () => ({ users: 'U0HANK0001' })],
        ['too_many_users', () => ({ users: Array.from({ length: 9 }, (_, n) => `U0NOBODY0${n}`).join() })],
        ['channel_not_found', () => ({ channel: NOWHERE })],
        ['method_not_supported_for_channel_type', () => ({ channel: own })],
      ],
    ],
    [
      'conversations.close',
      [
        ['channel_not_found', () => ({ channel: NOWHERE })],
        ['method_not_supported_for_channel_type', () => ({ channel: own })],
      ],
    ],
    [
      'conversations.history',
      [
        ['not_in_channel', () => ({ channel: OPS })],
        ['channel_not_found', () => ({ channel: SECRET })],
        ['invalid_ts_oldest', () => ({ channel: own, oldest: 'yesterday' })],
        ['invalid_ts_latest', () => ({ channel: own, latest: 'now' })],
        ['invalid_cursor', () => ({ channel: own, cursor: 'nonsense' })],
        ['missing_scope', () => ({ channel: direct })],
      ],
    ],
    [
      'conversations.replies',
      [
        ['thread_not_found', () => ({ channel: own, ts: '1.000001' })],
        ['not_in_channel', () => ({ channel: OPS, ts: '1.000001' })],
        ['missing_scope', () => ({ channel: direct, ts: '1.000001' })],
      ],
    ],
    [
      'users.conversations',
      [
        ['user_not_found', () => ({ user: 'U0NOBODY01' })],
        ['invalid_types', () => ({ types: 'all' })],
        ['invalid_cursor', () => ({ cursor: 'nonsense' })],
      ],
    ],
    ['conversations.shout', [['unknown_method', () => ({ channel: own })]]],
  ])('%s', (method, rows) => {
    it.each(rows)('%s', async (error, args) => {
      expect(await refused(slack, method, args())).toBe(error);
    });
  });

  it('a guest of one channel comes into one, and who has left into none', async () => {
    const invite = (users: string) => refused(globex, 'conversations.invite', { channel: abroad, users });
    expect(await invite('U0JACK0001')).toBe('ura_max_channels');
    expect(await invite('U0KATE0001')).toBe('cant_invite');
    expect(await invite('U0IVY00001')).toBe('accepted');
    expect(await refused(globex, 'conversations.open', { users: 'U0KATE0001' })).toBe('user_disabled');
  });

  it('an organisation’s token must name the workspace, and invites only who is in it', async () => {
    const initech = new SandboxClient(sandbox.url, 'E0INITECH1');
    const { botToken } = await initech.obtainTokens(SCOPES);
    await initech.teamAccess(['T0INITHQ01']);
    const wide = sdkClient(sandbox.url, botToken);
    expect(await refused(wide, 'conversations.list', {})).toBe('missing_argument');
    expect(await refused(wide, 'conversations.list', { team_id: 'T0INITLAB1' })).toBe(
      'team_access_not_granted',
    );
    const made = await wide.conversations.create({ name: 'hq-only', team_id: 'T0INITHQ01' });
    const invite = { channel: made.channel?.id, users: 'W0SAMIRA01' };
    expect(await refused(wide, 'conversations.invite', invite)).toBe('org_user_not_in_team');
    expect(await refused(wide, 'conversations.open', { users: 'W0SAMIRA01' })).toBe('accepted');
  });
});
