import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Config } from '../platform/config/config.js';
import { Log } from '../platform/logging/log.js';
import { Rounds } from '../platform/rounds.js';
import { Mutes } from './mutes.service.js';

const TICK_MS = 1_000;

/** Looks each second which mutes are over, in however many processes: their cards say so, and what lasts is shown. */
@Injectable()
export class MuteEnds implements BeforeApplicationShutdown {
  private readonly rounds = new Rounds(
    () => this.look(),
    (err) => this.log.warn({ err }, 'Could not end what was muted; the next look is in a second'),
  );

  constructor(
    private readonly config: Config,
    private readonly mutes: Mutes,
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
    while (!this.rounds.isOver && (await this.mutes.endDue()));
  }
}
