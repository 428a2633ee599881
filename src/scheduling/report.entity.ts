import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Covers } from './domain/data-window.js';

@Entity('report')
export class ReportEntity {
  @PrimaryColumn('text', { name: 'workspace_id' })
  workspaceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  /** As somebody typed it: "weekdays 08:00". */
  @Column('text')
  schedule: string;

  @Column('text')
  cron: string;

  /** One of the IANA's. */
  @Column('text')
  zone: string;

  @Column('text')
  covers: Covers;

  /** `#name`, the id of a channel or a person, or an e-mail address. */
  @Column('text')
  destination: string;

  /** null while it is paused. */
  @Column('timestamptz', { name: 'next_run_at', nullable: true })
  nextRunAt: Date | null;

  /** A Slack user's id, or `key:<id>`. */
  @Column('text', { name: 'created_by' })
  createdBy: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
