import type { FastifyInstance, FastifyReply } from 'fastify';
import { formValues, plainHeaders } from '../http/fields.js';
import { text, type JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import { authorizePage, authorizePath, authorizeProblemPage } from './authorize-page.js';
import {
  installersOf,
  isProblem,
  readAuthorizeRequest,
  webhookChannels,
  type AuthorizeRequest,
} from './authorize-request.js';
import { WEBHOOK_SCOPE } from './scopes.js';

/** Parameters that the page's form carries through. */
const CARRIED = [
  'client_id',
  'scope',
  'user_scope',
  'redirect_uri',
  'state',
  'code_challenge',
  'code_challenge_method',
];

/** `/oauth/v2/authorize` and its variant for people's permissions alone. */
export function registerOauth(server: FastifyInstance, slack: Slack): void {
  registerPage(server, slack, false);
  registerPage(server, slack, true);
}

/** The page, and what its two buttons do. */
function registerPage(server: FastifyInstance, slack: Slack, userOnly: boolean): void {
  const path = authorizePath(userOnly);
  server.get(path, async (request, reply) => {
    const query = formValues(request.url.split('?')[1] ?? '');
    const asked = readAuthorizeRequest(slack.world, query, userOnly);
    if (isProblem(asked)) return page(reply.code(400), authorizeProblemPage(asked));
    const carried = CARRIED.filter((name) => typeof query[name] === 'string').map(
      (name): [string, string] => [name, text(query[name])],
    );
    return page(reply, authorizePage(asked, slack.world, carried));
  });

  server.post(path, async (request, reply) => {
    const form = formValues(text(request.body));
    const entry = slack.log.begin({
      direction: 'in',
      kind: 'oauth',
      method: 'POST',
      url: request.url,
      name: `authorize:${text(form.decision)}`,
      headers: plainHeaders(request.headers),
      request: text(request.body),
    });
    const asked = readAuthorizeRequest(slack.world, form, userOnly);
    if (isProblem(asked)) {
      slack.log.end(entry, { status: 400, response: asked.error });
      return page(reply.code(400), authorizeProblemPage(asked));
    }
    const location = decide(slack, asked, form);
    slack.log.end(entry, { status: 302, response: location });
    return reply.redirect(location, 302);
  });
}

/** Where the browser goes: to the app with a code, or with `access_denied`. */
function decide(slack: Slack, asked: AuthorizeRequest, form: JsonObject): string {
  const destination = new URL(asked.destination);
  const { world } = slack;
  const installers = installersOf(world, asked.owner.id);
  const user = world.user(asked.owner.id, text(form.user));
  const installer = user && installers.includes(user) ? user : installers[0];
  if (form.decision === 'allow') {
    const channels = webhookChannels(world, asked.owner.id);
    const chosen = channels.find(({ id }) => id === form.webhook_channel) ?? channels[0];
    const code = slack.grants.issueCode({
      appId: asked.app.id,
      teamId: asked.owner.id,
      userId: installer.id,
      scopes: asked.scopes,
      userScopes: asked.userScopes,
      userOnly: asked.userOnly,
      redirectUri: asked.redirectUri,
      codeChallenge: asked.codeChallenge,
      webhookChannelId: asked.scopes.includes(WEBHOOK_SCOPE) ? chosen.id : undefined,
    });
    destination.searchParams.set('code', code);
  } else destination.searchParams.set('error', 'access_denied');
  destination.searchParams.set('state', asked.state);
  return destination.href;
}

function page(reply: FastifyReply, source: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(source);
}
