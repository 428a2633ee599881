import { Injectable } from '@nestjs/common';
import type { SlackMessage } from '../slack/index.js';
import type { Pick } from './domain/next-pick.js';
import type { DeliveryRung } from './delivery.entity.js';
import type { LaneKey, Turn } from './lane-turn.js';
import { LaneSession } from './lane-session.js';

/** One message whose turn has come: the intent to send it is committed. */
export interface Claim extends LaneKey {
  id: string;
  op: 'post' | 'ephemeral' | 'delete';
  message: SlackMessage;
  priority: number;
  attempts: number;
  rung: DeliveryRung;
  ifUnsure: 'resend' | 'leave';
  /** Of a card: it is the version with which it is over. */
  ends: boolean;
  /** It may have arrived before: nobody could look. */
  repeated: boolean;
  /** Of an ephemeral: who alone sees it. */
  userId: string | null;
  /** Set once it was re-addressed to the workspace's fallback. */
  failedOverFrom: string | null;
  /** Slack's word for why. */
  failedOverCode: string | null;
  cardId: string | null;
  cardVersion: number | null;
  /** The card as it stands in Slack, if it stands. */
  cardChannel: string | null;
  cardTs: string | null;
  shownVersion: number | null;
  /** Where the card was meant to stand, while its place is the workspace's fallback. */
  cardFailedOverFrom: string | null;
  cardFailedOverCode: string | null;
  /** Whom its post mentions. */
  mention: string | null;
  /** Of a card that stands: the words in which it did. */
  mentioned: string | null;
  /** Nobody wants it to stand any more. */
  cardDeleted: boolean;
  /** The card in whose thread it belongs. */
  threadCardId: string | null;
  threadTs: string | null;
  threadChannel: string | null;
  /** The whole thread waits for this reply. */
  holdsThread: boolean;
  /** Seconds since it became owed, when it was claimed. */
  ageS: number;
}

/** What became of a turn that was asked for: a message, or nothing waits and the lane sleeps now. */
export type Claimed = { turn: Turn; claim: Claim; next: number | null } | { turn: Turn; claim: undefined };

const PICKS: Record<Pick, number> = { severest: 0, oldest: 1, yielding: 2 };

const WAITS = `d.workspace_id = due.workspace_id AND d.channel = due.channel AND d.state = 'queued'`;

/** What is read of a delivery `d`, its card `c` and the card `t` of its thread. */
export const CLAIMED = `d.id, d.op, d.message, d.priority, d.attempts, d.rung, d.repeated,
    d.if_unsure AS "ifUnsure", d.ends, d.user_id AS "userId", d.failed_over_from AS "failedOverFrom", d.failed_over_code AS "failedOverCode",
    d.card_id AS "cardId", d.card_version AS "cardVersion", c.channel_id AS "cardChannel", c.ts AS "cardTs",
    c.failed_over_from AS "cardFailedOverFrom", c.failed_over_code AS "cardFailedOverCode",
    c.shown_version AS "shownVersion", coalesce(c.deleted, false) AS "cardDeleted", coalesce(c.mention, d.mention) AS mention, c.mentioned, d.thread_card_id AS "threadCardId", t.ts AS "threadTs",
    t.channel_id AS "threadChannel", coalesce(t.reply_hold = d.id, false) AS "holdsThread",
    extract(epoch FROM clock_now() - d.created_at)::float8 AS "ageS"`;

export const CARDS = `LEFT JOIN card c ON c.workspace_id = d.workspace_id AND c.id = d.card_id
  LEFT JOIN card t ON t.workspace_id = d.workspace_id AND t.id = d.thread_card_id`;

/**
 * Takes the next message of each lane whose turn it is: a probe of an index for each, however many wait. The lane's row says
 * what is being sent, and is all that is written. A lane that somebody else is writing to is left for the next time.
 */
export const CLAIM = `
  WITH /* lanes claim */ due AS MATERIALIZED (
    SELECT l.workspace_id, l.channel, a.pick, a.rest, a.n
    FROM unnest($1::text[], $2::text[], $3::int[], $4::int[]) WITH ORDINALITY AS a (workspace_id, channel, pick, rest, n)
    JOIN lane l ON l.workspace_id = a.workspace_id AND l.channel = a.channel
    -- The owner's pace is never behind this; what is ahead of it was put there by somebody who wants the lane to rest.
    WHERE l.next_at <= clock_now() + interval '5 milliseconds'
    FOR NO KEY UPDATE OF l SKIP LOCKED
  ), picked AS MATERIALIZED (
    SELECT due.n, due.rest, due.workspace_id AS lane_workspace, due.channel AS lane_channel, waiting.*
    FROM due LEFT JOIN LATERAL (
      (SELECT two.*, lead(two.priority) OVER (ORDER BY two.priority, two.seq) AS next FROM (
         SELECT d.* FROM delivery d WHERE ${WAITS} AND due.pick = 0 ORDER BY d.priority, d.seq LIMIT 2) two
       LIMIT 1)
      UNION ALL
      (SELECT first.*, NULL FROM (VALUES (0), (1), (2), (3)) AS level (value), LATERAL (
         SELECT d.* FROM delivery d WHERE ${WAITS} AND due.pick > 0 AND d.priority = level.value
         ORDER BY d.seq LIMIT 1) first
       ORDER BY CASE WHEN level.value > 0 THEN 1 WHEN due.pick = 1 THEN 0 ELSE 2 END, first.seq LIMIT 1)
    ) waiting ON true
  ), taken AS (
    UPDATE lane l SET sending = picked.id, awake = picked.id IS NOT NULL, top = coalesce(picked.next, 9),
      claimed_at = clock_now(), next_at = CASE WHEN picked.id IS NULL THEN l.next_at
        ELSE clock_now() + picked.rest * interval '1 millisecond' END
    FROM picked WHERE l.workspace_id = picked.lane_workspace AND l.channel = picked.lane_channel
  )
  SELECT d.n::int AS n, d.next, ${CLAIMED}
  FROM picked d ${CARDS}`;

/**
 * Of the lanes that were just put to sleep, those in which something waits all the same: it was committed after the claim
 * had looked, by somebody who saw the lane awake. Whoever commits after this look sees it asleep, and wakes it.
 */
const REAWAKE = `
  UPDATE lane l SET awake = true FROM unnest($1::text[], $2::text[]) AS due (workspace_id, channel)
  WHERE l.workspace_id = due.workspace_id AND l.channel = due.channel AND NOT l.awake
    AND EXISTS (SELECT FROM delivery d WHERE ${WAITS})
  RETURNING l.workspace_id AS "workspaceId", l.channel`;

/** A lane that has something for its owner. */
export interface Woken extends LaneKey {
  /** Of the severest that waits; null when nothing does any more. */
  priority: number | null;
  /** Until its next slot, by what was claimed last. */
  restMs: number;
}

/** In one look. */
export const MOST_WOKEN = 5_000;

const PICK_UP = `
  WITH woken AS MATERIALIZED (
    SELECT l.workspace_id, l.channel, greatest(0, extract(epoch FROM l.next_at - clock_now()) * 1000)::float8 AS "restMs"
    FROM lane l WHERE l.woken AND l.shard = ANY ($1::smallint[])
    LIMIT ${MOST_WOKEN} FOR NO KEY UPDATE SKIP LOCKED
  ), due AS MATERIALIZED (
    SELECT due.*, (
      SELECT d.priority FROM delivery d WHERE ${WAITS} ORDER BY d.priority, d.seq LIMIT 1) AS priority
    FROM woken due
  ), seen AS (
    UPDATE lane l SET woken = false, awake = true, top = coalesce(due.priority, 9)
    FROM due WHERE l.workspace_id = due.workspace_id AND l.channel = due.channel
  )
  SELECT workspace_id AS "workspaceId", channel, priority, "restMs" FROM due`;

/** The rows behind the lanes, as their owner reads and writes them: whose turn it is. */
@Injectable()
export class LaneClaims {
  constructor(private readonly session: LaneSession) {}

  /** The lanes that were woken since the last time, of the shards that are ours. */
  pickUp(): Promise<Woken[]> {
    return this.session.query<Woken>(PICK_UP, [[...this.session.shards]], 'lanes-pick-up');
  }

  /** The answers stand in no order; a turn without one is to be asked for again. */
  async claim(turns: Turn[]): Promise<Claimed[]> {
    const rows = await this.session.query<Omit<Claim, keyof LaneKey> & { n: number; next: number | null }>(
      CLAIM,
      [
        turns.map(({ workspaceId }) => workspaceId),
        turns.map(({ channel }) => channel),
        turns.map(({ pick }) => PICKS[pick]),
        turns.map(({ restMs }) => Math.floor(restMs)),
      ],
      'lanes-claim',
    );
    const asleep = rows.filter(({ id }) => id === null).map(({ n }) => turns[n - 1]);
    const reawoken = await this.reawake(asleep);
    return rows.flatMap((row): Claimed[] => {
      const turn = turns[row.n - 1];
      if (row.id === null) return reawoken.has(turn) ? [] : [{ turn, claim: undefined }];
      const { n: _, next, ...claim } = row;
      return [{ turn, claim: { workspaceId: turn.workspaceId, channel: turn.channel, ...claim }, next }];
    });
  }

  private async reawake(asleep: Turn[]): Promise<ReadonlySet<Turn>> {
    if (asleep.length === 0) return new Set();
    const rows = await this.session.query<LaneKey>(
      REAWAKE,
      [asleep.map(({ workspaceId }) => workspaceId), asleep.map(({ channel }) => channel)],
      'lanes-reawake',
    );
    const key = ({ workspaceId, channel }: LaneKey) => `${workspaceId} ${channel}`;
    const awake = new Set(rows.map(key));
    return new Set(asleep.filter((turn) => awake.has(key(turn))));
  }
}
