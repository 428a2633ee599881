import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SlackMessage } from '../slack/index.js';
import type { DeliveryState } from './outbox.js';

/** One message owed to Slack, and what became of it. */
@Entity('delivery')
export class DeliveryEntity {
  @PrimaryColumn('text', { name: 'workspace_id' })
  workspaceId: string;

  @PrimaryColumn('uuid')
  id: string;

  /** The lane it waits in, or was sent through. */
  @Column('text')
  channel: string;

  @Column('smallint')
  priority: number;

  @Column('text')
  state: DeliveryState;

  @Column('jsonb')
  message: SlackMessage;

  @Column('uuid', { name: 'card_id', nullable: true })
  cardId: string | null;

  @Column('int')
  attempts: number;

  /** Slack's own words, of the last refusal. */
  @Column('text', { nullable: true })
  error: string | null;

  /** Slack's id of the message in its channel. */
  @Column('text', { nullable: true })
  ts: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'sent_at', nullable: true })
  sentAt: Date | null;
}
