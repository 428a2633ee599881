import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { SlackFailure } from '../slack/index.js';
import { Addresses } from './addresses.js';
import { nextRung } from './domain/ladder.js';
import { Failover } from './failover.js';
import type { Claim } from './lane-claims.js';
import { LaneOutcomes } from './lane-outcomes.js';
import { LaneRows, NOT_IN_CHANNEL } from './lane-rows.js';
import type { PacedSlack } from './paced-slack.js';
import type { SlackCall } from './slack-call.js';
import { failureOf } from './failure-of.js';

/** A reply that can't be one any more stands by itself. */
const THREAD_IS_GONE = new Set(['thread_not_found', 'cannot_reply_to_message']);
const THREAD_IS_CLOSED = new Set([
  'restricted_action_thread_locked',
  'restricted_action_non_threadable_channel',
]);

const AGAIN_MS = 5_000;
const ENTERED_MS = 60_000;
const MOST_ENTERED = 1_000;
const STILL_REFUSED = 'not_in_channel: the bot has joined, and Slack refuses its posts all the same';

/** What came of looking for another way. */
export type OtherWay =
  /** Its row waits in another lane now. */
  | { way: 'moved' }
  /** The obstacle is gone: the same again. */
  | { way: 'open' }
  /** It can't be known yet. */
  | { way: 'later'; waitMs: number; words: string }
  /** In words that say what a person can do. */
  | { way: 'none'; words: string };

/** Slack refused a place; before that is believed, what can be done about it is done. */
@Injectable()
export class OtherWays {
  /** Slack may go on refusing what it has just let us into. */
  private readonly entered = new LRUCache<string, true>({ max: MOST_ENTERED, ttl: ENTERED_MS });

  constructor(
    private readonly addresses: Addresses,
    private readonly rows: LaneRows,
    private readonly outcomes: LaneOutcomes,
    private readonly failover: Failover,
  ) {}

  async find(claim: Claim, call: SlackCall, failure: SlackFailure, slack: PacedSlack): Promise<OtherWay> {
    const { code } = failure;
    if (code === 'not_in_channel' && (call.posts || claim.op === 'ephemeral'))
      return this.enter(claim, failure, slack);
    if (code === 'channel_not_found') {
      const successor = await this.addresses.successorOf(slack, claim.channel);
      if (successor === undefined) return this.elsewhere(claim, failure);
      await this.rows.moveLane(claim, claim.channel, successor);
      return { way: 'moved' };
    }
    if (claim.threadTs !== null && THREAD_IS_GONE.has(code)) {
      await this.outcomes.loseThread(claim);
      return { way: 'open' };
    }
    if (claim.threadTs !== null && THREAD_IS_CLOSED.has(code)) {
      await this.outcomes.leaveThread(claim);
      return { way: 'open' };
    }
    if (code === NOT_IN_CHANNEL && claim.userId !== null) {
      // Nobody else would see it in the channel, and nobody else does in their direct messages.
      await this.rows.showApart(claim, claim.userId);
      return { way: 'moved' };
    }
    return this.elsewhere(claim, failure);
  }

  /** The channel is dead to us: the workspace's fallback takes what was for it. */
  async elsewhere(claim: Claim, failure: SlackFailure): Promise<OtherWay> {
    const step = nextRung(failure, this.failover.rungOf(claim, true));
    if (step.do !== 'fall back') return { way: 'none', words: failure.words };
    const other = await this.failover.moveOn(claim, failure);
    if (other.moved) return { way: 'moved' };
    return { way: 'none', words: other.why === undefined ? failure.words : `${failure.words}; ${other.why}` };
  }

  private async enter(claim: Claim, failure: SlackFailure, slack: PacedSlack): Promise<OtherWay> {
    const key = `${claim.workspaceId} ${claim.channel}`;
    if (this.entered.has(key)) return this.elsewhere(claim, { ...failure, words: STILL_REFUSED });
    try {
      await this.addresses.enter(slack, claim.channel);
      this.entered.set(key, true);
      return { way: 'open' };
    } catch (error) {
      const { kind, words, retryAfterMs } = failureOf(error);
      if (kind !== 'retry') return this.elsewhere(claim, { ...failure, words });
      return { way: 'later', waitMs: retryAfterMs ?? AGAIN_MS, words };
    }
  }
}
