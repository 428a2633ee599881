import { type AccessAnswer, UnusableGrantError, readGrant } from './grant.js';

// The shapes of the facts sheet, section 16.
const team: AccessAnswer = {
  app_id: 'A1',
  access_token: 'xoxe.xoxb-1-aa',
  scope: 'commands,chat:write,incoming-webhook',
  bot_user_id: 'UBOT1',
  expires_in: 43_200,
  refresh_token: 'xoxe-1-bb',
  team: { id: 'T1', name: 'Acme' },
  enterprise: null,
  is_enterprise_install: false,
  authed_user: {
    id: 'U1',
    scope: 'search:read',
    access_token: 'xoxe.xoxp-1-cc',
    expires_in: 43_200,
    refresh_token: 'xoxe-1-dd',
  },
  incoming_webhook: {
    channel: '#ops',
    channel_id: 'C1',
    configuration_url: 'https://acme.slack.com/services/B1',
    url: 'https://hooks.slack.com/services/T1/B1/ee',
  },
};
const organisation: AccessAnswer = {
  app_id: 'A1',
  access_token: 'xoxb-ff',
  scope: 'commands,chat:write',
  bot_user_id: 'UBOT1',
  team: null,
  enterprise: { id: 'E1', name: 'Acme Org' },
  is_enterprise_install: true,
  authed_user: { id: 'U1' },
};

describe('a grant', () => {
  it('of a workspace has its bot, its installer’s token and its webhook', () => {
    expect(readGrant(team, 'B1')).toEqual({
      team: { id: 'T1', name: 'Acme' },
      enterpriseId: undefined,
      enterpriseName: undefined,
      appId: 'A1',
      installerId: 'U1',
      bot: {
        id: 'B1',
        userId: 'UBOT1',
        token: 'xoxe.xoxb-1-aa',
        scopes: ['commands', 'chat:write', 'incoming-webhook'],
        refreshToken: 'xoxe-1-bb',
        expiresInS: 43_200,
      },
      user: {
        id: 'U1',
        token: 'xoxe.xoxp-1-cc',
        scopes: ['search:read'],
        refreshToken: 'xoxe-1-dd',
        expiresInS: 43_200,
      },
      webhook: {
        url: 'https://hooks.slack.com/services/T1/B1/ee',
        channelId: 'C1',
        channelName: '#ops',
        configurationUrl: 'https://acme.slack.com/services/B1',
      },
    });
  });

  it('of an organisation names no workspace, and may be nobody’s token', () => {
    const grant = readGrant(organisation, 'B1');
    expect(grant).toMatchObject({ enterpriseId: 'E1', enterpriseName: 'Acme Org', installerId: 'U1' });
    expect(grant.team).toBeUndefined();
    expect(grant.user).toBeUndefined();
    expect(grant.bot.refreshToken).toBeUndefined();
  });

  it.each([
    ['no bot', { ...team, access_token: undefined }],
    ['no bot user', { ...team, bot_user_id: undefined }],
    ['no workspace', { ...team, team: null }],
    ['no organisation', { ...organisation, enterprise: null }],
  ])('with %s is of no use', (_, answer) => {
    expect(() => readGrant(answer, 'B1')).toThrow(UnusableGrantError);
  });
});
