import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answerWithFaults, type Answer } from '../faults/answer-with-faults.js';
import { formValues, readFields, type Fields } from '../http/fields.js';
import type { JsonObject } from '../json.js';
import { isObject, list, text } from '../json.js';
import type { TrafficEntry } from '../log/traffic-entry.js';
import type { Slack } from '../slack.js';
import type { SlackApp } from '../workspace/model.js';
import { ApiCall, ApiError, RateLimited, type Caller } from './api-call.js';
import { checkTier } from './call-limits.js';
import type { Method } from './method.js';
import { callerTeam } from './caller-team.js';
import { findMethod } from './methods.js';

interface Result extends Pick<Answer, 'status' | 'refusal'> {
  headers: Record<string, string>;
  body: JsonObject;
}

/** `/api/:method`: authentication, scopes and the answer's form, the same for every method (facts, section 6). */
export function registerApi(server: FastifyInstance, slack: Slack): void {
  server.route<{ Params: { method: string } }>({
    method: ['GET', 'POST'],
    url: '/api/:method',
    handler: (request, reply) => {
      const body = text(request.body);
      const name = request.params.method;
      const fields = readFields(request.headers['content-type'], body);
      const token = givenToken(request, fields);
      const incoming = {
        kind: 'api' as const,
        name,
        body,
        channel: text(fields.values.channel) || undefined,
        who: ownerOf(slack, token),
      };
      return answerWithFaults(slack, incoming, request, reply, async (entry) => {
        const { body, headers, ...rest } = await answerCall(slack, name, request, fields, token, entry);
        return {
          ...rest,
          headers: { ...headers, 'x-slack-req-id': `sandbox-${entry.seq}` },
          type: 'application/json; charset=utf-8',
          body: JSON.stringify(body),
        };
      });
    },
  });
}

/** A token in the query is never taken, and one in a JSON body neither (facts, section 6). */
function givenToken(request: FastifyRequest, fields: Fields): string {
  const { bearer } = authorization(request.headers.authorization);
  return bearer ?? (fields.kind === 'form' ? text(fields.values.token) : '');
}

function ownerOf(slack: Slack, given: string): string | undefined {
  const token = slack.world.tokens.get(given);
  return token && `${token.appId}/${token.teamId}`;
}

async function answerCall(
  slack: Slack,
  name: string,
  request: FastifyRequest,
  fields: Fields,
  token: string,
  entry: TrafficEntry,
): Promise<Result> {
  const headers: Record<string, string> = {};
  try {
    const method = findMethod(name);
    if (!method) throw new ApiError('unknown_method', { req_method: name });
    if (fields.problem) throw new ApiError(fields.problem);
    const query = formValues(request.url.split('?')[1] ?? '');
    const args: JsonObject = { ...query, ...fields.values };
    const { basic } = authorization(request.headers.authorization);
    const appOfToken = method.appLevel ? authenticateApp(slack, token) : undefined;
    const signedIn = method.signInTokens && slack.signIns.find(token) !== undefined;
    const unread = appOfToken !== undefined || method.ownTokens || signedIn;
    const caller =
      unread || (method.withoutToken && token === '') ? undefined : authenticate(slack, token, args);
    if (caller) headers['x-oauth-scopes'] = caller.token.scopes.join(',');
    headers['x-accepted-oauth-scopes'] = [...(method.scopes ?? []), ...(method.anyScope ?? [])].join(',');
    const known = method.withoutToken ? undefined : caller;
    const call = new ApiCall(slack, args, known, basic, entry, appOfToken, token);
    checkScopes(method, call);
    checkTier(call, name, method, { caller, app: appOfToken });
    const result = await method.run(call);
    return { status: 200, headers, body: withWarning({ ok: true, ...result }, fields) };
  } catch (error) {
    if (error instanceof RateLimited) {
      const { retryAfterS, scope } = error;
      headers['retry-after'] = String(retryAfterS);
      const body = { ok: false, error: 'ratelimited' };
      return { status: 429, headers, body, refusal: { retryAfterS, scope } };
    }
    if (error instanceof ApiError) {
      return { status: 200, headers, body: { ok: false, error: error.code, ...error.extra } };
    }
    throw error;
  }
}

function authenticate(slack: Slack, given: string, args: JsonObject): Caller {
  if (given === '') throw new ApiError('not_authed');
  const token = slack.world.tokens.get(given);
  if (!token) throw new ApiError(appOf(slack, given) ? 'not_allowed_token_type' : 'invalid_auth');
  if (token.state !== 'live') throw new ApiError(token.state);
  if (token.expiresAt !== undefined && slack.timer.now() >= token.expiresAt) {
    throw new ApiError('token_expired');
  }
  const app = slack.world.apps.get(token.appId);
  const installation = slack.world.installations.get(`${token.appId}/${token.teamId}`);
  if (!app || !installation) throw new ApiError('account_inactive');
  const team = callerTeam(slack.world, installation, args);
  if (team.disabled) throw new ApiError('account_inactive');
  if (team.migrating) throw new ApiError('team_added_to_org');
  return { token, app, installation, team };
}

/** App-level tokens: the sandbox's have the scopes `connections:write` and `authorizations:read`. */
function authenticateApp(slack: Slack, given: string): SlackApp {
  if (given === '') throw new ApiError('not_authed');
  const app = appOf(slack, given);
  if (!app) throw new ApiError(slack.world.tokens.has(given) ? 'not_allowed_token_type' : 'invalid_auth');
  return app;
}

function appOf(slack: Slack, appToken: string): SlackApp | undefined {
  if (!appToken.startsWith('xapp-')) return undefined;
  return [...slack.world.apps.values()].find((app) => app.appToken === appToken);
}

function checkScopes(method: Method, call: ApiCall): void {
  for (const scope of method.scopes ?? []) call.need(scope);
  if (method.anyScope) call.need(...method.anyScope);
}

function authorization(header: string | undefined): {
  bearer?: string;
  basic?: { id: string; secret: string };
} {
  const bearer = /^Bearer\s+(.+)$/i.exec(header ?? '');
  if (bearer) return { bearer: bearer[1].trim() };
  const basic = /^Basic\s+(.+)$/i.exec(header ?? '');
  if (!basic) return {};
  const [id, ...secret] = Buffer.from(basic[1], 'base64').toString().split(':');
  return { basic: { id: decoded(id), secret: decoded(secret.join(':')) } };
}

/** As RFC 6749 encodes ids and secrets; who sends them as they are is understood too. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Slack warns, without refusing, about JSON that names no charset and forms that do. */
function withWarning(body: JsonObject, fields: Fields): JsonObject {
  const warning =
    fields.kind === 'json' && !fields.charset
      ? 'missing_charset'
      : fields.kind === 'form' && fields.charset
        ? 'superfluous_charset'
        : undefined;
  if (warning === undefined || body.warning !== undefined) return body;
  const metadata = isObject(body.response_metadata) ? body.response_metadata : {};
  return {
    ...body,
    warning,
    response_metadata: { ...metadata, warnings: [...list(metadata.warnings), warning] },
  };
}
