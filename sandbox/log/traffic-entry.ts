/** What kind of request it was: the Web API, the OAuth pages, what the app is sent, what a `response_url` got. */
export const TRAFFIC_KINDS = [
  'api',
  'oauth',
  'event',
  'interactivity',
  'command',
  'response_url',
  'webhook',
  'upload',
] as const;
export type TrafficKind = (typeof TRAFFIC_KINDS)[number];

/** A message that a request put into a channel, at the moment at which Slack took it. */
export interface AcceptedPost {
  channel: string;
  ts: string;
  /** `event_payload.id` of the message's metadata, with the event type before it: what two copies share. */
  id?: string;
  /** `event_payload.seq` of the metadata: what must not fall within a channel. */
  seq?: number;
}

/** A 429: how long, and for what. */
export interface Refusal {
  retryAfterS: number;
  /** `channel`: posts to that channel alone. `method`: the method in the whole workspace. */
  scope: 'channel' | 'method';
}

export interface TrafficEntry {
  /** Counts requests in the order in which they began, from 1. */
  seq: number;
  /** Milliseconds since 1970 at which it began, by the sandbox's clock. */
  at: number;
  /** `in`: the app called the sandbox. `out`: the sandbox called the app. */
  direction: 'in' | 'out';
  kind: TrafficKind;
  method: string;
  url: string;
  /** The Web API's method, the event's type, the action ids, the command: what a test looks for. */
  name: string;
  headers: Record<string, string>;
  request: string;
  /** The channel that it concerns, as the request names it. */
  channel?: string;
  /** `appId/teamId` of the caller, where it was known. */
  who?: string;
  /** Of what was sent to the app: `event_callback`, `block_actions`, `view_submission`, `slash_command`, … */
  payload?: string;
  /** How it travelled, where not as an HTTP request of its own. */
  via?: 'socket';
  /** `null` while it runs, and where no answer came. */
  status: number | null;
  response: string | null;
  /** Milliseconds that it took in the world's time, `null` while it runs. */
  ms: number | null;
  /**
   * Why there was no usable answer, in Slack's words (`http_timeout`, `connection_failed`, …); `unanswered` where the
   * sandbox was gone before it had answered.
   */
  failure?: string;
  /** The fault that was played on it. */
  fault?: string;
  accepted?: AcceptedPost;
  /** The message that the request has changed, whatever became of the answer. */
  edited?: { channel: string; ts: string };
  refusal?: Refusal;
  /** Of a refusal: the moment, by the sandbox's clock, until which a client must keep away. */
  refusedUntil?: number;
}

export type TrafficStart = Pick<
  TrafficEntry,
  | 'direction'
  | 'kind'
  | 'method'
  | 'url'
  | 'name'
  | 'headers'
  | 'request'
  | 'channel'
  | 'who'
  | 'payload'
  | 'via'
>;

export type TrafficEnd = Pick<TrafficEntry, 'status' | 'response' | 'failure' | 'fault' | 'refusal'>;

export interface TrafficFilter {
  /** Only entries with a larger `seq`. */
  since?: number;
  kind?: string;
  name?: string;
  channel?: string;
  limit?: number;
}

export function passes(entry: TrafficEntry, filter: TrafficFilter): boolean {
  const { since = 0, kind, name, channel } = filter;
  return (
    entry.seq > since &&
    (kind === undefined || entry.kind === kind) &&
    (name === undefined || entry.name === name) &&
    (channel === undefined || entry.channel === channel || entry.accepted?.channel === channel)
  );
}
