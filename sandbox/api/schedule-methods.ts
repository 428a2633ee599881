import { parseTs } from '../workspace/ids.js';
import { appBody } from '../workspace/posting.js';
import { ApiError, page, type ApiCall } from './api-call.js';
import { checkPosting, postTarget } from './chat-methods.js';
import { readContent } from './message-arguments.js';
import type { MethodTable } from './method.js';

const MAX_AHEAD_S = 120 * 24 * 60 * 60;
const WINDOW_S = 5 * 60;
const MAX_IN_WINDOW = 30;
const LOCKED_S = 60;
const MAX_TEXT = 40_000;

/** Messages for later (facts, section 6). */
export const scheduleMethods: MethodTable = {
  'chat.scheduleMessage': {
    tier: 3,
    scopes: ['chat:write'],
    run(call) {
      const channel = postTarget(call);
      const postAt = readTime(call);
      if (call.string('text').length > MAX_TEXT) throw new ApiError('msg_too_long');
      const { scheduled, timer } = call.slack;
      const { installation } = call.caller;
      const near = scheduled
        .of(installation)
        .filter((other) => other.channel === channel && Math.abs(other.postAt - postAt) < WINDOW_S);
      if (near.length >= MAX_IN_WINDOW) throw new ApiError('restricted_too_many');
      const now = timer.now() / 1000;
      if (postAt <= now) throw new ApiError('time_in_past');
      if (postAt > now + MAX_AHEAD_S) throw new ApiError('time_too_far');
      const content = readContent(call, channel);
      checkPosting(channel, content.threadTs);
      const message = scheduled.add({ channel, installation, content, postAt });
      const body = appBody(call.slack, installation, channel, content);
      return {
        channel: channel.id,
        scheduled_message_id: message.id,
        post_at: postAt,
        message: { ...body, type: 'delayed_message' },
      };
    },
  },
  'chat.deleteScheduledMessage': {
    tier: 3,
    scopes: ['chat:write'],
    run(call) {
      const channel = call.channel(call.required('channel'));
      const id = call.required('scheduled_message_id');
      const { scheduled, timer } = call.slack;
      const message = scheduled.of(call.caller.installation).find((one) => one.id === id);
      const due = message !== undefined && message.postAt - timer.now() / 1000 <= LOCKED_S;
      if (message?.channel !== channel || due) throw new ApiError('invalid_scheduled_message_id');
      scheduled.remove(id);
      return {};
    },
  },
  'chat.scheduledMessages.list': {
    tier: 3,
    run(call) {
      const channel = call.string('channel') === '' ? undefined : call.channel(call.string('channel'));
      const oldest = bound(call, 'oldest') ?? -Infinity;
      const latest = bound(call, 'latest') ?? Infinity;
      const all = call.slack.scheduled
        .of(call.caller.installation)
        .filter((message) => channel === undefined || message.channel === channel)
        .filter(({ postAt }) => postAt >= oldest && postAt <= latest);
      const { items, nextCursor } = page(all, call.string('cursor'), call.limit(100, 1000));
      return {
        scheduled_messages: items.map((message) => ({
          id: message.id,
          channel_id: message.channel.id,
          post_at: message.postAt,
          date_created: message.createdAt,
          text: message.content.text,
        })),
        response_metadata: { next_cursor: nextCursor },
      };
    },
  },
};

function readTime(call: ApiCall): number {
  const given = call.required('post_at');
  if (!/^\d{1,10}$/.test(given)) throw new ApiError('invalid_time');
  return Number(given);
}

function bound(call: ApiCall, name: string): number | undefined {
  const given = call.string(name);
  if (given === '') return undefined;
  const micros = parseTs(given);
  if (micros === undefined) throw new ApiError(`invalid_ts_${name}`);
  return micros / 1e6;
}
