import type { FastifyInstance } from 'fastify';
import { answerWithFaults } from '../faults/answer-with-faults.js';
import { readFields } from '../http/fields.js';
import { isObject, parseJson, text, type JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import { applyReply, type ReplyError } from './replies.js';

/** Where `response_url`s lead. Failures are 404 with a JSON body (facts, sections 3 and 17). */
export function registerResponseUrls(server: FastifyInstance, slack: Slack): void {
  for (const kind of ['actions', 'commands', 'app']) {
    server.post(`/${kind}/:team/:number/:secret`, async (request, reply) => {
      const body = text(request.body);
      const incoming = { kind: 'response_url' as const, name: kind, body };
      return answerWithFaults(slack, incoming, request, reply, () => {
        const problem = takeReply(slack, request.url, request.headers['content-type'], body);
        if (!problem) return { status: 200, type: 'text/plain', body: 'ok' };
        const answer = JSON.stringify({ ok: false, ...problem });
        return { status: 404, type: 'application/json; charset=utf-8', body: answer };
      });
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
