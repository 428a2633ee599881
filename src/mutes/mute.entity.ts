import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A channel that is quiet for a time. */
@Entity('mute')
export class MuteEntity {
  @PrimaryColumn('text', { name: 'workspace_id' })
  workspaceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text', { name: 'channel_id' })
  channelId: string;

  /** As Slack told it when it began; what the directory knows comes first. */
  @Column('text', { name: 'channel_name', nullable: true })
  channelName: string | null;

  /** null for all of them. */
  @Column('text', { nullable: true })
  service: string | null;

  /** What is critical too. */
  @Column('boolean', { name: 'all_of_it' })
  all: boolean;

  /** Grows with every change that its card shows. */
  @Column('integer')
  version: number;

  /** A Slack user's id. */
  @Column('text', { name: 'begun_by' })
  begunBy: string;

  @Column('timestamptz', { name: 'begun_at' })
  begunAt: Date;

  @Column('timestamptz')
  until: Date;

  /** A Slack user's id; `system` where its time had come. */
  @Column('text', { name: 'ended_by', nullable: true })
  endedBy: string | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;
}
