import { Injectable } from '@nestjs/common';
import { Log } from '../platform/logging/log.js';
import { SlackClients } from '../slack/index.js';
import { Addresses } from './addresses.js';
import { addressOf, isWebhook } from './domain/address.js';
import { type Attempt, isUnanswered, judge } from './domain/outcome.js';
import { POST, type WorkspacePace } from './domain/workspace-pace.js';
import { FullMessageLink } from './full-message-link.js';
import { failureOf } from './failure-of.js';
import type { Claim } from './lane-claims.js';
import type { Outcome } from './lane-outcomes.js';
import { LaneMetrics } from './lane-metrics.js';
import { LaneRows } from './lane-rows.js';
import { Mentions, withMention } from './mentions.js';
import { MessageSender } from './message-sender.js';
import { OtherWays } from './other-ways.js';
import { PacedSlack } from './paced-slack.js';
import { DELETE, type SlackCall, callFor } from './slack-call.js';

/** Slack's words for a card that is not there any more, or is not ours to edit: it is posted afresh. */
const CARD_IS_GONE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);
/** A deletion of what is gone is done. */
const ALREADY_GONE = new Set(['message_not_found', 'channel_not_found', 'cant_delete_message']);

type Refused = Extract<Attempt, { result: 'refused' }>;

/** What is to be recorded, and what the lane learns from it. */
export interface Sending {
  /** undefined when there is nothing to record: its row has been moved elsewhere. */
  outcome?: Outcome;
  /** A post was tried: it used the channel's pace. */
  posted: boolean;
  /** Slack said to wait so long with posts in this channel. */
  refusedForMs?: number;
  unanswered: boolean;
  laneRestsMs: number;
}

/** Sends what was claimed, and says what came of it. */
@Injectable()
export class LaneSender {
  constructor(
    private readonly sender: MessageSender,
    private readonly addresses: Addresses,
    private readonly otherWays: OtherWays,
    private readonly links: FullMessageLink,
    private readonly rows: LaneRows,
    private readonly clients: SlackClients,
    private readonly mentions: Mentions,
    private readonly metrics: LaneMetrics,
    private readonly log: Log,
  ) {}

  /** Never throws. @param unansweredInARow of this lane, so far */
  async send(
    claim: Claim,
    pace: WorkspacePace,
    now: () => number,
    unansweredInARow: number,
  ): Promise<Sending> {
    const slack = new PacedSlack({ workspaceId: claim.workspaceId }, this.clients, pace, now);
    try {
      if (addressOf(claim.channel) !== undefined) return await this.findLane(claim, slack, unansweredInARow);
      const known = await this.withPerson(claim, slack);
      if ('error' in known) return this.notFound(claim, known.error, unansweredInARow);
      const mentioning = await this.withMention(known);
      const call = callFor(mentioning, () => this.links.of(claim, claim.id));
      if (call === undefined) return nothing({ claim, state: 'superseded', attempts: 0 });
      return await this.try(mentioning, call, { pace, now, slack }, unansweredInARow);
    } catch (err) {
      this.log.error(
        { err, workspace: claim.workspaceId, delivery: claim.id },
        'A delivery broke off; it is tried again',
      );
      const refused: Refused = { result: 'refused', kind: 'retry', code: 'broken', mayHaveArrived: false };
      return this.judged(claim, undefined, refused, String(err), unansweredInARow);
    }
  }

  private async try(
    claim: Claim,
    call: SlackCall,
    { pace, now, slack }: { pace: WorkspacePace; now: () => number; slack: PacedSlack },
    unansweredInARow: number,
  ): Promise<Sending> {
    const begun = call.posts ? undefined : pace.begin(call.method, call.channel);
    const allowedAt = call.posts ? 0 : pace.methodAt(call.method, call.channel, now());
    if (begun !== undefined && allowedAt > now()) {
      pace.cancel(begun);
      return nothing({ claim, state: 'held', attempts: 0, waitMs: allowedAt - now() });
    }
    const begunAt = performance.now();
    try {
      const answer = await this.sender.call(claim, call.method, call.args);
      this.metrics.sent(claim.ageS + (performance.now() - begunAt) / 1_000);
      const sent = {
        channelId: typeof answer.channel === 'string' ? answer.channel : call.channel,
        ts: typeof answer.ts === 'string' ? answer.ts : claim.cardTs,
      };
      return {
        outcome: {
          claim,
          state: 'sent',
          attempts: 1,
          ...(claim.op === 'post' && call.method !== DELETE ? { sent } : {}),
        },
        posted: call.posts,
        unanswered: false,
        laneRestsMs: 0,
      };
    } catch (error) {
      const failure = failureOf(error);
      this.metrics.refused(failure);
      if (begun !== undefined && failure.retryAfterMs !== undefined) {
        pace.refused(call.method, call.channel, failure.retryAfterMs, now());
        const waitMs = failure.retryAfterMs;
        return nothing({ claim, state: 'held', attempts: 0, waitMs, error: failure.words });
      }
      if (call.method === DELETE && ALREADY_GONE.has(failure.code))
        return nothing({ claim, state: 'sent', attempts: 1 });
      const lostCard = call.method === 'chat.update' && CARD_IS_GONE.has(failure.code);
      if (lostCard) return nothing({ claim, state: 'queued', attempts: 1, lostCard, error: failure.words });
      if (isWebhook(call.method) && failure.retryAfterMs !== undefined)
        return await this.rest(claim, failure.retryAfterMs, failure.words);
      const other = await this.otherWays.find(claim, call, failure, slack);
      const { posts: posted } = call;
      if (other.way === 'moved') return { posted, unanswered: false, laneRestsMs: 0 };
      if (other.way === 'open')
        return { ...nothing({ claim, state: 'queued', attempts: 1, error: failure.words }), posted };
      if (other.way === 'later') {
        const { waitMs, words: error } = other;
        return { ...nothing({ claim, state: 'held', attempts: 0, waitMs, error }), posted };
      }
      const words = other.way === 'none' ? other.words : failure.words;
      return this.judged(claim, call, { result: 'refused', ...failure }, words, unansweredInARow);
    } finally {
      if (begun !== undefined) pace.end(begun, now());
    }
  }

  private judged(
    claim: Claim,
    call: SlackCall | undefined,
    attempt: Refused,
    words: string,
    unansweredInARow: number,
  ): Sending {
    const unanswered = isUnanswered(attempt);
    const verdict = judge(attempt, {
      attempts: claim.attempts + 1,
      repeatable: call?.repeatable ?? true,
      rung: claim.rung,
      unansweredInARow: unanswered ? unansweredInARow + 1 : 0,
    });
    const about = {
      workspace: claim.workspaceId,
      delivery: claim.id,
      channel: claim.channel,
      attempts: claim.attempts + 1,
      reason: words,
    };
    if (verdict.state === 'failed') this.log.warn(about, 'A delivery failed for good');
    else this.log.info(about, `A delivery was not taken; it is ${verdict.state} now`);
    const { state, waitMs, rung } = verdict;
    return {
      outcome: { claim, state, waitMs, rung, attempts: verdict.countsAsAttempt ? 1 : 0, error: words },
      posted: call?.posts ?? false,
      refusedForMs: attempt.retryAfterMs,
      unanswered,
      laneRestsMs: verdict.laneRestsMs,
    };
  }

  /** A webhook's limit is its own: nothing is learned of the workspace's. Another owner must know of it. */
  private async rest(claim: Claim, laneRestsMs: number, error: string): Promise<Sending> {
    await this.rows.rememberHold(claim, { method: POST, channel: claim.channel, ms: laneRestsMs });
    return { ...nothing({ claim, state: 'queued', attempts: 0, error }), posted: true, laneRestsMs };
  }

  private async findLane(claim: Claim, slack: PacedSlack, unansweredInARow: number): Promise<Sending> {
    let id: string;
    try {
      id = await this.addresses.channelOf(slack, claim.channel);
    } catch (error) {
      return this.notFound(claim, error, unansweredInARow);
    }
    await this.rows.moveLane(claim, claim.channel, id);
    return { posted: false, unanswered: false, laneRestsMs: 0 };
  }

  /** Who alone is to see it may be known by e-mail address so far. */
  private async withPerson(claim: Claim, slack: PacedSlack): Promise<Claim | { error: unknown }> {
    if (claim.userId === null) return claim;
    try {
      return { ...claim, userId: await this.addresses.personOf(slack, claim.userId) };
    } catch (error) {
      return { error };
    }
  }

  /** A post mentions whoever it is now; what stands goes on showing whom it has mentioned. */
  private async withMention(claim: Claim): Promise<Claim> {
    const { mention, mentioned, cardTs, cardId, op, ends, channel } = claim;
    if (mention === null || op !== 'post' || (ends && isWebhook(channel))) return claim;
    if (cardTs !== null)
      return mentioned === null ? claim : { ...claim, message: withMention(claim.message, mentioned) };
    const words = await this.mentions.wordsOf(claim, mention);
    if (words === undefined) return claim;
    if (cardId !== null) await this.rows.rememberMention(claim, cardId, words);
    return { ...claim, message: withMention(claim.message, words) };
  }

  /** Nothing was sent: it isn't known where to, or not yet. What waits behind it keeps its place. */
  private async notFound(claim: Claim, error: unknown, unansweredInARow: number): Promise<Sending> {
    const failure = failureOf(error);
    this.metrics.refused(failure);
    const { words, retryAfterMs } = failure;
    if (retryAfterMs !== undefined)
      return {
        ...nothing({ claim, state: 'queued', attempts: 0, error: words }),
        laneRestsMs: retryAfterMs,
      };
    const other = failure.kind === 'channel' ? await this.otherWays.elsewhere(claim, failure) : undefined;
    if (other?.way === 'moved') return { posted: false, unanswered: false, laneRestsMs: 0 };
    const attempt: Refused = { result: 'refused', ...failure, mayHaveArrived: false };
    const why = other?.way === 'none' ? other.words : words;
    return this.judged(claim, undefined, attempt, why, unansweredInARow);
  }
}

const nothing = (outcome: Outcome): Sending => ({
  outcome,
  posted: false,
  unanswered: false,
  laneRestsMs: 0,
});
