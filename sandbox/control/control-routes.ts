import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formValues } from '../http/fields.js';
import { isObject, parseJson, text, type JsonObject } from '../json.js';
import type { Slack } from '../slack.js';
import { systemTimer } from '../timer.js';
import type { Channel } from '../workspace/model.js';
import { configureService } from './client-actions.js';
import { ControlError, ControlRequest } from './control-request.js';
import { describeMessage, describeState } from './control-state.js';
import { describeViews } from './form-actions.js';
import { LABORATORY } from './laboratory.js';
import { PEOPLE_ACTIONS } from './people-actions.js';
import { configureApp, configureDeliveries, configureTeam } from './settings.js';

const MAX_WAIT_MS = 30_000;

type Handler = (request: ControlRequest) => object | Promise<object>;

/** `/control/…`: what tests and the demo ask of the sandbox itself. JSON in and out; errors are `{error}`. */
export function registerControl(server: FastifyInstance, slack: Slack): void {
  const routes: [method: 'GET' | 'POST' | 'PUT', path: string, handler: Handler][] = [
    ['POST', 'reset', () => (slack.reset(), { faultSeed: slack.faults.seed })],
    ['GET', 'state', () => describeState(slack)],
    ['GET', 'app', (request) => request.app],
    ['PUT', 'app', (request) => configureApp(request.app, request.values)],
    ['PUT', 'team', ({ slack, teamId, values }) => configureTeam(slack.world.teams.get(teamId), values)],
    ['PUT', 'service', configureService],
    ['PUT', 'deliveries', (request) => configureDeliveries(slack, request.values)],
    ['GET', 'channels/:channel/messages', messages],
    ['GET', 'views', describeViews],
    ['GET', 'wait', waitForChange],
    ...LABORATORY,
    ...Object.entries(PEOPLE_ACTIONS).map(([name, run]): ['POST', string, Handler] => ['POST', name, run]),
  ];
  for (const [method, path, handler] of routes) {
    server.route({
      method,
      url: `/control/${path}`,
      handler: (request, reply) => answer(slack, handler, request, reply),
    });
  }
}

async function answer(
  slack: Slack,
  handler: Handler,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  try {
    const values = { ...bodyOf(request), ...queryOf(request), ...(request.params as JsonObject) };
    return await reply.send(await handler(new ControlRequest(slack, values)));
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    return reply.code(error.status).send({ error: error.message });
  }
}

function bodyOf(request: FastifyRequest): JsonObject {
  const body = text(request.body);
  if (body === '') return {};
  const parsed = parseJson(body);
  if (!isObject(parsed)) throw new ControlError(400, 'the body must be a JSON object');
  return parsed;
}

function queryOf(request: FastifyRequest): JsonObject {
  return formValues(request.url.split('?')[1] ?? '');
}

/** Everything said in a channel, oldest first, ephemerals and thread replies among it. */
function messages({ slack, channel }: ControlRequest): object {
  return {
    revision: slack.world.revision,
    channel: { id: channel.id, name: channel.name },
    messages: channel.messages.map((message) => describeMessage(channel, message)),
  };
}

/**
 * Holds the answer until something changed after `since`, in `channel` where one is named, or `timeout_ms` passed
 * (at most 30 s): `{revision, changed}`.
 */
async function waitForChange(request: ControlRequest): Promise<object> {
  const { world } = request.slack;
  const since = Number(request.text('since')) || 0;
  const until = systemTimer.now() + Math.min(Number(request.text('timeout_ms')) || MAX_WAIT_MS, MAX_WAIT_MS);
  const channel: Channel | undefined = request.text('channel') === '' ? undefined : request.channel;
  const changed = () => (channel ? channel.revision : world.revision) > since;
  while (!changed() && systemTimer.now() < until && !request.slack.closing) {
    await world.changed(world.revision, until - systemTimer.now());
  }
  return { revision: world.revision, changed: changed() };
}
