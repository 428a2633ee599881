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

/**
 * The payloads are the pieces of one value, $1: as an array of texts each would be escaped here and unescaped there. Says
 * which were new; null when all were.
 */
const STORE = `
  WITH stored AS (
    INSERT INTO event (day, app_id, event_id, workspace_id, enterprise_id, type, transport, retry_num, payload)
    SELECT day, app_id, event_id, workspace_id, enterprise_id, type, transport, retry_num,
      convert_from(substr($1::bytea, first, size), 'UTF8')
    FROM unnest($2::int[], $3::int[], $4::date[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
      $11::smallint[]) AS e (first, size, day, app_id, event_id, workspace_id, enterprise_id, type, transport, retry_num)
    ON CONFLICT DO NOTHING RETURNING day, app_id, event_id, workspace_id
  ), owed AS (
    INSERT INTO event_work (day, app_id, event_id, handler, workspace_id, lane)
    SELECT day, app_id, event_id, w.handler, workspace_id, w.lane
    FROM unnest($12::date[], $13::text[], $14::text[], $15::text[], $16::text[])
      AS w (day, app_id, event_id, handler, lane)
    JOIN stored USING (day, app_id, event_id)
  )
  SELECT CASE WHEN count(*) < cardinality($6::text[]) THEN coalesce(array_agg(app_id || ' ' || event_id), '{}') END AS new
  FROM stored`;

/**
 * Takes events in. Slack is told 200 when the event and the work that it makes are committed; what is already there is
 * success. When storage is away or late Slack is told 503, and sends it again.
 */
@Injectable()
export class EventInbox implements EventTaker, OnModuleInit {
  private readonly inserts = new Gatherer((items: Incoming[]) => this.store(items), {
    most: 64,
    writers: 2,
    enough: 32,
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
      this.handlers
        .ofEvent(item.event.type)
        .map((handler) => ({ day: item.day, event: item.event, handler })),
    );
    const { bytes, firsts, sizes } = joined(items.map(({ arrival }) => arrival.json));
    const [{ new: fresh }] = await prepared<{ new: string[] | null }>(
      this.dataSource,
      'store-events',
      STORE,
      [
        bytes,
        firsts,
        sizes,
        items.map(({ day }) => day),
        items.map(({ event }) => event.appId),
        items.map(({ event }) => event.eventId),
        items.map(({ event }) => event.tenant.workspaceId),
        items.map(({ event }) => event.tenant.enterpriseId ?? null),
        items.map(({ event }) => event.type),
        items.map(({ arrival }) => arrival.transport),
        items.map(({ arrival }) => smallint(arrival.retryNum)),
        works.map(({ day }) => day),
        works.map(({ event }) => event.appId),
        works.map(({ event }) => event.eventId),
        works.map(({ handler }) => handler.owner),
        works.map(({ handler, event }) =>
          handler.inOrder === undefined ? null : `${event.tenant.workspaceId} ${event.channel ?? ''}`,
        ),
      ],
    );
    if (works.length > 0 && fresh?.length !== 0) this.waker.wake();
    if (fresh === null) return items.map(() => 'stored');
    const stored = new Set(fresh);
    return items.map(({ event }) => (stored.has(`${event.appId} ${event.eventId}`) ? 'stored' : 'known'));
  }
}

/** Texts as one value, and where in it each begins, counted from 1, and ends. */
function joined(texts: string[]) {
  const parts = texts.map((text) => Buffer.from(text));
  let end = 0;
  const firsts = parts.map(({ length }) => (end += length) - length + 1);
  return { bytes: Buffer.concat(parts, end), firsts, sizes: parts.map(({ length }) => length) };
}

/** A header may say anything. */
const smallint = (value: number | undefined): number | null =>
  value !== undefined && Number.isInteger(value) && value >= 0 && value < 32_768 ? value : null;
