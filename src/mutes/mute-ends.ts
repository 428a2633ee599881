import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Config } from '../platform/config/config.js';
import { Log } from '../platform/logging/log.js';
import { Mutes } from './mutes.service.js';

const TICK_MS = 1_000;

/** Looks each second which mutes are over, in however many processes: their cards say so, and what lasts is shown. */
@Injectable()
export class MuteEnds implements BeforeApplicationShutdown {
  private looking?: Promise<void>;
  private stopped = false;

  constructor(
    private readonly config: Config,
    private readonly mutes: Mutes,
    private readonly log: Log,
  ) {}

  async beforeApplicationShutdown() {
    this.stopped = true;
    await this.looking;
  }

  @Interval(TICK_MS)
  async tick(): Promise<void> {
    if (!this.config.works || this.stopped) return;
    this.looking ??= this.look()
      .catch((err: unknown) =>
        this.log.warn({ err }, 'Could not end what was muted; the next look is in a second'),
      )
      .finally(() => (this.looking = undefined));
    await this.looking;
  }

  private async look(): Promise<void> {
    while (!this.stopped && (await this.mutes.endDue()));
  }
}
