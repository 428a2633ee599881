import type { HistoryEntry } from './delivery-history.js';
import { CAREFUL } from './domain/limits.js';
import { severityOf } from './domain/outcome.js';
import { arrival } from './domain/outlook.js';
import { type ShownState, explain } from './domain/shown-state.js';
import { POST } from './domain/workspace-pace.js';

/** A delivery as it is shown. */
export interface DeliveryView {
  id: string;
  /** Its lane: a channel's id, or `#name` until that is known. */
  channel: string;
  /** The channel's name, where it is known. */
  channel_name: string | null;
  state: ShownState;
  /** The state in words, where it doesn't say all. */
  note: string | null;
  op: 'post' | 'ephemeral' | 'delete';
  severity: string;
  text: string | null;
  /** Tries that count. */
  attempts: number;
  /** Slack's own words, of the last refusal. */
  error: string | null;
  /** What was refused on the way, oldest first; the last twenty. */
  history: HistoryEntry[];
  /** `plain` once Slack refused more than its text. */
  rung: 'full' | 'plain';
  /** When it will arrive, if nothing goes wrong; null where that depends on something else than time. */
  eta: string | null;
  /** Slack's id of the message. */
  ts: string | null;
  merged_into: string | null;
  failed_over_from: string | null;
  created_at: string;
  sent_at: string | null;
  /** When it was over, one way or another. */
  finished_at: string | null;
}

/** A row of {@link VIEW}. */
export interface DeliveryRow {
  id: string;
  channel: string;
  channelName: string | null;
  state: Exclude<ShownState, 'sending'>;
  isSending: boolean;
  op: DeliveryView['op'];
  priority: number;
  text: string | null;
  attempts: number;
  error: string | null;
  history: HistoryEntry[] | null;
  rung: DeliveryView['rung'];
  repeated: boolean;
  inThread: boolean;
  heldUntil: Date | null;
  ts: string | null;
  mergedInto: string | null;
  failedOverFrom: string | null;
  createdAt: Date;
  sentAt: Date | null;
  finishedAt: Date | null;
  opensAt: Date | null;
  slackSaysUntil: Date | null;
  ahead: number | null;
  busyLanes: number;
  perMinute: number | null;
  now: Date;
}

/** Beyond so many an ETA is a lower bound: a page of them must not read a whole lane for each. */
const COUNTED_AHEAD = 1_000;

/** SQL: Slack said to wait with posts, in lane `l` or in its whole workspace, until then. */
export const SLACK_SAYS_UNTIL = `(SELECT max(h.until) FROM pace_hold h WHERE h.workspace_id = l.workspace_id
  AND h.method = '${POST}' AND h.channel IN ('', l.channel) AND h.until > clock_now())`;

/**
 * SQL: lane `l` is sending its message. It names the last one that it claimed, which may be waiting again, since Slack said
 * so.
 */
export const IS_SENDING = `(l.awake AND l.sending IS NOT NULL AND ${SLACK_SAYS_UNTIL} IS NULL)`;

/** SQL: what is shown of deliveries `d`, whose lane is `l`. */
export const VIEW = `d.id, d.channel, d.state, d.op, d.priority, d.message->>'text' AS text, d.attempts, d.error, d.history,
  d.rung, d.repeated, d.ts, d.thread_card_id IS NOT NULL AS "inThread", d.held_until AS "heldUntil",
  d.merged_into AS "mergedInto", d.failed_over_from AS "failedOverFrom", d.created_at AS "createdAt",
  d.sent_at AS "sentAt", d.finished_at AS "finishedAt", l.next_at AS "opensAt", clock_now() AS now,
  d.state = 'queued' AND l.sending = d.id AND ${IS_SENDING} AS "isSending",
  (SELECT c.name FROM channel c WHERE c.workspace_id = d.workspace_id AND c.id = d.channel) AS "channelName",
  CASE WHEN d.state = 'queued' THEN ${SLACK_SAYS_UNTIL} END AS "slackSaysUntil",
  CASE WHEN d.state = 'queued' THEN (SELECT count(*)::int FROM (
    SELECT FROM delivery o WHERE o.workspace_id = d.workspace_id AND o.channel = d.channel AND o.state = 'queued'
      AND (o.priority, o.seq) < (d.priority, d.seq) LIMIT ${COUNTED_AHEAD}) counted) END AS ahead,
  (SELECT count(*)::int FROM lane b WHERE b.workspace_id = $1 AND b.awake) AS "busyLanes",
  (SELECT p.per_minute FROM workspace_pace p WHERE p.workspace_id = $1) AS "perMinute"`;

export const LANE_OF = `LEFT JOIN lane l ON l.workspace_id = d.workspace_id AND l.channel = d.channel`;

export function viewOf(row: DeliveryRow): DeliveryView {
  const state = row.isSending ? 'sending' : row.state;
  const opensAt = laterOf(row.opensAt, row.slackSaysUntil);
  const pace = { busyLanes: row.busyLanes, perMinute: row.perMinute ?? CAREFUL.perMinute };
  const eta = arrival({ state, ahead: row.ahead ?? 0, opensAt, heldUntil: row.heldUntil, ...pace }, row.now);
  return {
    id: row.id,
    channel: row.channel,
    channel_name: row.channelName,
    state,
    note: explain({ ...row, state }),
    op: row.op,
    severity: severityOf(row.priority),
    text: row.text,
    attempts: row.attempts,
    error: row.error,
    history: row.history ?? [],
    rung: row.rung,
    eta: eta?.toISOString() ?? null,
    ts: row.ts,
    merged_into: row.mergedInto,
    failed_over_from: row.failedOverFrom,
    created_at: row.createdAt.toISOString(),
    sent_at: row.sentAt?.toISOString() ?? null,
    finished_at: row.finishedAt?.toISOString() ?? null,
  };
}

const laterOf = (one: Date | null, other: Date | null): Date | null =>
  one === null || (other !== null && other > one) ? other : one;
