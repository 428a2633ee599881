import { type FailureKind, type SlackFailure, httpFailure } from './slack-failure.js';

/** Slack's words about what was posted, and about where; what to do about the second is for a person. */
const MESSAGE = new Set([
  'invalid_payload',
  'no_text',
  'too_many_attachments',
  'user_not_found',
  'msg_too_long',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_attachments',
]);
const PLACE: ReadonlyMap<string, string> = new Map([
  ['channel_not_found', 'its channel is gone; make a webhook for another'],
  ['channel_is_archived', 'its channel is archived'],
  ['action_prohibited', 'an admin has restricted posting there'],
  ['posting_to_general_channel_denied', 'an admin has restricted posting in #general'],
  ['no_service', 'Slack has disabled or removed it; make a new one'],
  ['no_service_id', 'Slack does not know it; make a new one'],
  ['no_active_hooks', 'the app that it belongs to has webhooks switched off'],
  ['no_team', 'its workspace is gone'],
  ['team_disabled', 'its workspace is closed'],
  ['invalid_token', 'its URL is not valid any more; Slack revokes those that leak'],
]);
/** Of an answer in words that nobody has listed. */
const BY_STATUS: ReadonlyMap<number, FailureKind> = new Map([
  [400, 'message'],
  [403, 'channel'],
  [404, 'channel'],
  [410, 'channel'],
]);
const LONGEST_CODE = 80;

/**
 * Sorts what an incoming webhook answers: an error's name as plain text, with a status that is documented for a few only.
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors
 */
export function webhookFailure(status: number, body: string, retryAfter: string | undefined): SlackFailure {
  if (status === 429) return httpFailure(status, '', retryAfter);
  const code = /^\w+$/.test(body.trim()) ? body.trim().slice(0, LONGEST_CODE) : `http_${status}`;
  const about = PLACE.get(code);
  if (about !== undefined)
    return {
      kind: 'channel',
      code,
      words: `${code}: the webhook can’t post, ${about}`,
      mayHaveArrived: false,
    };
  const kind = MESSAGE.has(code) ? 'message' : BY_STATUS.get(status);
  if (kind !== undefined) return { kind, code, words: code, mayHaveArrived: false };
  // Something that is no refusal, and not Slack's "ok" either.
  return { ...httpFailure(status, '', retryAfter), mayHaveArrived: status < 400 || status >= 500 };
}
