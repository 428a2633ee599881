import { Injectable } from '@nestjs/common';
import { Installations } from '../installation/index.js';
import { databaseNow } from '../platform/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import { Log } from '../platform/logging/log.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { ChannelDirectory } from './channel-directory.js';
import { addressOf, isDirect, laneFor } from './domain/address.js';
import type { Refusal, Rung } from './domain/ladder.js';
import { type Place, mayMove } from './domain/privacy.js';
import { installerNotice, keptFromWords } from './failover-words.js';
import { FallbackChannels } from './fallback-channels.js';
import type { Claim } from './lane-claims.js';
import { LaneRows } from './lane-rows.js';
import { Outbox } from './outbox.js';

/** Important, but nobody's pager. */
const PRIORITY = 1;

/** What came of it; where it didn't move, why, if that isn't plain. */
export type Moved = { moved: true } | { moved: false; why?: string };

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
    const isPersonal = claim.op !== 'post' || isDirect(claim.channel);
    return {
      form: claim.rung,
      threaded: claim.threadTs !== null,
      joined,
      mayFallBack: !isPersonal && claim.failedOverFrom === null,
    };
  }

  /** Where there is no other channel, or none that may show it, the message is kept as failed. */
  async moveOn(claim: Claim, { code }: Refusal): Promise<Moved> {
    const ctx = { workspaceId: claim.workspaceId };
    const { channel } = claim;
    const fallback = await this.fallbacks.fallbackOf(ctx);
    const to = fallback === undefined ? undefined : await this.placeOf(ctx, laneFor(fallback));
    if (fallback === undefined || to === undefined || to.lane === channel || to.id === channel) {
      await this.tellInstaller(ctx, { channel, code });
      return { moved: false };
    }
    if (!mayMove(await this.placeOf(ctx, channel), to)) {
      await this.tellInstaller(ctx, { channel, code, keptFrom: fallback });
      return { moved: false, why: keptFromWords(fallback) };
    }
    const moved = await this.rows.failOver(claim, { lane: to.lane, code });
    await this.tellInstaller(ctx, { channel, code, ...(moved ? { fallback } : {}) });
    return { moved };
  }

  /** With the id of the channel, where its name is known. */
  private async placeOf(ctx: WorkspaceContext, lane: string): Promise<Place & { id: string | undefined }> {
    const address = addressOf(lane);
    const id = address?.kind === 'channel' ? await this.directory.idOf(ctx, address.name) : lane;
    const isPrivate = id === undefined ? undefined : await this.directory.isPrivate(ctx, id);
    return { lane, id, isPrivate };
  }

  /** Once a day and channel: the card of that day is there already. */
  private async tellInstaller(
    ctx: WorkspaceContext,
    dead: Parameters<typeof installerNotice>[0],
  ): Promise<void> {
    try {
      const installer = await this.installations.installerOf(ctx);
      if (installer === undefined) return;
      await this.transactions.begin(async (tx) => {
        const day = (await databaseNow(tx)).toISOString().slice(0, 10);
        const card = { subject: `unreachable:${dead.channel}:${day}`, version: 1, priority: PRIORITY };
        await this.outbox.showCard(ctx, tx, { ...card, message: installerNotice(dead) }, [installer]);
      });
    } catch (err) {
      this.log.warn(
        { err, workspace: ctx.workspaceId, channel: dead.channel },
        'The installer could not be told',
      );
    }
  }
}
