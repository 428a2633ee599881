import { Injectable } from '@nestjs/common';
import type { Claim } from './lane-claims.js';
import { noted } from './delivery-history.js';
import type { DeliveryRung } from './delivery.entity.js';
import { LaneMetrics } from './lane-metrics.js';
import { LaneSession } from './lane-session.js';

/** What is recorded of a claim. */
export interface Outcome {
  claim: Claim;
  state: 'queued' | 'held' | 'unknown' | 'sent' | 'failed' | 'superseded';
  /** Tries that count towards giving up. */
  attempts: 0 | 1;
  /** Slack's own words, of a refusal. */
  error?: string;
  /** Of 'held' and 'unknown': how long. */
  waitMs?: number;
  rung?: DeliveryRung;
  /** It is sent again though it may have arrived, and says so. */
  repeated?: true;
  /** Where the message stands now; without a `ts` where Slack doesn't tell. */
  sent?: { channelId: string; ts: string | null };
  /** The card isn't where it was: the next version is posted afresh. */
  lostCard?: boolean;
}

/** What was decided of the older version is no word about the newer one. */
const OUTDATED = `(o.state IN ('sent', 'failed', 'superseded') AND coalesce(d.card_version > o.version, false))`;

/** What is said of where a card was meant to stand holds for the place in which it stands. */
const STAYS = `o.channel_id IS NOT DISTINCT FROM c.channel_id AND o.failed_over_from IS NULL`;

/**
 * A card whose newer version was merged into the row while the older one was on its way stays owed. Only what waits is
 * written: whoever lost its session finds nothing of its own any more.
 */
export const FINISH = `
  WITH /* lanes finish */ cards AS (
    UPDATE card c SET channel_id = o.channel_id, ts = o.ts, shown_version = o.version,
      lost = o.lost, lasts = c.lasts AND NOT o.ends, touched_at = clock_now(),
      failed_over_from = CASE WHEN ${STAYS} THEN c.failed_over_from ELSE o.failed_over_from END,
      failed_over_code = CASE WHEN ${STAYS} THEN c.failed_over_code ELSE o.failed_over_code END
    FROM unnest($11::text[], $12::uuid[], $13::text[], $14::text[], $15::int[], $16::boolean[], $18::boolean[],
      $19::text[], $20::text[])
      AS o (workspace_id, id, channel_id, ts, version, lost, ends, failed_over_from, failed_over_code)
    WHERE c.workspace_id = o.workspace_id AND c.id = o.id
    RETURNING c.workspace_id, c.id, c.has_replies
  ), done AS (
    UPDATE delivery d SET
      state = CASE WHEN ${OUTDATED} THEN 'queued' ELSE o.state END,
      attempts = CASE WHEN ${OUTDATED} THEN 0 ELSE d.attempts + o.attempts END,
      error = o.error, ts = coalesce(o.ts, d.ts), rung = coalesce(o.rung, d.rung),
      repeated = d.repeated OR o.repeated,
      history = CASE WHEN o.error IS NULL THEN d.history ELSE ${noted('d.history', 'o.state', 'o.error', 'o.version')} END,
      held_until = clock_now() + o.wait * interval '1 millisecond',
      begun_at = CASE WHEN o.state = 'unknown' THEN coalesce(d.begun_at, clock_now()) END,
      sent_at = CASE WHEN o.state = 'sent' THEN clock_now() ELSE d.sent_at END,
      finished_at = CASE WHEN o.state IN ('sent', 'failed', 'superseded') AND NOT ${OUTDATED} THEN clock_now() END
    FROM unnest($1::text[], $2::uuid[], $3::text[], $4::int[], $5::int[], $6::text[], $7::text[], $8::text[], $9::float8[],
      $17::boolean[]) AS o (workspace_id, id, state, version, attempts, error, ts, rung, wait, repeated)
    WHERE d.workspace_id = o.workspace_id AND d.id = o.id AND d.state = ANY ($10::text[])
    RETURNING d.id
  )
  SELECT cards.workspace_id AS "workspaceId", cards.id FROM cards WHERE cards.has_replies`;

/** The rows behind the lanes, as their owner reads and writes them: what came of a turn. */
@Injectable()
export class LaneOutcomes {
  constructor(
    private readonly session: LaneSession,
    private readonly metrics: LaneMetrics,
  ) {}

  /**
   * @param late they were claimed through a session that has ended since: only what was sent is news
   * @throws SessionLostError
   */
  async record(outcomes: Outcome[], late = false): Promise<void> {
    const news = late ? outcomes.filter(({ state }) => state === 'sent') : outcomes;
    await this.write(news, late ? ['queued', 'unknown'] : ['queued']);
    this.metrics.recorded(news);
  }

  /** What was looked for. @throws SessionLostError */
  async resolve(outcomes: Outcome[]): Promise<void> {
    await this.write(outcomes, ['unknown']);
    this.metrics.resolved(outcomes);
    // Its lane may sleep by now, and it may be owed again.
    await this.session.query(
      `UPDATE lane l SET awake = true, woken = true FROM unnest($1::text[], $2::text[]) AS o (workspace_id, channel)
       WHERE l.workspace_id = o.workspace_id AND l.channel = o.channel AND NOT l.awake`,
      [outcomes.map(({ claim }) => claim.workspaceId), outcomes.map(({ claim }) => claim.channel)],
    );
  }

  /** The reply can't stand in its thread, and stands by itself; those behind it in the thread are not to wait. */
  async leaveThread(claim: Claim): Promise<void> {
    await this.session.transaction(async (query) => {
      await query(`UPDATE delivery SET thread_card_id = NULL WHERE workspace_id = $1 AND id = $2`, [
        claim.workspaceId,
        claim.id,
      ]);
      await freeThreads(query, [claim]);
    });
  }

  /** The message under which the thread was is gone: its card is posted afresh with its next version. */
  async loseThread({ workspaceId, threadCardId, threadTs }: Claim): Promise<void> {
    await this.session.query(
      `UPDATE card SET ts = NULL, shown_version = NULL, lost = true, thread_key = NULL
       WHERE workspace_id = $1 AND id = $2 AND ts = $3`,
      [workspaceId, threadCardId, threadTs],
    );
  }

  private async write(news: Outcome[], from: string[]): Promise<void> {
    if (news.length === 0) return;
    const cards = news.filter(
      ({ claim, state, sent, lostCard }) =>
        claim.cardId !== null &&
        (state === 'sent' ||
          sent !== undefined ||
          lostCard === true ||
          (state === 'failed' && claim.cardTs === null)),
    );
    const plain = news.every(({ claim }) => claim.cardId === null && claim.threadCardId === null);
    if (plain) await this.finish(this.session.query.bind(this.session), news, cards, from);
    else await this.session.transaction((query) => this.finishAll(query, news, cards, from));
  }

  private async finishAll(query: Query, news: Outcome[], cards: Outcome[], from: string[]): Promise<void> {
    const withReplies = await this.finish(query, news, cards, from);
    if (withReplies.length > 0) await releaseReplies(query, withReplies);
    const held = news.filter(({ claim, state }) => claim.threadCardId !== null && HOLDS_THREAD.has(state));
    if (held.length > 0) await holdThreads(query, held);
    const free = news.filter(({ claim, state }) => claim.holdsThread && ENDS.has(state));
    if (free.length > 0) {
      await freeThreads(
        query,
        free.map(({ claim }) => claim),
      );
    }
  }

  private finish(query: Query, news: Outcome[], cards: Outcome[], from: string[]) {
    return query<{ workspaceId: string; id: string }>(
      FINISH,
      [
        news.map(({ claim }) => claim.workspaceId),
        news.map(({ claim }) => claim.id),
        news.map(({ state }) => state),
        news.map(({ claim }) => claim.cardVersion),
        news.map(({ attempts }) => attempts),
        news.map(({ error }) => error ?? null),
        news.map(({ sent }) => sent?.ts ?? null),
        news.map(({ rung }) => rung ?? null),
        news.map(({ waitMs }) => waitMs ?? null),
        from,
        cards.map(({ claim }) => claim.workspaceId),
        cards.map(({ claim }) => claim.cardId),
        cards.map(({ sent, claim }) => sent?.channelId ?? claim.cardChannel),
        cards.map(({ sent }) => sent?.ts ?? null),
        cards.map(({ sent, claim }) => (sent === undefined ? null : claim.cardVersion)),
        cards.map(({ state }) => state === 'failed'),
        news.map(({ repeated }) => repeated ?? false),
        cards.map(({ claim }) => claim.ends),
        cards.map(({ sent, claim }) => (sent === undefined ? null : claim.failedOverFrom)),
        cards.map(({ sent, claim }) => (sent === undefined ? null : claim.failedOverCode)),
      ],
      'lanes-finish',
    );
  }

  /** What was held until now is ready again; its lanes are told. @returns how long until the next, in milliseconds */
  async releaseDue(): Promise<number | undefined> {
    await this.session.query(
      `WITH due AS (
         SELECT d.workspace_id, d.id FROM delivery d
         WHERE d.shard = ANY ($1::smallint[]) AND d.state = 'held'
           AND d.held_until <= clock_now()
         LIMIT 1000 FOR UPDATE SKIP LOCKED
       ), free AS (
         UPDATE delivery d SET state = 'queued', held_until = NULL FROM due
         WHERE d.workspace_id = due.workspace_id AND d.id = due.id RETURNING d.workspace_id, d.channel)
       UPDATE lane l SET awake = true, woken = true FROM (SELECT DISTINCT * FROM free) AS f
       WHERE l.workspace_id = f.workspace_id AND l.channel = f.channel`,
      [[...this.session.shards]],
      'lanes-release',
    );
    const [{ ms }] = await this.session.query<{ ms: number | null }>(
      `SELECT min(next.ms) AS ms FROM unnest($1::smallint[]) AS s (shard), LATERAL (
         SELECT extract(epoch FROM d.held_until - clock_now())::float8 * 1000 AS ms FROM delivery d
         WHERE d.shard = s.shard AND d.state IN ('held', 'unknown') AND d.held_until > clock_now()
         ORDER BY d.held_until LIMIT 1) next`,
      [[...this.session.shards]],
      'lanes-next-held',
    );
    return ms ?? undefined;
  }
}

type Query = LaneSession['query'];

const HOLDS_THREAD: ReadonlySet<Outcome['state']> = new Set(['held', 'unknown']);
const ENDS: ReadonlySet<Outcome['state']> = new Set(['sent', 'failed', 'superseded']);

/** Replies waited until their card stands, or never will: then they stand by themselves. */
function releaseReplies(query: Query, cards: { workspaceId: string; id: string }[]): Promise<object[]> {
  return query(
    `WITH free AS (
         UPDATE delivery d SET state = 'queued' FROM unnest($1::text[], $2::uuid[]) AS c (workspace_id, id), card
         WHERE d.workspace_id = c.workspace_id AND d.thread_card_id = c.id AND d.state = 'held' AND d.held_until IS NULL
           AND card.workspace_id = c.workspace_id AND card.id = c.id AND card.reply_hold IS NULL
         RETURNING d.workspace_id, d.channel)
       UPDATE lane l SET awake = true, woken = true FROM (SELECT DISTINCT * FROM free) AS f
       WHERE l.workspace_id = f.workspace_id AND l.channel = f.channel`,
    [cards.map(({ workspaceId }) => workspaceId), cards.map(({ id }) => id)],
  );
}

/**
 * A reply that must wait holds those behind it: a thread reads in its order. The card first, by itself: whoever was adding a
 * reply had it locked, and what they committed is seen by the next statement, not by this one.
 */
async function holdThreads(query: Query, outcomes: Outcome[]): Promise<void> {
  const held = [
    outcomes.map(({ claim }) => claim.workspaceId),
    outcomes.map(({ claim }) => claim.threadCardId),
    outcomes.map(({ claim }) => claim.id),
  ];
  await query(
    `UPDATE card c SET reply_hold = h.id FROM unnest($1::text[], $2::uuid[], $3::uuid[]) AS h (workspace_id, card_id, id)
     WHERE c.workspace_id = h.workspace_id AND c.id = h.card_id`,
    held,
  );
  await query(
    `UPDATE delivery d SET state = 'held', held_until = NULL
     FROM unnest($1::text[], $2::uuid[], $3::uuid[]) AS h (workspace_id, card_id, id)
     WHERE d.workspace_id = h.workspace_id AND d.thread_card_id = h.card_id AND d.state = 'queued' AND d.id <> h.id`,
    held,
  );
}

async function freeThreads(query: Query, claims: Claim[]): Promise<void> {
  const cards = claims.flatMap(({ workspaceId, threadCardId: id }) =>
    id === null ? [] : { workspaceId, id },
  );
  await query(
    `UPDATE card c SET reply_hold = NULL FROM unnest($1::text[], $2::uuid[], $3::uuid[]) AS h (workspace_id, card_id, id)
       WHERE c.workspace_id = h.workspace_id AND c.id = h.card_id AND c.reply_hold = h.id`,
    [cards.map(({ workspaceId }) => workspaceId), cards.map(({ id }) => id), claims.map(({ id }) => id)],
  );
  await releaseReplies(query, cards);
}
