import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { forgetOldRows } from '../platform/database/old-rows.js';
import { Upkeep } from '../platform/queue/upkeep.js';

/** Resolved for so long: last year's season can still be counted. */
export const KEPT_DAYS = 400;

const OLD = { table: 'alert', since: 'resolved_at', days: KEPT_DAYS, when: `o.state = 'resolved'` };

/** What ended long ago leaves; what is open stays, however old. */
@Injectable()
export class AlertRetention {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    upkeep: Upkeep,
  ) {
    upkeep.add('old alerts', (stop) => this.forgetOld(stop));
  }

  /** @returns how many left */
  forgetOld(stop: () => boolean = () => false): Promise<number> {
    return forgetOldRows(this.dataSource, OLD, () => !stop());
  }
}
