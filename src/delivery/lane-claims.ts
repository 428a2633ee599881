import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { v4 as uuidv4 } from 'uuid';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import type { SlackMessage } from '../slack/index.js';
import type { Verdict } from './domain/outcome.js';

/** Longer than any attempt may take. A claim that outlives it belonged to a worker that died. */
const LEASE = '30 seconds';

/** One message, taken by one worker: nobody else sends anything to its channel meanwhile. */
export interface Claim {
  workspaceId: string;
  id: string;
  /** The lane: a channel's or user's id, or `#name` while the id is not known. */
  channel: string;
  claim: string;
  message: SlackMessage;
  attempts: number;
  cardId: string | null;
  cardVersion: number | null;
  /** The card as it stands in Slack, if it stands. */
  cardChannel: string | null;
  cardTs: string | null;
  shownVersion: number | null;
}

export interface Sent {
  channelId: string;
  ts: string;
}

/** The rows behind the lanes: which message is whose turn, and what came of it. The database's clock decides. */
@Injectable()
export class LaneClaims {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Takes the first message of each due lane, and commits the intent to send before anybody sends.
   * The lane stays closed until the outcome is recorded or the lease has run out.
   */
  async take(most: number): Promise<Claim[]> {
    const [rows]: [Claim[], number] = await this.dataSource.query(
      `WITH due AS (
         SELECT workspace_id, channel FROM lane WHERE awake AND next_at <= clock_now()
         ORDER BY next_at LIMIT $1 FOR UPDATE SKIP LOCKED
       ), head AS (
         SELECT due.*, first.id FROM due LEFT JOIN LATERAL (
           SELECT d.id FROM delivery d
           WHERE d.workspace_id = due.workspace_id AND d.channel = due.channel AND d.state = 'queued'
           ORDER BY d.priority, d.seq LIMIT 1) first ON true
       ), closed AS (
         UPDATE lane l SET awake = head.id IS NOT NULL,
           next_at = CASE WHEN head.id IS NULL THEN l.next_at ELSE clock_now() + $2::interval END
         FROM head WHERE l.workspace_id = head.workspace_id AND l.channel = head.channel
       )
       UPDATE delivery d SET state = 'sending', claim = $3, claimed_until = clock_now() + $2::interval,
         attempts = attempts + 1
       FROM head
       WHERE d.workspace_id = head.workspace_id AND d.id = head.id
         -- The head was read from this statement's snapshot; somebody may have taken it since.
         AND d.state = 'queued'
       RETURNING d.workspace_id AS "workspaceId", d.id, d.channel, d.claim, d.message, d.attempts,
         d.card_id AS "cardId", d.card_version AS "cardVersion",
         (SELECT c.channel_id FROM card c WHERE c.workspace_id = d.workspace_id AND c.id = d.card_id) AS "cardChannel",
         (SELECT c.ts FROM card c WHERE c.workspace_id = d.workspace_id AND c.id = d.card_id) AS "cardTs",
         (SELECT c.shown_version FROM card c WHERE c.workspace_id = d.workspace_id AND c.id = d.card_id) AS "shownVersion"`,
      [most, LEASE, uuidv4()],
    );
    return rows;
  }

  /**
   * Records what came of an attempt, and opens the lane again when its next slot comes.
   * @returns false when the claim was not ours any more: its lease ran out and somebody else decides
   */
  async record(
    claim: Claim,
    verdict: Verdict,
    result: { error?: string; sent?: Sent; lostCard?: boolean },
  ): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      const [rows]: [unknown[], number] = await tx.query(
        `UPDATE delivery SET state = $4, error = $5, ts = $6, claim = NULL, claimed_until = NULL,
           attempts = attempts - $7, sent_at = CASE WHEN $4 = 'sent' THEN clock_now() END
         WHERE workspace_id = $1 AND id = $2 AND state = 'sending' AND claim = $3 RETURNING id`,
        [
          claim.workspaceId,
          claim.id,
          claim.claim,
          verdict.state,
          result.error ?? null,
          result.sent?.ts ?? null,
          verdict.countsAsAttempt ? 0 : 1,
        ],
      );
      if (rows.length === 0) return false;
      if (claim.cardId !== null && result.sent !== undefined) {
        await tx.query(
          `UPDATE card SET channel_id = $3, ts = $4, shown_version = $5 WHERE workspace_id = $1 AND id = $2`,
          [claim.workspaceId, claim.cardId, result.sent.channelId, result.sent.ts, claim.cardVersion],
        );
      }
      if (claim.cardId !== null && result.lostCard === true) {
        await tx.query(
          `UPDATE card SET ts = NULL, shown_version = NULL WHERE workspace_id = $1 AND id = $2`,
          [claim.workspaceId, claim.cardId],
        );
      }
      await this.open(tx, claim, verdict.laneRestsMs);
      return true;
    });
  }

  /** A newer version of the card is shown already: this one is not needed, and cost no slot. */
  async supersede(claim: Claim): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await tx.query(
        `UPDATE delivery SET state = 'superseded', claim = NULL, claimed_until = NULL
         WHERE workspace_id = $1 AND id = $2 AND state = 'sending' AND claim = $3`,
        [claim.workspaceId, claim.id, claim.claim],
      );
      await this.open(tx, claim, 0);
    });
  }

  /** The name was looked up: what waits in the name's lane moves, in order, to the channel's own. */
  async moveLane(ctx: WorkspaceContext, name: string, channelId: string, claim: Claim): Promise<void> {
    const { workspaceId } = ctx;
    await this.dataSource.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO lane (workspace_id, channel) VALUES ($1, $2)
         ON CONFLICT (workspace_id, channel) DO UPDATE SET awake = true`,
        [workspaceId, channelId],
      );
      await tx.query(
        `UPDATE delivery SET channel = $3, state = 'queued', claim = NULL, claimed_until = NULL,
           attempts = attempts - CASE WHEN state = 'sending' THEN 1 ELSE 0 END
         WHERE workspace_id = $1 AND channel = $2 AND (state = 'queued' OR (state = 'sending' AND claim = $4))`,
        [workspaceId, name, channelId, claim.claim],
      );
      await tx.query(`UPDATE lane SET next_at = clock_now() WHERE workspace_id = $1 AND channel = $2`, [
        workspaceId,
        name,
      ]);
    });
  }

  /** Puts right what crashes and races leave behind. Any process may do it, at any time. */
  async sweep(): Promise<void> {
    await this.dataSource.query(
      `UPDATE delivery SET state = 'queued', claim = NULL, claimed_until = NULL
       WHERE state = 'sending' AND claimed_until < clock_now()`,
    );
    await this.dataSource.query(
      `UPDATE lane l SET awake = true WHERE NOT awake AND EXISTS (
         SELECT 1 FROM delivery d WHERE d.workspace_id = l.workspace_id AND d.channel = l.channel AND d.state = 'queued')`,
    );
  }

  /** Milliseconds until the next lane opens; undefined while all sleep. */
  async untilNextDue(): Promise<number | undefined> {
    const rows: { ms: number | null }[] = await this.dataSource.query(
      `SELECT extract(epoch FROM min(next_at) - clock_now())::float8 * 1000 AS ms FROM lane WHERE awake`,
    );
    return rows[0]?.ms ?? undefined;
  }

  private async open(tx: Pick<DataSource, 'query'>, { workspaceId, channel }: Claim, restMs: number) {
    await tx.query(
      `UPDATE lane SET next_at = clock_now() + $3 * interval '1 millisecond' WHERE workspace_id = $1 AND channel = $2`,
      [workspaceId, channel, restMs],
    );
  }
}
