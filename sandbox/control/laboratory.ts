import { METHODS } from '../api/methods.js';
import { objects, text } from '../json.js';
import type { TrafficFilter } from '../log/traffic-entry.js';
import { postAsApp } from '../workspace/posting.js';
import { ControlError, type ControlRequest } from './control-request.js';
import { readFaults } from './fault-values.js';
import { readLimits } from './limit-values.js';
import { COUNT, DAY_MS, numberIn } from './number-values.js';
import { positive } from './settings.js';

/** Ten years. */
const MOST_AHEAD_MS = 3_650 * DAY_MS;

type Route = ['GET' | 'POST' | 'PUT', path: string, (request: ControlRequest) => object | Promise<object>];

/** What tests and benchmarks do to a Slack that nobody could do to Slack's. */
export const LABORATORY: Route[] = [
  [
    'PUT',
    'limits',
    ({ slack, values }) => (slack.limiter.configure(readLimits(values)), slack.limiter.settings),
  ],
  ['GET', 'clock', ({ slack }) => ({ now: slack.clock.now(), scale: slack.clock.scale })],
  ['PUT', 'clock', moveClock],
  ['GET', 'faults', ({ slack }) => slack.faults.report()],
  ['PUT', 'faults', playFaults],
  ['GET', 'sockets', ({ slack, app }) => ({ connections: slack.sockets.count(app.id) })],
  ['PUT', 'sockets', endSockets],
  ['POST', 'events/enable', ({ slack, app }) => (slack.events.enable(app), app)],
  ['PUT', 'memory', boundMemory],
  ['POST', 'posts', postMany],
  ['GET', 'log', readLog],
  ['GET', 'log/summary', ({ slack }) => slack.log.summary()],
  ['GET', 'coverage', ({ slack }) => ({ ...slack.log.coverage.report(), implemented: Object.keys(METHODS) })],
];

/** `{scale?, advanceMs?}`: how fast the sandbox's clock runs, and how far it jumps. */
function moveClock({ slack, values }: ControlRequest): object {
  const scale = values.scale === undefined ? undefined : positive('scale', values);
  const advanceMs = values.advanceMs === undefined ? undefined : positive('advanceMs', values, MOST_AHEAD_MS);
  if (scale !== undefined) slack.clock.setScale(scale);
  if (advanceMs !== undefined) slack.clock.advance(advanceMs);
  return { now: slack.clock.now(), scale: slack.clock.scale };
}

function playFaults({ slack, values }: ControlRequest): object {
  const { rules, seed } = readFaults(values);
  slack.faults.configure(rules, seed);
  return slack.faults.report();
}

/** `{end: 'warning' | 'refresh_requested' | 'link_disabled' | 'cut'}`: the app's WebSockets, told or not. */
function endSockets({ slack, app, values }: ControlRequest): object {
  const { end } = values;
  if (end === 'cut') slack.sockets.cut(app.id);
  else if (end === 'warning' || end === 'refresh_requested' || end === 'link_disabled') {
    slack.sockets.disconnect(app.id, end);
  } else throw new ControlError(400, 'end must be warning, refresh_requested, link_disabled or cut');
  return { connections: slack.sockets.count(app.id) };
}

/** `{messagesPerChannel}`: how many messages each channel holds at least. */
function boundMemory({ slack, values }: ControlRequest): object {
  if (values.messagesPerChannel !== undefined) {
    slack.world.messagesPerChannel = numberIn('messagesPerChannel', values.messagesPerChannel, COUNT);
  }
  const { heapUsed, rss } = process.memoryUsage();
  return { messagesPerChannel: slack.world.messagesPerChannel, rss, heapUsed };
}

/** `{channel, messages: [{text, blocks}]}`: the app has said all of them, without a request for each or a limit. */
function postMany({ slack, app, teamId, channel, values }: ControlRequest): object {
  const installation = slack.world.installation(app.id, teamId);
  if (!installation) throw new ControlError(409, `${app.name} is not installed`);
  const messages = objects(values.messages);
  for (const one of messages) {
    postAsApp(slack, installation, channel, { text: text(one.text), blocks: objects(one.blocks) });
  }
  return { channel: channel.id, posted: messages.length };
}

/** Requests in and out after `since`, of one `kind`, `name` or `channel` where they are given. */
async function readLog(request: ControlRequest): Promise<object> {
  const { slack } = request;
  const revision = slack.world.revision;
  const filter: TrafficFilter = {
    since: Number(request.text('since')) || 0,
    kind: request.text('kind') || undefined,
    name: request.text('name') || undefined,
    channel: request.text('channel') || undefined,
    limit: Number(request.text('limit')) || undefined,
  };
  return { revision, seq: slack.log.seq, entries: await slack.log.query(filter) };
}
