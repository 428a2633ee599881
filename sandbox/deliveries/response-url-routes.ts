import type { FastifyInstance } from 'fastify';
import { plainHeaders, readFields } from '../http/fields.js';
import { isObject, parseJson, text, type JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import { applyReply, type ReplyError } from './replies.js';

/** Where `response_url`s lead. Failures are 404 with a JSON body (facts, sections 3 and 17). */
export function registerResponseUrls(server: FastifyInstance, slack: Slack): void {
  for (const kind of ['actions', 'commands', 'app']) {
    server.post(`/${kind}/:team/:number/:secret`, async (request, reply) => {
      const body = text(request.body);
      const entry = slack.log.begin({
        direction: 'in',
        kind: 'response_url',
        method: 'POST',
        url: request.url,
        name: kind,
        headers: plainHeaders(request.headers),
        request: body,
      });
      const problem = takeReply(slack, request.url, request.headers['content-type'], body);
      const sent = problem ? JSON.stringify({ ok: false, ...problem }) : 'ok';
      const status = problem ? 404 : 200;
      slack.log.end(entry, { status, response: sent });
      return reply
        .code(status)
        .type(problem ? 'application/json; charset=utf-8' : 'text/plain')
        .send(sent);
    });
  }
}

function takeReply(
  slack: Slack,
  path: string,
  type: string | undefined,
  body: string,
): ReplyError | undefined {
  const target = slack.responseUrls.use(path);
  if (target === undefined) return { error: 'invalid_url' };
  if (typeof target === 'string') return { error: target };
  const installation = slack.world.installation(target.appId, target.teamId);
  if (!installation) return { error: 'expired_url' };
  const values = replyOf(type, body);
  return values ? applyReply(slack, installation, target, values) : { error: 'invalid_payload' };
}

/** JSON, or a form's `payload` field holding JSON. Clients that name no type send JSON too. */
function replyOf(type: string | undefined, body: string): JsonObject | undefined {
  const fields = readFields(type, body);
  const json = fields.kind === 'json' ? fields.values : parseJson(text(fields.values.payload) || body);
  return fields.problem === undefined && isObject(json) ? json : undefined;
}
