import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { TokenExpiredError } from './slack-tokens.js';

/** How long a refusal stays true, and so what to do next. */
export type FailureKind =
  /** Try again, after `retryAfterMs` where Slack said so. */
  | 'retry'
  /** This message will never be taken in this form. */
  | 'message'
  /** Nothing can be posted to this channel until somebody changes it. */
  | 'channel'
  /** Nothing can be done in this workspace: the token or its grants are gone. */
  | 'workspace';

export interface SlackFailure {
  kind: FailureKind;
  /** Slack's own word (`channel_not_found`), or ours for what never reached an answer (`timeout`, `http_503`). */
  code: string;
  /** Only with `retry`, when Slack named a time. */
  retryAfterMs?: number;
  /** What to show a person: Slack's words with its details. */
  words: string;
  /** Slack may have taken the request although no answer came. */
  mayHaveArrived: boolean;
}

const RETRY = new Set([
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'external_channel_migrating',
  'team_added_to_org',
  // It is renewed as soon as Slack has said so.
  'token_expired',
]);

const CHANNEL = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  // The same, as chat.update says it.
  'is_inactive',
  'messages_tab_disabled',
  'user_not_found',
  'user_disabled',
  'user_not_visible',
  'cannot_dm_bot',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_non_threadable_channel',
  'restricted_action_thread_only_channel',
  'restricted_action_thread_locked',
  'method_not_supported_for_channel_type',
]);

const WORKSPACE = new Set([
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'missing_scope',
  'not_allowed_token_type',
  'no_permission',
  'team_access_not_granted',
  'access_denied',
  'ekm_access_denied',
  'org_login_required',
  'team_not_found',
]);

/** WebClient has no class of its own for HTTP 429 without a Retry-After (a proxy's, for instance). */
const NO_RETRY_AFTER = /^Retry header did not contain a valid timeout/;

/**
 * Sorts Slack's refusals, those of any Web API method. An unknown word is taken for the message's own fault:
 * it is kept, visible and replayable, and does not stop what waits behind it.
 * @see https://docs.slack.dev/reference/methods/chat.postMessage#errors
 */
export function slackFailure(error: unknown): SlackFailure {
  if (error instanceof TokenExpiredError) {
    return { kind: 'retry', code: error.code, words: error.message, mayHaveArrived: false };
  }
  if (error instanceof WebAPIRateLimitedError) return asked(error.retryAfter);
  if (error instanceof WebAPIPlatformError) return refusal(error.data);
  if (error instanceof WebAPIHTTPError) return httpFailure(error.statusCode, error.statusMessage, undefined);
  if (error instanceof WebAPIRequestError) {
    const timedOut = /timeout|aborted/i.test(`${error.original.name} ${error.original.message}`);
    const cause = error.original.cause instanceof Error ? `: ${error.original.cause.message}` : '';
    return {
      kind: 'retry',
      code: timedOut ? 'timeout' : 'unreachable',
      words: timedOut
        ? 'Slack did not answer in time'
        : `Slack could not be reached (${error.original.message}${cause})`,
      mayHaveArrived: true,
    };
  }
  if (error instanceof Error && NO_RETRY_AFTER.test(error.message)) return httpFailure(429, '', undefined);
  throw error;
}

/** What a method's answer with `ok: false` says. */
export interface Refusal {
  error: string;
  needed?: unknown;
  response_metadata?: { messages?: string[] };
}

/** Sorts the answer of a Web API method that refused. */
export function refusal(data: Refusal): SlackFailure {
  const code = data.error;
  const kind = RETRY.has(code)
    ? 'retry'
    : CHANNEL.has(code)
      ? 'channel'
      : WORKSPACE.has(code)
        ? 'workspace'
        : 'message';
  const details = data.response_metadata?.messages ?? [];
  const needed = 'needed' in data ? [`needs the scope ${String(data.needed)}`] : [];
  const words = [code, ...needed, ...details].join('; ');
  return { kind, code, words, mayHaveArrived: false };
}

/** An answer that is none of a method's own: of a proxy, of Slack in trouble, or HTTP 429. */
export function httpFailure(
  status: number,
  statusText: string,
  retryAfter: string | undefined,
): SlackFailure {
  if (status === 429) {
    const seconds = Number(retryAfter);
    return Number.isFinite(seconds) && retryAfter !== undefined
      ? asked(seconds)
      : {
          kind: 'retry',
          code: 'ratelimited',
          words: 'Slack asked to wait, without a time',
          mayHaveArrived: false,
        };
  }
  return {
    kind: 'retry',
    code: `http_${status}`,
    words: `Slack answered HTTP ${status} ${statusText}`.trimEnd(),
    mayHaveArrived: status >= 500,
  };
}

const asked = (seconds: number): SlackFailure => ({
  kind: 'retry',
  code: 'ratelimited',
  retryAfterMs: seconds * 1_000,
  words: `Slack asked to wait ${seconds} s`,
  mayHaveArrived: false,
});
