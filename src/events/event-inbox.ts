import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeadlineError } from '../platform/deadline.js';
import { problemOf } from '../platform/errors/problem.js';
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
import { EventStore, type NewEvent } from './event-store.js';
import { EventWaker } from './event-waker.js';

/** Slack gives up at 3 s, and sends again what it was refused; an answer needs time to travel. */
const DEADLINE_MS = 2_500;

/**
 * Takes events in. Slack is told 200 when the event and the work that it makes are committed; what is already there is
 * success. When storage is away or late Slack is told 503, and sends it again.
 */
@Injectable()
export class EventInbox implements EventTaker, OnModuleInit {
  private readonly inserts = new Gatherer((events: NewEvent[]) => this.storeAll(events), {
    most: 64,
    writers: 2,
    enough: 32,
    waiting: 4_096,
  });
  private readonly acknowledged;

  constructor(
    private readonly store: EventStore,
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
    const { transport, json, retryNum, arrivedAt } = arrival;
    const handlers = this.handlers.ofEvent(event.type);
    const day = dayOf(event.time);
    const incoming = { event, day, transport, retryNum: smallint(retryNum), json, handlers };
    try {
      const isNew = await this.inserts.add(incoming, arrivedAt + DEADLINE_MS);
      this.acknowledged.inc({ result: isNew ? 'stored' : 'known' });
      return { status: 200 };
    } catch (err) {
      this.tellWhy(err, event, arrival);
      return { status: 503 };
    }
  }

  private tellWhy(err: unknown, event: IncomingEvent, { reference }: Arrival) {
    if (err instanceof DeadlineError) {
      this.acknowledged.inc({ result: 'late' });
      return;
    }
    this.acknowledged.inc({ result: 'refused' });
    const { status, title } = problemOf(err, reference);
    this.log.error(
      { err, event: event.eventId, workspace: event.tenant.workspaceId, reference },
      `An event was not stored (${status === 503 ? title : 'unexpected'}); Slack will send it again`,
    );
  }

  private async storeAll(events: NewEvent[]): Promise<boolean[]> {
    const areNew = await this.store.store(events, DEADLINE_MS);
    if (events.some(({ handlers }, index) => areNew[index] && handlers.length > 0)) this.waker.wake();
    return areNew;
  }
}

/** A header may say anything. */
const smallint = (value: number | undefined): number | null =>
  value !== undefined && Number.isInteger(value) && value >= 0 && value < 32_768 ? value : null;
