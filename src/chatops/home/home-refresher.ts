import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Config } from '../../platform/config/config.js';
import { Log } from '../../platform/logging/log.js';
import { Rounds } from '../../platform/rounds.js';
import { slackFailure } from '../../slack/index.js';
import { HomeBoard } from './home-board.js';

const TICK_MS = 5_000;

/** Keeps the home tabs that may be open true, in however many processes. */
@Injectable()
export class HomeRefresher implements BeforeApplicationShutdown {
  private readonly rounds = new Rounds(
    () => this.look(),
    (err) => this.log.warn({ err }, 'Could not look for home tabs; the next look is in 5 seconds'),
  );

  constructor(
    private readonly config: Config,
    private readonly board: HomeBoard,
    private readonly log: Log,
  ) {}

  beforeApplicationShutdown(): Promise<void> {
    return this.rounds.end();
  }

  @Interval(TICK_MS)
  async tick(): Promise<void> {
    if (this.config.works) await this.rounds.run();
  }

  private async look(): Promise<void> {
    const resting = new Set<string>();
    for (const { workspaceId, userId } of await this.board.claimDue()) {
      if (this.rounds.isOver) return;
      if (resting.has(workspaceId)) continue;
      const ctx = { workspaceId };
      try {
        await this.board.publish(ctx, userId);
      } catch (err) {
        const waitMs = restOf(err);
        if (waitMs !== undefined) {
          resting.add(workspaceId);
          await this.board.rest(ctx, waitMs);
        }
        this.log.info({ err, workspace: workspaceId, user: userId }, 'A home tab was not brought up to date');
      }
    }
  }
}

/** How long Slack said to wait; undefined where it didn't. */
function restOf(error: unknown): number | undefined {
  try {
    return slackFailure(error).retryAfterMs;
  } catch {
    return undefined;
  }
}
