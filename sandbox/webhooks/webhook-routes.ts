import type { FastifyInstance } from 'fastify';
import { answerWithFaults } from '../faults/answer-with-faults.js';
import { readFields } from '../http/fields.js';
import { isObject, parseJson, text, type JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import { postThroughWebhook, type WebhookAnswer } from './post-through-webhook.js';

/** `/services/T…/B…/secret`: incoming webhooks, which answer in plain text (facts, section 12). */
export function registerWebhooks(server: FastifyInstance, slack: Slack): void {
  server.post<{ Params: { team: string; hook: string; secret: string } }>(
    '/services/:team/:hook/:secret',
    async (request, reply) => {
      const body = text(request.body);
      const path = request.url.split('?')[0];
      const incoming = { kind: 'webhook' as const, name: 'webhook', body };
      return answerWithFaults(slack, incoming, request, reply, (entry) => {
        const payload = payloadOf(request.headers['content-type'], body);
        const answer = postThroughWebhook(slack, path, request.params, payload, entry);
        return { type: 'text/html', ...withRetry(answer) };
      });
    },
  );
}

/** JSON, whatever the type says; or a form's `payload` field (*unverified*, facts, section 12). */
function payloadOf(type: string | undefined, body: string): JsonObject | undefined {
  const fields = readFields(type, body);
  const json = fields.kind === 'json' ? fields.values : parseJson(text(fields.values.payload) || body);
  return fields.problem === undefined && isObject(json) ? json : undefined;
}

function withRetry(answer: WebhookAnswer) {
  const { status, body, retryAfterS } = answer;
  if (retryAfterS === undefined) return { status, body };
  return {
    status,
    body,
    headers: { 'retry-after': String(retryAfterS) },
    refusal: { retryAfterS, scope: 'channel' as const },
  };
}
