import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type OldRows, forgetOldRows } from '../platform/database/old-rows.js';
import { Upkeep } from '../platform/queue/upkeep.js';

/** At least; and as long as one of its deliveries is kept. */
export const KEPT_DAYS = 90;

const OLD: OldRows = {
  table: 'notification',
  since: 'received_at',
  days: KEPT_DAYS,
  when: `NOT EXISTS (SELECT FROM notification_delivery d WHERE d.workspace_id = o.workspace_id AND d.notification_id = o.id)`,
};

/** What was taken in leaves, with why it went where it went, when nothing of it is kept any more. */
@Injectable()
export class NotificationRetention {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    upkeep: Upkeep,
  ) {
    upkeep.add('old notifications', (stop) => this.forgetOld(stop));
  }

  /** @returns how many left */
  forgetOld(stop: () => boolean = () => false): Promise<number> {
    return forgetOldRows(this.dataSource, OLD, () => !stop());
  }
}
