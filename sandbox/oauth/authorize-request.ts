import type { JsonObject } from '../json.js';
import { text } from '../json.js';
import type { Channel, Enterprise, SlackApp, Team, User } from '../workspace/model.js';
import type { World } from '../workspace/world.js';
import { isScope, SIGN_IN_SCOPES, splitScopes, WEBHOOK_SCOPE } from './scopes.js';

/** What both authorize pages, for apps and for Sign in with Slack, are asked. */
export interface RedirectRequest {
  app: SlackApp;
  /** As given; empty where the request named none. */
  redirectUri: string;
  /** Where the person is sent: the one given, else the app's first. */
  destination: string;
  state: string;
}

export interface AuthorizeRequest extends RedirectRequest {
  /** The workspace, or the organisation. */
  owner: Team | Enterprise;
  isOrganisation: boolean;
  scopes: string[];
  userScopes: string[];
  /** Asked on the page for people's permissions alone. */
  userOnly: boolean;
  codeChallenge?: string;
}

/** What is wrong with the request, for the person to read. Nobody is redirected to an address that wasn't checked. */
export interface AuthorizeProblem {
  error: string;
  explanation: string;
}

/**
 * Reads `/oauth/v2/authorize` (facts, section 10), or with `userOnly` `/oauth/v2_user/authorize`, whose `scope` is of
 * the person (*unverified*: a `user_scope` there is taken too). A `team` that nobody knows is passed over
 * (*unverified*).
 */
export function readAuthorizeRequest(
  world: World,
  query: JsonObject,
  userOnly: boolean,
): AuthorizeRequest | AuthorizeProblem {
  const redirect = readRedirect(world, query);
  if (isProblem(redirect)) return redirect;
  const { app, destination } = redirect;
  const scopes = userOnly ? [] : splitScopes(text(query.scope));
  const userScopes = splitScopes(`${userOnly ? text(query.scope) : ''} ${text(query.user_scope)}`);
  if (scopes.length + userScopes.length === 0)
    return problem('no_scopes', 'The app asked for no permissions.');
  const odd = [
    ...scopes.filter((scope) => !isScope(scope, 'bot')),
    ...userScopes.filter((scope) => !isScope(scope, 'user')),
  ];
  if (odd.length > 0) {
    const signIn = odd.some((scope) => SIGN_IN_SCOPES.includes(scope));
    const why = signIn ? ' (Sign in with Slack has an authorize page of its own)' : '';
    return problem('invalid_scope', `Invalid permissions requested: ${odd.join(', ')}${why}`);
  }
  const challenge = readChallenge(app, query, scopes, destination);
  if (typeof challenge === 'object') return challenge;

  const wanted = text(query.team);
  const organisation = app.orgDeploy ? world.enterprises.get(wanted) : undefined;
  const owner = organisation ?? world.teams.get(wanted) ?? [...world.teams.values()][0];
  if (!owner) return problem('invalid_team', 'There is no workspace to install to.');
  if (app.homeTeamId !== null && app.homeTeamId !== owner.id) {
    return problem(
      'invalid_team_for_non_distributed_app',
      `${app.name} is not distributed: only the workspace that made it can install it.`,
    );
  }
  // Which scopes an organisation refuses is *unverified*; a webhook needs a channel, which only a workspace has.
  if (organisation && scopes.includes(WEBHOOK_SCOPE)) {
    return problem('scope_not_allowed_on_enterprise', `Not for organizations: ${WEBHOOK_SCOPE}`);
  }
  return {
    ...redirect,
    owner,
    isOrganisation: organisation !== undefined,
    scopes,
    userScopes,
    userOnly,
    codeChallenge: challenge,
  };
}

/** The app, and where its person goes afterwards. */
export function readRedirect(world: World, query: JsonObject): RedirectRequest | AuthorizeProblem {
  const app = world.app(text(query.client_id));
  if (!app) return problem('invalid_client_id', `No app has the client id “${text(query.client_id)}”.`);
  const redirectUri = text(query.redirect_uri);
  if (redirectUri !== '' && !app.redirectUrls.some((allowed) => liesUnder(redirectUri, allowed))) {
    return problem(
      'bad_redirect_uri',
      `redirect_uri did not match any configured URIs. Passed URI: ${redirectUri}`,
    );
  }
  const destination = redirectUri === '' ? app.redirectUrls[0] : redirectUri;
  if (!destination) return problem('bad_redirect_uri', 'The app has no redirect URL configured.');
  return { app, redirectUri, destination, state: text(query.state) };
}

export function isProblem<T extends object>(value: T | AuthorizeProblem): value is AuthorizeProblem {
  return 'error' in value;
}

/** Who may install: people of the workspace who are no guests; of an organisation its admins. */
export function installersOf(world: World, ownerId: string): User[] {
  const wide = world.enterprises.has(ownerId);
  return world
    .usersOf(ownerId)
    .filter((user) => !user.isBot && !user.deleted && !user.isRestricted && (!wide || user.isAdmin));
}

/** Where an incoming webhook may post. */
export function webhookChannels(world: World, teamId: string): Channel[] {
  return world
    .channelsOf(teamId)
    .filter((channel) => channel.kind !== 'im' && channel.kind !== 'mpim' && !channel.archived);
}

/** Equal to the configured URL or a path below it, same origin, no fragment. */
export function liesUnder(uri: string, configured: string): boolean {
  if (!URL.canParse(uri) || !URL.canParse(configured) || uri.includes('#')) return false;
  const given = new URL(uri);
  const allowed = new URL(configured);
  // Not `origin`: that of a custom scheme is always "null".
  if (given.protocol !== allowed.protocol || given.host !== allowed.host) return false;
  const base = allowed.pathname.replace(/\/+$/, '');
  return (
    given.pathname === allowed.pathname || given.pathname === base || given.pathname.startsWith(`${base}/`)
  );
}

/** PKCE's challenge (facts, section 10). An app without PKCE is refused when it brings the verifier. */
function readChallenge(
  app: SlackApp,
  query: JsonObject,
  scopes: string[],
  destination: string,
): string | undefined | AuthorizeProblem {
  const challenge = text(query.code_challenge);
  const method = text(query.code_challenge_method);
  if (challenge !== '' && method !== 'S256') {
    return problem('invalid_code_challenge', 'code_challenge_method must be S256.');
  }
  if (!/^https?:/.test(destination)) {
    if (challenge === '' || !app.pkce)
      return problem('bad_redirect_uri', 'A redirect to a scheme of the app’s own needs PKCE.');
    if (scopes.length > 0)
      return problem('invalid_scope', 'Bot permissions can’t go to a scheme of the app’s own.');
  }
  return challenge === '' ? undefined : challenge;
}

function problem(error: string, explanation: string): AuthorizeProblem {
  return { error, explanation };
}
