import { Injectable } from '@nestjs/common';
import { Installations } from '../installation/index.js';
import { Transactions } from '../platform/database/transactions.js';
import { Log } from '../platform/logging/log.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { ChannelDirectory } from './channel-directory.js';
import { addressOf, laneFor } from './domain/address.js';
import type { Refusal, Rung } from './domain/ladder.js';
import { installerNotice } from './failover-words.js';
import { FallbackChannels } from './fallback-channels.js';
import type { Claim } from './lane-claims.js';
import { LaneRows } from './lane-rows.js';
import { Outbox } from './outbox.js';

/** Important, but nobody's pager. */
const PRIORITY = 1;

/** A channel takes nothing any more: what was for it goes to the workspace's fallback, and whoever installed the app is told. */
@Injectable()
export class Failover {
  constructor(
    private readonly fallbacks: FallbackChannels,
    private readonly directory: ChannelDirectory,
    private readonly rows: LaneRows,
    private readonly outbox: Outbox,
    private readonly installations: Installations,
    private readonly transactions: Transactions,
    private readonly log: Log,
  ) {}

  /** What is meant for one person's eyes must not turn up in front of everybody. */
  rungOf(claim: Claim, joined: boolean): Rung {
    const isPersonal = claim.op !== 'post' || /^[@DUW]/.test(claim.channel);
    return {
      form: claim.rung,
      threaded: claim.threadTs !== null,
      joined,
      mayFallBack: !isPersonal && claim.failedOverFrom === null,
    };
  }

  /** @returns false where there is no other channel: the message is kept as failed */
  async moveOn(claim: Claim, { code }: Refusal): Promise<boolean> {
    const ctx = { workspaceId: claim.workspaceId };
    const fallback = await this.fallbacks.fallbackOf(ctx);
    const lane = fallback === undefined ? undefined : laneFor(fallback);
    const moved =
      lane !== undefined &&
      !(await this.isSame(ctx, lane, claim.channel)) &&
      (await this.rows.failOver(claim, { lane, code }));
    await this.tellInstaller(ctx, { channel: claim.channel, code, ...(moved ? { fallback } : {}) });
    return moved;
  }

  /** The lane is the channel, or an address that is known to stand for it. */
  private async isSame(ctx: WorkspaceContext, lane: string, channel: string): Promise<boolean> {
    if (lane === channel) return true;
    const address = addressOf(lane);
    return address?.kind === 'channel' && (await this.directory.idOf(ctx, address.name)) === channel;
  }

  /** Once a day and channel: the card of that day is there already. */
  private async tellInstaller(
    ctx: WorkspaceContext,
    dead: { channel: string; code: string; fallback?: string },
  ): Promise<void> {
    try {
      const installer = await this.installations.installerOf(ctx);
      if (installer === undefined) return;
      const day = new Date().toISOString().slice(0, 10);
      const card = { subject: `unreachable:${dead.channel}:${day}`, version: 1, priority: PRIORITY };
      await this.transactions.begin((tx) =>
        this.outbox.showCard(ctx, tx, { ...card, message: installerNotice(dead) }, [installer]),
      );
    } catch (err) {
      this.log.warn(
        { err, workspace: ctx.workspaceId, channel: dead.channel },
        'The installer could not be told',
      );
    }
  }
}
