import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RouteVerdict } from './domain/routing.js';
import type { Draft } from './notification.js';

@Entity('notification')
export class NotificationEntity {
  @PrimaryColumn('text', { name: 'workspace_id' })
  workspaceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  type: string;

  @Column('text')
  severity: string;

  @Column('text', { nullable: true })
  source: string | null;

  @Column('text')
  title: string;

  @Column('text', { nullable: true })
  fingerprint: string | null;

  @Column('text', { nullable: true })
  status: string | null;

  /** As it was taken in. */
  @Column('jsonb')
  body: Draft;

  /** Why it went where it went. */
  @Column('jsonb')
  routes: RouteVerdict[];

  /** Of the document that decided it; null of what came before that was noted. */
  @Column('integer', { name: 'routes_version', nullable: true })
  routesVersion: number | null;

  @Column('timestamptz', { name: 'occurred_at' })
  occurredAt: Date;

  @Column('timestamptz', { name: 'received_at' })
  receivedAt: Date;
}
