import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Config } from '../platform/config/config.js';
import { wordsOf } from '../platform/errors/words.js';
import { Log } from '../platform/logging/log.js';
import { Rounds } from '../platform/rounds.js';
import { Digests } from './digests.js';
import { ReportClaims } from './report-claims.js';
import { type ClaimedRun, ReportRuns } from './report-runs.js';

const TICK_MS = 1_000;
/** Digests in the making at once: each reads some counts and draws a picture. */
const AT_ONCE = 4;

/** Looks each second what is due, in however many processes. */
@Injectable()
export class ReportRunner implements BeforeApplicationShutdown {
  private readonly claiming = new Rounds(
    () => this.claimDue(),
    (err) => this.log.warn({ err }, 'Could not look for reports that are due; the next look is in a second'),
  );
  private readonly running = new Rounds(
    () => this.runWaiting(),
    (err) => this.log.warn({ err }, 'Could not look for runs of reports; the next look is in a second'),
  );

  constructor(
    private readonly config: Config,
    private readonly claims: ReportClaims,
    private readonly runs: ReportRuns,
    private readonly digests: Digests,
    private readonly log: Log,
  ) {}

  async beforeApplicationShutdown() {
    await Promise.all([this.claiming.end(), this.running.end()]);
  }

  /** Schedules that are due become runs at once; the runs follow, as fast as they can be done. */
  @Interval(TICK_MS)
  async tick(): Promise<void> {
    if (!this.config.works) return;
    await this.claiming.run();
    await this.running.run();
  }

  private async claimDue(): Promise<void> {
    while (!this.claiming.isOver && (await this.claims.claimDue()).more);
  }

  private async runWaiting(): Promise<void> {
    for (;;) {
      const runs = this.running.isOver ? [] : await this.runs.claim(AT_ONCE);
      await Promise.all(runs.map((run) => this.run(run)));
      if (runs.length < AT_ONCE) return;
    }
  }

  private async run(run: ClaimedRun): Promise<void> {
    try {
      await this.runs.owe(run, await this.digests.compose(run));
    } catch (err) {
      const again = await this.runs.fail(run, wordsOf(err));
      const about = { err, workspace: run.workspaceId, report: run.reportId, attempts: run.attempts };
      this.log.warn(
        about,
        again ? 'A digest could not be made; it is tried again' : 'A digest failed for good',
      );
    }
  }
}
