import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SlackMessage } from '../slack/index.js';

/** While it is being sent a delivery is still `queued`; its lane says so (`shownState`). */
export type DeliveryState = 'queued' | 'held' | 'unknown' | 'sent' | 'failed' | 'superseded' | 'merged';

/** What is shown of it: the message as it was meant, or its text alone, after Slack refused more. */
export type DeliveryRung = 'full' | 'plain';

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

  @Column('text')
  rung: DeliveryRung;

  /** Of what waits for a time: until when. */
  @Column('timestamptz', { name: 'held_until', nullable: true })
  heldUntil: Date | null;

  /** Where it was meant to go, when that channel could not be reached. */
  @Column('text', { name: 'failed_over_from', nullable: true })
  failedOverFrom: string | null;

  /** The delivery of the summary that shows it. */
  @Column('uuid', { name: 'merged_into', nullable: true })
  mergedInto: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'sent_at', nullable: true })
  sentAt: Date | null;
}
