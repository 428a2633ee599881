import { Column, Entity, PrimaryColumn } from 'typeorm';

export const METHODS = ['GET', 'HEAD'] as const;
export type CheckMethod = (typeof METHODS)[number];

@Entity('service')
export class ServiceEntity {
  @PrimaryColumn('text', { name: 'workspace_id' })
  workspaceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  /** The name as it is compared. */
  @Column('text', { name: 'name_key' })
  nameKey: string;

  @Column('text')
  url: string;

  @Column('text')
  method: CheckMethod;

  @Column('int', { name: 'expect_from' })
  expectFrom: number;

  @Column('int', { name: 'expect_to' })
  expectTo: number;

  @Column('int', { name: 'timeout_ms' })
  timeoutMs: number;

  /** Alerts belong to it whose label `service`, or else source, is one of these; empty: its own name. */
  @Column('text', { array: true })
  alerts: string[];

  /** `key:<id>`. */
  @Column('text', { name: 'created_by' })
  createdBy: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
