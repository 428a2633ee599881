import { Injectable } from '@nestjs/common';
import { Log } from '../platform/logging/log.js';
import { NotInstalledError, SlackClients, type SlackFailure, slackFailure } from '../slack/index.js';
import { ChannelDirectory } from './channel-directory.js';
import { type Attempt, judge } from './domain/outcome.js';
import { type Claim, LaneClaims, type Sent } from './lane-claims.js';

/** Slack's words for a card that is not there any more, or is not ours to edit: it is posted afresh. */
const CARD_IS_GONE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

/** Sends what was claimed, and records what came of it. */
@Injectable()
export class LaneSender {
  constructor(
    private readonly claims: LaneClaims,
    private readonly clients: SlackClients,
    private readonly directory: ChannelDirectory,
    private readonly log: Log,
  ) {}

  async deliver(claim: Claim): Promise<void> {
    if (
      claim.shownVersion !== null &&
      claim.cardVersion !== null &&
      claim.shownVersion >= claim.cardVersion
    ) {
      return this.claims.supersede(claim);
    }
    try {
      if (claim.channel.startsWith('#')) await this.findLane(claim);
      else await this.succeed(claim, await this.send(claim));
    } catch (error) {
      await this.fail(claim, failureOf(error));
    }
  }

  /** Posts, or edits the card where it already stands. */
  private async send(claim: Claim): Promise<Sent> {
    const { chat } = await this.clients.of(claim);
    const { text, blocks } = claim.message;
    if (claim.cardTs !== null && claim.cardChannel !== null) {
      await chat.update({ channel: claim.cardChannel, ts: claim.cardTs, text, blocks });
      return { channelId: claim.cardChannel, ts: claim.cardTs };
    }
    const posted = await chat.postMessage({
      channel: claim.channel,
      text,
      blocks,
      unfurl_links: false,
      unfurl_media: false,
    });
    return { channelId: posted.channel ?? claim.channel, ts: posted.ts ?? '' };
  }

  private async findLane(claim: Claim): Promise<void> {
    const id = await this.directory.idOf(claim, claim.channel.slice(1));
    if (id !== undefined) return this.claims.moveLane(claim, claim.channel, id, claim);
    await this.fail(claim, {
      kind: 'channel',
      code: 'channel_not_found',
      words: `There is no channel ${claim.channel} that the bot can see; invite it, or correct the route`,
      mayHaveArrived: false,
    });
  }

  private async succeed(claim: Claim, sent: Sent): Promise<void> {
    await this.record(claim, { result: 'sent' }, { sent });
  }

  private async fail(claim: Claim, failure: SlackFailure): Promise<void> {
    const lostCard = claim.cardTs !== null && CARD_IS_GONE.has(failure.code);
    const attempt: Attempt = lostCard
      ? { result: 'refused', kind: 'retry', code: failure.code }
      : { result: 'refused', ...failure };
    await this.record(claim, attempt, { error: failure.words, lostCard });
  }

  private async record(
    claim: Claim,
    attempt: Attempt,
    result: { error?: string; sent?: Sent; lostCard?: boolean },
  ) {
    const verdict = judge(attempt, claim.attempts);
    const ours = await this.claims.record(claim, verdict, result);
    const about = {
      workspace: claim.workspaceId,
      delivery: claim.id,
      channel: claim.channel,
      attempts: claim.attempts,
    };
    if (!ours) this.log.warn(about, 'A delivery took longer than its lease; another attempt decides');
    else if (verdict.state === 'failed')
      this.log.warn({ ...about, reason: result.error }, 'A delivery failed for good');
    else if (verdict.state === 'queued')
      this.log.info({ ...about, reason: result.error }, 'A delivery waits for another attempt');
  }
}

function failureOf(error: unknown): SlackFailure {
  if (error instanceof NotInstalledError) {
    return { kind: 'workspace', code: error.code, words: error.message, mayHaveArrived: false };
  }
  return slackFailure(error);
}
