/** What a scope lets an app do, in the words of a person who must decide. */
export const SCOPE_MEANINGS: Record<string, string> = {
  'app_mentions:read': 'View messages that mention it directly',
  'channels:history': 'View messages in public channels that it has been added to',
  'channels:join': 'Join public channels in the workspace',
  'channels:manage': 'Manage public channels that it has been added to, and create new ones',
  'channels:read': 'View basic information about public channels',
  'chat:write': 'Send messages as itself',
  'chat:write.customize': 'Send messages with a customized name and picture',
  'chat:write.public': 'Send messages to public channels that it isn’t a member of',
  commands: 'Add shortcuts and slash commands that people can use',
  'files:write': 'Upload, edit and delete files',
  'groups:history': 'View messages in private channels that it has been added to',
  'groups:read': 'View basic information about private channels that it has been added to',
  'im:history': 'View direct messages with it',
  'im:read': 'View basic information about direct messages with it',
  'im:write': 'Start direct messages with people',
  'incoming-webhook': 'Post messages to one channel',
  'mpim:write': 'Start group direct messages with people',
  'reactions:read': 'View emoji reactions in conversations that it has been added to',
  'reactions:write': 'Add emoji reactions',
  'team:read': 'View the name, domain and icon of the workspace',
  'usergroups:read': 'View user groups in the workspace',
  'users:read': 'View people in the workspace',
  'users:read.email': 'View e-mail addresses of people in the workspace',
};

/** The other scopes that exist; the page shows them by name. `admin` scopes are known by their form. */
const OTHERS = `
  assistant:write bookmarks:read bookmarks:write calls:read calls:write canvases:read canvases:write
  channels:write channels:write.invites channels:write.topic conversations.connect:manage conversations.connect:read
  conversations.connect:write dnd:read dnd:write emoji:read files:read groups:write groups:write.invites
  groups:write.topic im:write.topic links.embed:write links:read links:write lists:read lists:write
  metadata.message:read mpim:history mpim:read mpim:write.topic pins:read pins:write reminders:read reminders:write
  remote_files:read remote_files:share remote_files:write search:read search:read.files search:read.im
  search:read.mpim search:read.private search:read.public search:read.users stars:read stars:write
  team.billing:read team.preferences:read tokens.basic triggers:read triggers:write usergroups:write
  users.profile:read users.profile:write users:write workflow.steps:execute identity.basic identity.email
  identity.avatar identity.team auditlogs:read
`;
const KNOWN = new Set([...OTHERS.trim().split(/\s+/), ...Object.keys(SCOPE_MEANINGS)]);
/** Scopes that only people can give. */
const USER_ONLY =
  /^(admin\b|auditlogs:|identity\.|search:read$|stars:|channels:write$|dnd:write$|users\.profile:write$)/;

/** The scope for which a person must choose a channel. */
export const WEBHOOK_SCOPE = 'incoming-webhook';
/** The scopes of Sign in with Slack, which go with no others (facts, section 10). */
export const SIGN_IN_SCOPES = ['openid', 'email', 'profile'];

/** Whether Slack has this scope for a bot, or for a person. */
export function isScope(scope: string, of: 'bot' | 'user'): boolean {
  if (USER_ONLY.test(scope)) return of === 'user' && (KNOWN.has(scope) || scope.startsWith('admin'));
  return KNOWN.has(scope) && !(of === 'user' && scope === WEBHOOK_SCOPE);
}

/** A comma- or space-separated list, each scope once. */
export function splitScopes(given: string): string[] {
  return [...new Set(given.split(/[,\s]+/).filter((scope) => scope !== ''))];
}
