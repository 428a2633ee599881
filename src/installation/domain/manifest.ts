/** A handler, as far as Slack must be told of it. */
export interface ManifestHandler {
  kind: 'event' | 'command' | 'action' | 'view' | 'view_closed' | 'shortcut' | 'options';
  name: string;
  owner: string;
  description?: string;
  usageHint?: string;
  escaped?: boolean;
  title?: string;
  on?: 'global' | 'message';
  messagesIn?: readonly ('channels' | 'groups' | 'im' | 'mpim')[];
}

export interface ManifestInput {
  /** The app's name in Slack. */
  name: string;
  /** Where Slack and browsers reach the service, without a slash at the end. */
  url: string;
  handlers: readonly ManifestHandler[];
  botScopes: readonly string[];
  userScopes: readonly string[];
  incomingWebhook: boolean;
  socketMode: boolean;
  tokenRotation: boolean;
}

/** What the handlers, the scopes and Slack's limits don't agree on. */
export class ManifestError extends Error {
  readonly code = 'manifest';

  constructor(readonly problems: string[]) {
    super(`The manifest can't be made:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/**
 * The scopes that Slack wants for an event; any of them is enough. An event that is missing here is refused, so that its
 * scope isn't forgotten.
 * @see https://docs.slack.dev/reference/events
 */
const EVENT_SCOPES: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  app_uninstalled: [],
  channel_archive: ['channels:read'],
  channel_created: ['channels:read'],
  channel_deleted: ['channels:read'],
  channel_id_changed: ['channels:read', 'groups:read', 'mpim:read', 'im:read'],
  channel_rename: ['channels:read'],
  channel_unarchive: ['channels:read'],
  file_shared: ['files:read'],
  grid_migration_finished: [],
  grid_migration_started: [],
  group_archive: ['groups:read'],
  group_deleted: ['groups:read'],
  group_rename: ['groups:read'],
  group_unarchive: ['groups:read'],
  link_shared: ['links:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  member_left_channel: ['channels:read', 'groups:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  'message.mpim': ['mpim:history'],
  message_metadata_posted: ['metadata.message:read'],
  pin_added: ['pins:read'],
  pin_removed: ['pins:read'],
  reaction_added: ['reactions:read'],
  reaction_removed: ['reactions:read'],
  subteam_created: ['usergroups:read'],
  subteam_members_changed: ['usergroups:read'],
  subteam_updated: ['usergroups:read'],
  team_access_granted: [],
  team_access_revoked: [],
  team_join: ['users:read'],
  tokens_revoked: [],
  user_change: ['users:read'],
};

/** Slack sends these unasked. */
const UNASKED = new Set(['app_rate_limited']);
const MOST = { commands: 50, shortcuts: 10, events: 100 };

/** Slack's app manifest, out of what the service handles (facts, section 10). @throws ManifestError naming every fault */
export function buildManifest(input: ManifestInput) {
  const { handlers, url } = input;
  const of = (...kinds: ManifestHandler['kind'][]) => handlers.filter(({ kind }) => kinds.includes(kind));
  const events = eventsOf(of('event'));
  const problems = [...problemsOf(input, events)];
  if (problems.length > 0) throw new ManifestError(problems);
  const requests = `${url}/slack/events`;
  const byHttp = <T extends object>(urls: T) => (input.socketMode ? {} : urls);
  const interactive = of('action', 'view', 'view_closed', 'shortcut', 'options').length > 0;
  return {
    _metadata: { major_version: 2, minor_version: 0 },
    display_information: {
      name: input.name,
      description: 'Alerts, deployments and approvals as cards that stay true.',
      background_color: '#4a154b',
    },
    features: {
      app_home: {
        home_tab_enabled: events.includes('app_home_opened'),
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: !events.includes('message.im'),
      },
      bot_user: { display_name: input.name, always_online: true },
      ...some('slash_commands', of('command').sort(byName).map((handler) => commandOf(handler, byHttp({ url: requests })))), // prettier-ignore
      ...some('shortcuts', of('shortcut').sort(byName).map(shortcutOf)),
    },
    oauth_config: {
      redirect_urls: [`${url}/slack/oauth_redirect`, `${url}/console/signed-in`],
      scopes: { bot: [...input.botScopes].sort(), ...some('user', [...input.userScopes].sort()) },
    },
    settings: {
      event_subscriptions: { ...byHttp({ request_url: requests }), bot_events: events },
      interactivity: {
        is_enabled: interactive,
        ...(interactive ? byHttp({ request_url: requests }) : {}),
        ...(of('options').length > 0 ? byHttp({ message_menu_options_url: requests }) : {}),
      },
      ...(input.incomingWebhook ? { incoming_webhooks: { incoming_webhooks_enabled: true } } : {}),
      org_deploy_enabled: true,
      socket_mode_enabled: input.socketMode,
      token_rotation_enabled: input.tokenRotation,
    },
  };
}

const some = <T>(name: string, items: T[]) => (items.length === 0 ? {} : { [name]: items });
const byName = (a: ManifestHandler, b: ManifestHandler) => (a.name < b.name ? -1 : 1);

const commandOf = ({ name, description, usageHint, escaped }: ManifestHandler, url: object) => ({
  command: name,
  ...url,
  description,
  ...(usageHint === undefined ? {} : { usage_hint: usageHint }),
  should_escape: escaped ?? false,
});

const shortcutOf = ({ name, title, on, description }: ManifestHandler) => ({
  name: title,
  type: on,
  callback_id: name,
  description,
});

/** What must be subscribed to, each once. */
export function eventsOf(handlers: readonly ManifestHandler[]): string[] {
  const names = handlers.flatMap(({ name, messagesIn = [] }) =>
    name === 'message' ? messagesIn.map((kind) => `message.${kind}`) : [name],
  );
  return [...new Set(names)].filter((name) => !UNASKED.has(name)).sort();
}

function* problemsOf({ handlers, botScopes, name }: ManifestInput, events: string[]): Generator<string> {
  if (name.length > 35) yield `the app's name has more than 35 characters: ${name}`;
  for (const handler of handlers) yield* problemsWith(handler);
  for (const event of events) {
    const needed = EVENT_SCOPES[event];
    if (needed === undefined)
      yield `nothing says which scope the event ${event} needs: add it to EVENT_SCOPES`;
    else if (needed.length > 0 && !needed.some((scope) => botScopes.includes(scope))) {
      yield `the event ${event} needs ${needed.join(' or ')}, which scopes.ts doesn't ask for`;
    }
  }
  const commands = handlers.filter(({ kind }) => kind === 'command');
  const shortcuts = handlers.filter(({ kind }) => kind === 'shortcut');
  if (commands.length + shortcuts.length > 0 && !botScopes.includes('commands'))
    yield `commands and shortcuts need the scope commands, which scopes.ts doesn't ask for`;
  if (commands.length > MOST.commands)
    yield `Slack gives an app ${MOST.commands} commands; these are ${commands.length}`;
  if (shortcuts.length > MOST.shortcuts)
    yield `Slack gives an app ${MOST.shortcuts} shortcuts; these are ${shortcuts.length}`;
  if (events.length > MOST.events)
    yield `Slack gives an app ${MOST.events} events; these are ${events.length}`;
}

function* problemsWith({ kind, name, owner, title, on, description = '', messagesIn }: ManifestHandler) {
  if (kind === 'command') {
    if (!/^\/[a-z0-9_-]{1,31}$/.test(name)) yield `${owner}: ${name} is no command's name`;
    if (description === '' || description.length > 2_000)
      yield `${owner}: the command ${name} has no description of up to 2,000 characters`;
  }
  if (kind === 'shortcut') {
    if (title === undefined || title.length > 24)
      yield `${owner}: the shortcut ${name} has no title of up to 24 characters`;
    if (on === undefined) yield `${owner}: the shortcut ${name} says not whether it is global or a message's`;
    if (description === '' || description.length > 150)
      yield `${owner}: the shortcut ${name} has no description of up to 150 characters`;
  }
  if (kind === 'event' && name === 'message' && (messagesIn ?? []).length === 0)
    yield `${owner}: a handler of messages says not in which kinds of conversations (messagesIn)`;
}
