import { attachmentsProblem } from '../blocks/check-attachments.js';
import { checkBlocks } from '../blocks/check-blocks.js';
import { list, objects, text, type JsonObject } from '../json.js';
import { acceptedPost } from '../log/accepted-post.js';
import type { TrafficEntry } from '../log/traffic-entry.js';
import type { Slack } from '../slack.js';
import { postAsApp } from '../workspace/posting.js';
import { postingRefusal } from '../workspace/posting-rules.js';
import type { Content } from '../workspace/content.js';

/** What a webhook answers: `ok`, or an error's name, as plain text. */
export interface WebhookAnswer {
  status: number;
  body: string;
  retryAfterS?: number;
}

/**
 * The documented statuses, and those that are only plausible (*unverified*: no_text, too_many_attachments, no_service,
 * no_team, invalid_token, team_disabled, no_active_hooks, posting_to_general_channel_denied, and those of blocks and
 * attachments); facts, section 12.
 */
const STATUS = {
  invalid_payload: 400,
  no_text: 400,
  too_many_attachments: 400,
  invalid_blocks: 400,
  invalid_blocks_format: 400,
  invalid_attachments: 400,
  invalid_token: 403,
  action_prohibited: 403,
  posting_to_general_channel_denied: 403,
  team_disabled: 403,
  channel_not_found: 404,
  no_service: 404,
  no_active_hooks: 404,
  no_team: 404,
  channel_is_archived: 410,
  rate_limited: 429,
} as const;

/**
 * Posts into the webhook's own channel under the app's own name: what the payload says about either is ignored, and
 * neither membership nor scopes count.
 */
export function postThroughWebhook(
  slack: Slack,
  path: string,
  parts: { team: string; hook: string },
  payload: JsonObject | undefined,
  entry: TrafficEntry,
): WebhookAnswer {
  const { world } = slack;
  const webhook = world.webhooks.get(path);
  if (!webhook) {
    if (!world.teams.has(parts.team)) return refuse('no_team');
    return refuse(
      [...world.webhooks.values()].some(({ id }) => id === parts.hook) ? 'invalid_token' : 'no_service',
    );
  }
  // The words of the refusal are unverified; the status and Retry-After are documented.
  const retryAfterS = slack.limiter.refuseWebhook(path, entry.at);
  if (retryAfterS !== undefined) return { ...refuse('rate_limited'), retryAfterS };
  if (!payload) return refuse('invalid_payload');
  if (world.teams.get(webhook.teamId)?.disabled) return refuse('team_disabled');
  if (world.apps.get(webhook.appId)?.incomingWebhooks === false) return refuse('no_active_hooks');
  const installation = world.installation(webhook.appId, webhook.teamId);
  if (!installation) return refuse('no_service');
  const channel = world.channels.get(webhook.channelId);
  if (!channel) return refuse('channel_not_found');
  if (channel.archived) return refuse('channel_is_archived');
  const canShow = (file: JsonObject) => slack.files.canShow(installation, file);
  const context = { surface: 'message' as const, canShow };
  if (payload.blocks != null && !Array.isArray(payload.blocks)) return refuse('invalid_blocks_format');
  const blocks = list(payload.blocks);
  if (checkBlocks(blocks, context).length > 0) return refuse('invalid_blocks');
  const problem = attachmentsProblem(payload.attachments ?? undefined, context);
  if (problem) return refuse(problem.error);
  const attachments = objects(payload.attachments);
  if (text(payload.text) === '' && blocks.length === 0 && attachments.length === 0) return refuse('no_text');
  const threadTs = text(payload.thread_ts);
  const prohibited = postingRefusal(channel, channel.byTs.has(threadTs) ? threadTs : undefined);
  if (prohibited)
    return refuse(channel.isGeneral ? 'posting_to_general_channel_denied' : 'action_prohibited');
  const content: Content = {
    text: text(payload.text),
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
    ...(channel.byTs.has(threadTs) ? { threadTs } : {}),
  };
  const message = postAsApp(slack, installation, channel, content);
  slack.log.accept(entry, acceptedPost(channel, message));
  return { status: 200, body: 'ok' };
}

function refuse(error: keyof typeof STATUS): WebhookAnswer {
  return { status: STATUS[error], body: error };
}
