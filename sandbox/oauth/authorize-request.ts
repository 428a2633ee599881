import type { JsonObject } from '../json.js';
import { text } from '../json.js';
import type { SlackApp, Team } from '../workspace/model.js';
import type { World } from '../workspace/world.js';

export interface AuthorizeRequest {
  app: SlackApp;
  team: Team;
  scopes: string[];
  userScopes: string[];
  /** As given; empty where the request named none. */
  redirectUri: string;
  /** Where the person is sent: the one given, else the app's first. */
  destination: string;
  state: string;
}

/** What is wrong with the request, for the person to read. Nobody is redirected to an address that wasn't checked. */
export interface AuthorizeProblem {
  error: string;
  explanation: string;
}

/** Reads `/oauth/v2/authorize` (facts, section 10). */
export function readAuthorizeRequest(world: World, query: JsonObject): AuthorizeRequest | AuthorizeProblem {
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
  const scopes = splitScopes(query.scope);
  const userScopes = splitScopes(query.user_scope);
  if (scopes.length + userScopes.length === 0)
    return problem('no_scopes', 'The app asked for no permissions.');
  const odd = [...scopes, ...userScopes].find((scope) => !/^[a-z_.]+(:[a-z_.]+)*(-[a-z]+)?$/.test(scope));
  if (odd !== undefined) return problem('invalid_scope', `Invalid permissions requested: ${odd}`);
  const team = world.teams.get(text(query.team)) ?? [...world.teams.values()][0];
  if (!team) return problem('invalid_team', 'There is no workspace to install to.');
  return { app, team, scopes, userScopes, redirectUri, destination, state: text(query.state) };
}

export function isProblem(value: AuthorizeRequest | AuthorizeProblem): value is AuthorizeProblem {
  return 'error' in value;
}

/** Equal to the configured URL or a path below it, same origin, no fragment. */
export function liesUnder(uri: string, configured: string): boolean {
  if (!URL.canParse(uri) || !URL.canParse(configured) || uri.includes('#')) return false;
  const given = new URL(uri);
  const allowed = new URL(configured);
  if (given.origin !== allowed.origin) return false;
  const base = allowed.pathname.replace(/\/+$/, '');
  return (
    given.pathname === allowed.pathname || given.pathname === base || given.pathname.startsWith(`${base}/`)
  );
}

function splitScopes(value: unknown): string[] {
  return [
    ...new Set(
      text(value)
        .split(/[,\s]+/)
        .filter((scope) => scope !== ''),
    ),
  ];
}

function problem(error: string, explanation: string): AuthorizeProblem {
  return { error, explanation };
}
