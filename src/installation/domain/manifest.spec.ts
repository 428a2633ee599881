import { type ManifestHandler, type ManifestInput, ManifestError, buildManifest } from './manifest.js';

const handler = (
  kind: ManifestHandler['kind'],
  name: string,
  more: Partial<ManifestHandler> = {},
): ManifestHandler => ({
  kind,
  name,
  owner: `Some.${name}`,
  ...more,
});
const input: ManifestInput = {
  name: 'Switchboard',
  url: 'https://board.example.com',
  handlers: [
    handler('event', 'tokens_revoked'),
    handler('event', 'app_mention'),
    handler('event', 'app_mention', { owner: 'Other.app_mention' }),
    handler('event', 'app_rate_limited'),
    handler('event', 'message', { messagesIn: ['im'] }),
    handler('command', '/oncall', { description: 'Who is on call', usageHint: '[team]', escaped: true }),
    handler('shortcut', 'declare', { title: 'Declare', on: 'global', description: 'Declares an incident' }),
    handler('action', 'alert.ack'),
  ],
  botScopes: ['commands', 'app_mentions:read', 'im:history'],
  userScopes: [],
  incomingWebhook: false,
  socketMode: false,
  tokenRotation: true,
};
const problemsOf = (more: Partial<ManifestInput>): string[] => {
  try {
    buildManifest({ ...input, ...more });
    return [];
  } catch (error) {
    return (error as ManifestError).problems;
  }
};

describe('the manifest', () => {
  it('tells Slack what is handled, where, and with which scopes', () => {
    const manifest = buildManifest(input);
    const url = 'https://board.example.com/slack/events';
    expect(manifest.settings.event_subscriptions).toEqual({
      request_url: url,
      bot_events: ['app_mention', 'message.im', 'tokens_revoked'],
    });
    expect(manifest.settings.interactivity).toEqual({ is_enabled: true, request_url: url });
    expect(manifest.features).toMatchObject({
      slash_commands: [
        { command: '/oncall', url, description: 'Who is on call', usage_hint: '[team]', should_escape: true },
      ],
      shortcuts: [
        { name: 'Declare', type: 'global', callback_id: 'declare', description: 'Declares an incident' },
      ],
    });
    expect(manifest.oauth_config).toEqual({
      redirect_urls: [
        'https://board.example.com/slack/oauth_redirect',
        'https://board.example.com/console/signed-in',
      ],
      scopes: { bot: ['app_mentions:read', 'commands', 'im:history'] },
    });
  });

  it('names no URLs but where browsers come back in Socket Mode', () => {
    const text = JSON.stringify(buildManifest({ ...input, socketMode: true }));
    expect(text.match(/https:[^"]+/g)).toEqual([
      'https://board.example.com/slack/oauth_redirect',
      'https://board.example.com/console/signed-in',
    ]);
  });

  it('asks for people’s scopes, a menu’s options and webhooks where there are any', () => {
    const manifest = buildManifest({
      ...input,
      handlers: [handler('options', 'fruit')],
      userScopes: ['search:read'],
      incomingWebhook: true,
    });
    expect(manifest.oauth_config.scopes).toMatchObject({ user: ['search:read'] });
    expect(manifest.settings).toMatchObject({
      interactivity: { message_menu_options_url: 'https://board.example.com/slack/events' },
      incoming_webhooks: { incoming_webhooks_enabled: true },
    });
  });

  it.each<[string, Partial<ManifestInput>]>([
    ['app_mention needs app_mentions:read', { botScopes: ['commands', 'im:history'] }],
    ['need the scope commands', { botScopes: ['app_mentions:read', 'im:history'] }],
    ['which scope the event new_thing needs', { handlers: [handler('event', 'new_thing')] }],
    ['no description', { handlers: [handler('command', '/x')] }],
    ['no command', { handlers: [handler('command', 'x y', { description: 'd' })] }],
    ['no title', { handlers: [handler('shortcut', 's', { on: 'global', description: 'd' })] }],
    ['says not in which kinds', { handlers: [handler('event', 'message')] }],
    [
      'these are 51',
      { handlers: Array.from({ length: 51 }, (_, n) => handler('command', `/c${n}`, { description: 'd' })) },
    ],
  ])('is refused where it would not be true: … %s …', (words, more) => {
    expect(problemsOf(more)).toEqual([expect.stringContaining(words)]);
  });

  it('names every fault at once', () => {
    expect(
      problemsOf({ handlers: [handler('command', '/a'), handler('shortcut', 'b')], botScopes: [] }),
    ).toHaveLength(5);
  });
});
