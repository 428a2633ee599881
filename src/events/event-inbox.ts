import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { prepared } from '../platform/database/prepared.js';
import { DeadlineError, within } from '../platform/deadline.js';
import { problemOf } from '../platform/errors/problem.filter.js';
import { Gatherer } from '../platform/gatherer.js';
import { Log } from '../platform/logging/log.js';
import { Metrics } from '../platform/metrics/metrics.js';
import {
  type Arrival,
  type EventTaker,
  HandlerRegistry,
  type IncomingEvent,
  type SlackAnswer,
  SlackIntake,
} from '../slack/index.js';
import { dayOf } from './domain/day.js';
import { EventWaker } from './event-waker.js';

/** Slack gives up at 3 s, and sends again what it was refused; an answer needs time to travel. */
const DEADLINE_MS = 2_500;

interface Incoming {
  event: IncomingEvent;
  arrival: Arrival;
  day: string;
}

const STORE = `
  WITH stored AS (
    INSERT INTO event (day, app_id, event_id, workspace_id, enterprise_id, type, payload, transport, retry_num)
    SELECT * FROM unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
      $9::smallint[])
    ON CONFLICT DO NOTHING RETURNING day, app_id, event_id
  ), owed AS (
    INSERT INTO event_work (day, app_id, event_id, handler, workspace_id, lane)
    SELECT day, app_id, event_id, w.handler, w.workspace_id, w.lane
    FROM unnest($10::date[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[])
      AS w (day, app_id, event_id, handler, workspace_id, lane)
    JOIN stored USING (day, app_id, event_id)
  )
  SELECT app_id, event_id FROM stored`;

/**
 * Takes events in. Slack is told 200 when the event and the work that it makes are committed; what is already there is
 * success. When storage is away or late Slack is told 503, and sends it again.
 */
@Injectable()
export class EventInbox implements EventTaker, OnModuleInit {
  private readonly inserts = new Gatherer((items: Incoming[]) => this.store(items), {
    most: 64,
    writers: 2,
    waiting: 4_096,
  });
  private readonly acknowledged;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly intake: SlackIntake,
    private readonly handlers: HandlerRegistry,
    private readonly waker: EventWaker,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.acknowledged = metrics.counter(
      'events_acknowledged_total',
      'Events answered, by what came of them.',
      ['result'],
    );
  }

  onModuleInit() {
    this.intake.useEvents(this);
  }

  async takeEvent(event: IncomingEvent, arrival: Arrival): Promise<SlackAnswer> {
    const left = DEADLINE_MS - (performance.now() - arrival.arrivedAt);
    const stored = this.inserts.add({ event, arrival, day: dayOf(event.time) });
    try {
      this.acknowledged.inc({ result: await within(left, stored) });
      return { status: 200 };
    } catch (err) {
      if (err instanceof DeadlineError) {
        this.acknowledged.inc({ result: 'late' });
        return { status: 503 };
      }
      this.acknowledged.inc({ result: 'refused' });
      const { status, title } = problemOf(err, arrival.reference);
      this.log.error(
        { err, event: event.eventId, workspace: event.tenant.workspaceId, reference: arrival.reference },
        `An event was not stored (${status === 503 ? title : 'unexpected'}); Slack will send it again`,
      );
      return { status: 503 };
    }
  }

  private async store(items: Incoming[]): Promise<('stored' | 'known')[]> {
    const works = items.flatMap((item) =>
      this.handlers.ofEvent(item.event.type).map((handler) => ({ ...item, handler })),
    );
    const of = <One, T>(list: readonly One[], pick: (one: One) => T) => list.map(pick);
    const rows = await prepared<{ app_id: string; event_id: string }>(
      this.dataSource,
      'store-events',
      STORE,
      [
        of(items, ({ day }) => day),
        of(items, ({ event }) => event.appId),
        of(items, ({ event }) => event.eventId),
        of(items, ({ event }) => event.tenant.workspaceId),
        of(items, ({ event }) => event.tenant.enterpriseId ?? null),
        of(items, ({ event }) => event.type),
        of(items, ({ arrival }) => arrival.json),
        of(items, ({ arrival }) => arrival.transport),
        of(items, ({ arrival }) => smallint(arrival.retryNum)),
        of(works, ({ day }) => day),
        of(works, ({ event }) => event.appId),
        of(works, ({ event }) => event.eventId),
        of(works, ({ handler }) => handler.owner),
        of(works, ({ event }) => event.tenant.workspaceId),
        of(works, ({ handler, event }) =>
          handler.inOrder === undefined ? null : `${event.tenant.workspaceId} ${event.channel ?? ''}`,
        ),
      ],
    );
    if (works.length > 0 && rows.length > 0) this.waker.wake();
    const fresh = new Set(rows.map((row) => `${row.app_id} ${row.event_id}`));
    return items.map(({ event }) => (fresh.has(`${event.appId} ${event.eventId}`) ? 'stored' : 'known'));
  }
}

/** A header may say anything. */
const smallint = (value: number | undefined): number | null =>
  value !== undefined && Number.isInteger(value) && value >= 0 && value < 32_768 ? value : null;
