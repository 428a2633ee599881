import { Injectable } from '@nestjs/common';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { isAddressSql, laneFor } from './domain/address.js';
import { noted } from './delivery-history.js';
import { GRACE_MS } from './domain/outcome.js';
import type { PostLimits } from './domain/limits.js';
import { shardOf } from './domain/shard.js';
import type { Claim, Woken } from './lane-claims.js';
import { LaneSession } from './lane-session.js';

/** Slack's word for a person who could not be shown something in a channel. */
export const NOT_IN_CHANNEL = 'user_not_in_channel';

const WAKE = `INSERT INTO lane (workspace_id, channel, top) VALUES ($1, $2, $3)
  ON CONFLICT (workspace_id, channel) DO UPDATE SET awake = true, woken = true, top = least(lane.top, EXCLUDED.top)`;

const CROWD = `UPDATE lane SET crowded = true WHERE workspace_id = $1 AND channel = $2 AND NOT crowded`;

export interface InheritedPace {
  workspaceId: string;
  limits: PostLimits | null;
  /** Of the last minute: how long ago each was answered, in milliseconds; 0 where the answer isn't known. */
  posts: { channel: string; agoMs: number }[];
}

export interface InheritedHold {
  workspaceId: string;
  method: string;
  channel: string;
  ms: number;
}

/** What an owner does to its lanes beside their turns: taking over, moving, remembering the pace. */
@Injectable()
export class LaneRows {
  constructor(private readonly session: LaneSession) {}

  /**
   * What another owner had under way is `unknown` now: Slack may have it. Edits and deletions may be made again.
   * @returns all that waits in these shards
   */
  async takeOver(shards: number[]): Promise<{ cut: number; lanes: Woken[] }> {
    return this.session.transaction(async (query) => {
      const cut = await query<{ workspaceId: string; id: string; cardId: string | null }>(
        `WITH cut AS (
           UPDATE delivery d SET state = 'unknown', begun_at = l.claimed_at, attempts = attempts + 1,
             held_until = clock_now() + $2 * interval '1 millisecond',
             error = 'Its sender ended before Slack''s answer was recorded',
             history = ${noted('d.history', `'unknown'`, `'Its sender ended before Slack''s answer was recorded'`, 'd.card_version')}
           FROM lane l LEFT JOIN LATERAL (
             SELECT c.ts FROM delivery s JOIN card c ON c.workspace_id = s.workspace_id AND c.id = s.card_id
             WHERE s.workspace_id = l.workspace_id AND s.id = l.sending) AS card ON true
           WHERE l.shard = ANY ($1::smallint[]) AND l.awake AND l.sending IS NOT NULL AND card.ts IS NULL
             AND d.workspace_id = l.workspace_id AND d.id = l.sending AND d.state = 'queued' AND d.op <> 'delete'
             AND NOT ${isAddressSql('d.channel')}
           RETURNING d.workspace_id, d.id, d.thread_card_id
         ), threads AS (
           UPDATE card c SET reply_hold = cut.id FROM cut
           WHERE c.workspace_id = cut.workspace_id AND c.id = cut.thread_card_id
           RETURNING c.workspace_id, c.id
         )
         SELECT cut.workspace_id AS "workspaceId", cut.id, threads.id AS "cardId" FROM cut
         LEFT JOIN threads ON threads.workspace_id = cut.workspace_id AND threads.id = cut.thread_card_id`,
        [shards, GRACE_MS],
      );
      // By itself: what was being added to these threads is committed by now, and was not to be seen before.
      const threads = cut.filter(({ cardId }) => cardId !== null);
      await query(
        `UPDATE delivery d SET state = 'held', held_until = NULL
         FROM unnest($1::text[], $2::uuid[], $3::uuid[]) AS t (workspace_id, card_id, id)
         WHERE d.workspace_id = t.workspace_id AND d.thread_card_id = t.card_id AND d.state = 'queued' AND d.id <> t.id`,
        [
          threads.map(({ workspaceId }) => workspaceId),
          threads.map(({ cardId }) => cardId),
          threads.map(({ id }) => id),
        ],
      );
      const lanes = await query<Woken>(
        `UPDATE lane l SET woken = false, sending = NULL WHERE l.shard = ANY ($1::smallint[]) AND (l.awake OR l.woken)
         RETURNING l.workspace_id AS "workspaceId", l.channel,
           (SELECT d.priority FROM delivery d WHERE d.workspace_id = l.workspace_id AND d.channel = l.channel
              AND d.state = 'queued' ORDER BY d.priority, d.seq LIMIT 1) AS priority,
           greatest(0, extract(epoch FROM l.next_at - clock_now()) * 1000)::float8 AS "restMs"`,
        [shards],
      );
      return { cut: cut.length, lanes };
    });
  }

  /** What whoever sent for these workspaces has used of Slack's limits, and what Slack has said. */
  async pacesOf(workspaceIds: string[]): Promise<{ paces: InheritedPace[]; holds: InheritedHold[] }> {
    const paces = await this.session.query<InheritedPace>(
      `SELECT w.id AS "workspaceId", (SELECT json_build_object('perMinute', p.per_minute, 'burst', p.burst)
           FROM workspace_pace p WHERE p.workspace_id = w.id) AS limits,
         (SELECT coalesce(json_agg(json_build_object('channel', channel, 'agoMs', ago)), '[]') FROM (
            SELECT d.channel, extract(epoch FROM clock_now() - d.finished_at)::float8 * 1000 AS ago FROM delivery d
            WHERE d.workspace_id = w.id AND d.finished_at > clock_now() - interval '1 minute' AND d.state = 'sent'
            UNION ALL
            SELECT d.channel, 0 FROM delivery d
            WHERE d.workspace_id = w.id AND d.shard = w.shard AND d.state = 'unknown' AND d.begun_at > clock_now() - interval '1 minute') post) AS posts
       FROM unnest($1::text[], $2::smallint[]) AS w (id, shard)`,
      [workspaceIds, workspaceIds.map(shardOf)],
      'lanes-paces',
    );
    const holds = await this.session.query<InheritedHold>(
      `SELECT workspace_id AS "workspaceId", method, channel,
         extract(epoch FROM until - clock_now())::float8 * 1000 AS ms
       FROM pace_hold WHERE workspace_id = ANY ($1::text[]) AND until > clock_now()`,
      [workspaceIds],
      'lanes-holds',
    );
    return { paces, holds };
  }

  /** The address was looked up: what waits in its lane moves, in order, to the channel's own. */
  async moveLane({ workspaceId }: WorkspaceContext, address: string, channelId: string): Promise<void> {
    await this.session.transaction(async (query) => {
      const moved = await query<{ top: number; mergeable: boolean }>(
        `UPDATE delivery SET channel = $3 WHERE workspace_id = $1 AND channel = $2
           AND state IN ('queued', 'held', 'unknown') RETURNING priority AS top, mergeable`,
        [workspaceId, address, channelId],
      );
      if (moved.length === 0) return;
      await query(WAKE, [workspaceId, channelId, Math.min(...moved.map(({ top }) => top))]);
      // Whether it is too much for one lane is seen at the next look for storms.
      if (moved.some(({ mergeable }) => mergeable)) await query(CROWD, [workspaceId, channelId]);
    });
  }

  /** What could be shown to one person alone in a channel, were they in it, goes into their direct messages. */
  async showApart({ workspaceId, id, channel, priority }: Claim, userId: string): Promise<void> {
    await this.session.transaction(async (query) => {
      const lane = laneFor(userId);
      await query(
        `UPDATE delivery SET op = 'post', user_id = NULL, channel = $3, failed_over_from = $4, failed_over_code = $5
         WHERE workspace_id = $1 AND id = $2 AND state = 'queued'`,
        [workspaceId, id, lane, channel, NOT_IN_CHANNEL],
      );
      await query(WAKE, [workspaceId, lane, priority]);
    });
  }

  /**
   * The message, and what waits for its thread, go through another lane, once.
   * @returns false where somebody else has it by now
   */
  async failOver(
    { workspaceId, id, channel, cardId, priority }: Claim,
    { lane, code }: { lane: string; code: string },
  ): Promise<boolean> {
    return this.session.transaction(async (query) => {
      // Its card stands, if at all, where nothing can be changed any more: in the other lane it is posted afresh.
      if (cardId !== null)
        await query(
          `UPDATE card SET ts = NULL, channel_id = NULL, shown_version = NULL, failed_over_from = NULL,
             failed_over_code = NULL WHERE workspace_id = $1 AND id = $2
             AND EXISTS (SELECT FROM delivery WHERE workspace_id = $1 AND id = $3 AND state = 'queued')`,
          [workspaceId, cardId, id],
        );
      const moved = await query(
        `UPDATE delivery d SET channel = $3, failed_over_from = $4, failed_over_code = $5, thread_card_id = NULL, error = $5,
           history = ${noted('d.history', `'queued'`, `$5::text || '; sent to the fallback instead'`)}
         WHERE workspace_id = $1 AND id = $2 AND state = 'queued' RETURNING id`,
        [workspaceId, id, lane, channel, code],
      );
      if (moved.length === 0) return false;
      if (cardId !== null)
        await query(
          `UPDATE delivery SET channel = $3 WHERE workspace_id = $1 AND thread_card_id = $2
             AND state IN ('queued', 'held', 'unknown')`,
          [workspaceId, cardId, lane],
        );
      await query(WAKE, [workspaceId, lane, priority]);
      return true;
    });
  }

  /** Whom a card mentions is found once for each time that it is posted. */
  async rememberMention({ workspaceId }: WorkspaceContext, cardId: string, words: string): Promise<void> {
    await this.session.query(`UPDATE card SET mentioned = $3 WHERE workspace_id = $1 AND id = $2`, [
      workspaceId,
      cardId,
      words,
    ]);
  }

  /** Another owner must know how long Slack said to wait. @param channel '' for the whole workspace */
  async rememberHold(
    { workspaceId }: WorkspaceContext,
    hold: { method: string; channel: string; ms: number },
  ): Promise<void> {
    await this.session.query(
      `INSERT INTO pace_hold (workspace_id, method, channel, until)
       VALUES ($1, $2, $3, clock_now() + $4 * interval '1 millisecond')
       ON CONFLICT (workspace_id, method, channel) DO UPDATE SET until = greatest(pace_hold.until, EXCLUDED.until)`,
      [workspaceId, hold.method, hold.channel, hold.ms],
    );
  }

  /** What Slack has taught us of a workspace's limits is kept. */
  async rememberLimits({ workspaceId }: WorkspaceContext, { perMinute, burst }: PostLimits): Promise<void> {
    await this.session.query(
      `INSERT INTO workspace_pace (workspace_id, per_minute, burst) VALUES ($1, $2, $3)
       ON CONFLICT (workspace_id) DO UPDATE SET per_minute = EXCLUDED.per_minute, burst = EXCLUDED.burst,
         learned_at = clock_now()`,
      [workspaceId, perMinute, burst],
    );
  }

  /** A lane that was put to sleep while its inserter was committing, and whose inserter then died. */
  async wakeForgotten(): Promise<void> {
    await this.session.query(
      `UPDATE lane l SET awake = true, woken = true WHERE NOT l.awake AND l.shard = ANY ($1::smallint[]) AND EXISTS (
         SELECT FROM delivery d WHERE d.workspace_id = l.workspace_id AND d.channel = l.channel AND d.state = 'queued')`,
      [[...this.session.shards]],
    );
  }

  /** The database's time, in milliseconds since 1970. */
  async databaseNow(): Promise<number> {
    const [{ now }] = await this.session.query<{ now: number }>(
      'SELECT extract(epoch FROM clock_now())::float8 * 1000 AS now',
      [],
      'lanes-now',
    );
    return now;
  }
}
