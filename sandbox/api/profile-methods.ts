import { announceProfile } from '../deliveries/user-events.js';
import { isObject, parseJson, text, type JsonObject } from '../json.js';
import type { User } from '../workspace/model.js';
import { avatars } from '../workspace/present.js';
import { ApiError, type ApiCall } from './api-call.js';
import type { MethodTable } from './method.js';
import { shownUser, visibleUser } from './user-methods.js';

const MAX_STATUS = 100;
/** Where only a text is given (*unverified*: the guide of custom statuses, not the method's page). */
const STATUS_EMOJI = ':speech_balloon:';
/** Fields that are kept as they are given. */
const PLAIN = ['phone', 'skype', 'pronouns', 'start_date'];
const NAMES = ['first_name', 'last_name'];
const STATUS = ['status_text', 'status_emoji', 'status_expiration'];
const KNOWN = [...PLAIN, ...NAMES, ...STATUS, 'real_name', 'display_name', 'title', 'email'];

/** What people tell about themselves; the errors are those of the method pages (AR in the facts). */
export const profileMethods: MethodTable = {
  'users.profile.get': {
    tier: 4,
    scopes: ['users.profile:read'],
    run(call) {
      return {
        profile: shownProfile(call, visibleUser(call, call.string('user') || call.caller.token.userId)),
      };
    },
  },
  'users.profile.set': { tier: 3, scopes: ['users.profile:write'], run: setProfile },
  'users.identity': {
    tier: 3,
    scopes: ['identity.basic'],
    run(call) {
      const user = ownUser(call);
      const { team } = call.caller;
      return {
        user: {
          name: user.realName,
          id: user.id,
          ...(call.can('identity.email') ? { email: user.email } : {}),
          ...(call.can('identity.avatar') ? avatars(user) : {}),
        },
        // No workspace here has an icon.
        team: { id: team.id, ...(call.can('identity.team') ? { name: team.name, domain: team.domain } : {}) },
      };
    },
  },
};

/** Sets what is named, alone or in `profile`; a name goes before (`@slack/web-api`, `UsersProfileSetArguments`). */
function setProfile(call: ApiCall): JsonObject {
  const caller = ownUser(call);
  const user = call.string('user') === '' ? caller : visibleUser(call, call.string('user'));
  const given = readProfile(call);
  if (user !== caller || given.email !== undefined) checkRank(caller, user);
  // Nobody here has custom fields, so a field that isn't known is no field (*unverified* which error says so).
  if (Object.keys(given).some((name) => !KNOWN.includes(name))) throw new ApiError('invalid_profile');
  const status = readStatus(user, given);
  const [first, last] = splitName(user.realName);
  if (NAMES.some((name) => given[name] !== undefined)) {
    user.realName = `${text(given.first_name ?? first)} ${text(given.last_name ?? last)}`.trim();
  }
  if (given.real_name !== undefined) user.realName = text(given.real_name);
  if (given.display_name !== undefined) user.displayName = text(given.display_name);
  if (given.title !== undefined) user.title = text(given.title);
  if (given.email !== undefined) user.email = text(given.email).toLowerCase();
  for (const name of PLAIN) {
    if (given[name] !== undefined) user.profile = { ...user.profile, [name]: text(given[name]) };
  }
  if (status) user.status = status;
  user.updated = Math.floor(call.slack.timer.now() / 1000);
  call.slack.world.touch();
  const profile = Object.keys(given).some((name) => !STATUS.includes(name));
  announceProfile(call.slack, user, { profile, status: status !== undefined });
  return { username: user.name, profile: shownProfile(call, user) };
}

/** Whose token it is: a person's, never a bot's. */
function ownUser(call: ApiCall): User {
  const { token } = call.caller;
  if (token.kind === 'bot') throw new ApiError('not_allowed_token_type');
  return visibleUser(call, token.userId);
}

function readProfile(call: ApiCall): JsonObject {
  if (call.string('name') !== '') return { [call.string('name')]: call.string('value') };
  const { profile } = call.args;
  const read = typeof profile === 'string' ? parseJson(profile) : profile;
  if (!isObject(read)) throw new ApiError('invalid_profile');
  return read;
}

/** Members may change themselves but for the address; admins members, owners admins, the first owner all. */
function checkRank(caller: User, user: User): void {
  if (!caller.isAdmin) throw new ApiError('not_admin');
  if (user.isBot && !caller.isOwner) throw new ApiError('not_app_admin');
  const above = user.isOwner ? caller.isPrimaryOwner : user.isAdmin ? caller.isOwner : true;
  if (user !== caller && !above) throw new ApiError('cannot_update_admin_user');
}

/** The status after the change, `undefined` where none of it was named. */
function readStatus(user: User, given: JsonObject): User['status'] {
  if (STATUS.every((name) => given[name] === undefined)) return undefined;
  const before = user.status ?? { text: '', emoji: '' };
  const said = text(given.status_text ?? before.text);
  const emoji = text(given.status_emoji ?? before.emoji);
  if (said.length > MAX_STATUS) throw new ApiError('too_long');
  const halfCleared =
    (given.status_text === '' && given.status_emoji === undefined && emoji !== '') ||
    (given.status_emoji === '' && given.status_text === undefined && said !== '');
  if (halfCleared) throw new ApiError('must_clear_both_status_text_and_status_emoji');
  const until = Number(given.status_expiration ?? 0);
  return { text: said, emoji: said !== '' && emoji === '' ? STATUS_EMOJI : emoji, until };
}

function splitName(realName: string): [first: string, last: string] {
  const at = realName.lastIndexOf(' ');
  return at < 0 ? [realName, ''] : [realName.slice(0, at), realName.slice(at + 1)];
}

function shownProfile(call: ApiCall, user: User): JsonObject {
  return { ...(shownUser(call, user).profile as JsonObject), fields: {} };
}
