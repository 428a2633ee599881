import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Rotation } from './domain/rotation.js';

@Entity('rotation')
export class RotationEntity implements Rotation {
  @PrimaryColumn('text', { name: 'workspace_id' })
  workspaceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @Column('text', { array: true })
  people: string[];

  @Column('text')
  every: Rotation['every'];

  @Column('text', { name: 'hand_over_at' })
  handOverAt: string;

  @Column('text')
  zone: string;

  @Column('text', { name: 'starts_on' })
  startsOn: string;

  /** A Slack user's id, or `key:<id>`. */
  @Column('text', { name: 'created_by' })
  createdBy: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
