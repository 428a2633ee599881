import { Injectable } from '@nestjs/common';
import { Log } from '../platform/logging/log.js';
import { NotInstalledError, SlackCallError, type SlackFailure, slackFailure } from '../slack/index.js';
import { ChannelDirectory } from './channel-directory.js';
import { type Attempt, isUnanswered, judge } from './domain/outcome.js';
import type { WorkspacePace } from './domain/workspace-pace.js';
import type { Claim } from './lane-claims.js';
import type { Outcome } from './lane-outcomes.js';
import { LaneMetrics } from './lane-metrics.js';
import { LaneRows } from './lane-rows.js';
import { MessageSender } from './message-sender.js';
import { type SlackCall, callFor } from './slack-call.js';

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
    private readonly directory: ChannelDirectory,
    private readonly rows: LaneRows,
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
    try {
      if (claim.channel.startsWith('#')) return await this.findLane(claim, unansweredInARow);
      const call = callFor(claim);
      if (call === undefined) return nothing({ claim, state: 'superseded', attempts: 0 });
      return await this.try(claim, call, pace, now, unansweredInARow);
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
    pace: WorkspacePace,
    now: () => number,
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
        ts: typeof answer.ts === 'string' ? answer.ts : (claim.cardTs ?? ''),
      };
      return {
        outcome: { claim, state: 'sent', attempts: 1, ...(claim.op === 'post' ? { sent } : {}) },
        ...{ posted: call.posts, unanswered: false, laneRestsMs: 0 },
      };
    } catch (error) {
      const failure = failureOf(error);
      this.metrics.refused(failure);
      if (begun !== undefined && failure.retryAfterMs !== undefined) {
        pace.refused(call.method, call.channel, failure.retryAfterMs, now());
        const waitMs = failure.retryAfterMs;
        return nothing({ claim, state: 'held', attempts: 0, waitMs, error: failure.words });
      }
      if (claim.op === 'delete' && ALREADY_GONE.has(failure.code))
        return nothing({ claim, state: 'sent', attempts: 1 });
      const lostCard = claim.cardTs !== null && claim.op === 'post' && CARD_IS_GONE.has(failure.code);
      if (lostCard) return nothing({ claim, state: 'queued', attempts: 1, lostCard, error: failure.words });
      return this.judged(claim, call, { result: 'refused', ...failure }, failure.words, unansweredInARow);
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
      ...{ workspace: claim.workspaceId, delivery: claim.id, channel: claim.channel },
      ...{ attempts: claim.attempts + 1, reason: words },
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

  private async findLane(claim: Claim, unansweredInARow: number): Promise<Sending> {
    let id: string | undefined;
    try {
      id = await this.directory.idOf(claim, claim.channel.slice(1));
    } catch (error) {
      const failure = failureOf(error);
      this.metrics.refused(failure);
      const { retryAfterMs } = failure;
      if (retryAfterMs !== undefined)
        return nothing({ claim, state: 'held', attempts: 0, waitMs: retryAfterMs, error: failure.words });
      const attempt: Refused = { result: 'refused', ...failure, mayHaveArrived: false };
      return this.judged(claim, undefined, attempt, failure.words, unansweredInARow);
    }
    if (id !== undefined) {
      await this.rows.moveLane(claim, claim.channel, id);
      return { posted: false, unanswered: false, laneRestsMs: 0 };
    }
    const words = `There is no channel ${claim.channel} that the bot can see; invite it, or correct the route`;
    const code = 'channel_not_found';
    const attempt: Refused = { result: 'refused', kind: 'channel', code, mayHaveArrived: false };
    return this.judged(claim, undefined, attempt, words, unansweredInARow);
  }
}

const nothing = (outcome: Outcome): Sending => ({
  ...{ outcome, posted: false, unanswered: false, laneRestsMs: 0 },
});

export function failureOf(error: unknown): SlackFailure {
  if (error instanceof SlackCallError) return error.failure;
  if (error instanceof NotInstalledError)
    return { kind: 'workspace', code: error.code, words: error.message, mayHaveArrived: false };
  return slackFailure(error);
}
