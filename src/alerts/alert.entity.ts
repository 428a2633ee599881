import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Draft, Severity } from '../notifications/index.js';
import type { AlertState } from './domain/alert-life.js';

/** What the card's body is made of. */
export type AlertBody = Pick<Draft, 'text' | 'fields' | 'links' | 'image' | 'labels'>;

@Entity('alert')
export class AlertEntity {
  @PrimaryColumn('text', { name: 'workspace_id' })
  workspaceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  fingerprint: string;

  @Column('text')
  state: AlertState;

  /** Grows with every change that the card shows. */
  @Column('int')
  version: number;

  @Column('text')
  severity: Severity;

  @Column('text', { nullable: true })
  source: string | null;

  @Column('text')
  title: string;

  @Column('jsonb')
  body: AlertBody;

  /** null when it was resolved before we heard of it. */
  @Column('timestamptz', { name: 'fired_at', nullable: true })
  firedAt: Date | null;

  @Column('timestamptz', { name: 'acknowledged_at', nullable: true })
  acknowledgedAt: Date | null;

  /** A Slack user's id, or `key:<id>`. */
  @Column('text', { name: 'acknowledged_by', nullable: true })
  acknowledgedBy: string | null;

  @Column('timestamptz', { name: 'resolved_at', nullable: true })
  resolvedAt: Date | null;

  /** The same; null when its source said so. */
  @Column('text', { name: 'resolved_by', nullable: true })
  resolvedBy: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
