import type { FastifyInstance, FastifyReply } from 'fastify';
import { formValues, plainHeaders } from '../http/fields.js';
import { text, type JsonObject } from '../json.js';
import { authorizeProblemPage } from '../oauth/authorize-page.js';
import { isProblem, readRedirect, type AuthorizeProblem } from '../oauth/authorize-request.js';
import { splitScopes, SIGN_IN_SCOPES } from '../oauth/scopes.js';
import type { Slack } from '../slack.js';
import type { User } from '../workspace/model.js';
import { signInPage } from './sign-in-page.js';
import { ISSUER, type SignIn } from './sign-ins.js';

const PATH = '/openid/connect/authorize';
const CARRIED = ['client_id', 'scope', 'redirect_uri', 'state', 'nonce', 'response_type', 'team'];

/** Sign in with Slack: its page, its keys and its discovery document (facts, section 10). */
export function registerOpenid(server: FastifyInstance, slack: Slack): void {
  server.get(PATH, async (request, reply) => {
    const query = formValues(request.url.split('?')[1] ?? '');
    const asked = readSignIn(slack, query);
    if (isProblem(asked)) return page(reply.code(400), authorizeProblemPage(asked));
    const carried = CARRIED.map((name): [string, string] => [name, text(query[name])]);
    const people = peopleOf(slack, asked.signIn.teamId);
    return page(reply, signInPage(asked.appName, people, PATH, carried));
  });

  server.post(PATH, async (request, reply) => {
    const body = text(request.body);
    const form = formValues(body);
    const entry = slack.log.begin({
      direction: 'in',
      kind: 'oauth',
      method: 'POST',
      url: request.url,
      name: `sign-in:${text(form.decision)}`,
      headers: plainHeaders(request.headers),
      request: body,
    });
    const asked = readSignIn(slack, form);
    if (isProblem(asked)) {
      slack.log.end(entry, { status: 400, response: asked.error });
      return page(reply.code(400), authorizeProblemPage(asked));
    }
    const target = new URL(asked.destination);
    if (form.decision === 'allow') target.searchParams.set('code', slack.signIns.issueCode(asked.signIn));
    else target.searchParams.set('error', 'access_denied');
    target.searchParams.set('state', text(form.state));
    slack.log.end(entry, { status: 302, response: target.href });
    return reply.redirect(target.href, 302);
  });

  server.get('/openid/connect/keys', async (_request, reply) => reply.send(slack.signIns.publicKeys()));

  server.get('/.well-known/openid-configuration', async (_request, reply) =>
    reply.send({
      issuer: ISSUER,
      authorization_endpoint: slack.publicUrl + PATH,
      token_endpoint: `${slack.publicUrl}/api/openid.connect.token`,
      userinfo_endpoint: `${slack.publicUrl}/api/openid.connect.userInfo`,
      jwks_uri: `${slack.publicUrl}/openid/connect/keys`,
      scopes_supported: SIGN_IN_SCOPES,
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      claims_supported: ['sub', 'auth_time', 'iss'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    }),
  );
}

function readSignIn(
  slack: Slack,
  query: JsonObject,
): { signIn: SignIn; destination: string; appName: string } | AuthorizeProblem {
  const { world } = slack;
  const redirect = readRedirect(world, query);
  if (isProblem(redirect)) return redirect;
  const scopes = splitScopes(text(query.scope));
  if (query.response_type !== 'code') {
    return { error: 'invalid_response_type', explanation: 'response_type must be “code”.' };
  }
  if (!scopes.includes('openid') || scopes.some((scope) => !SIGN_IN_SCOPES.includes(scope))) {
    return { error: 'invalid_scope', explanation: 'Ask for openid, and beside it only email and profile.' };
  }
  const team = world.teams.get(text(query.team)) ?? [...world.teams.values()][0];
  const people = peopleOf(slack, team.id);
  const named = world.user(team.id, text(query.user));
  const user = named && people.includes(named) ? named : people[0];
  return {
    appName: redirect.app.name,
    destination: redirect.destination,
    signIn: {
      appId: redirect.app.id,
      teamId: team.id,
      userId: user.id,
      scopes,
      redirectUri: redirect.redirectUri,
      nonce: text(query.nonce),
    },
  };
}

/** Who can sign in: guests too, but no bots and nobody who has left. */
function peopleOf(slack: Slack, teamId: string): User[] {
  return slack.world.usersOf(teamId).filter((user) => !user.isBot && !user.deleted);
}

function page(reply: FastifyReply, source: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(source);
}
