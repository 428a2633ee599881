import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { copyIn } from '../platform/database/copy-in.js';
import { CopyRows } from '../platform/database/copy-rows.js';
import { preparedWithin } from '../platform/database/prepared.js';
import { sqlStateOf } from '../platform/database/sql-state.js';
import type { IncomingEvent, RegisteredHandler } from '../slack/index.js';

/** An event, and the work that it makes. */
export interface NewEvent {
  event: IncomingEvent;
  /** Which partition it belongs to, `2026-11-23`. */
  day: string;
  transport: 'http' | 'socket';
  retryNum: number | null;
  json: Buffer;
  handlers: readonly RegisteredHandler[];
}

const EVENT_COLUMNS =
  'day, app_id, event_id, workspace_id, enterprise_id, type, transport, retry_num, payload';
const WORK_COLUMNS = 'day, app_id, event_id, handler, workspace_id, lane';

/** Roughly, beside its payload; the buffer grows where it is more. */
const ROW_BYTES = 200;

/**
 * The payloads are the pieces of one value, $1: as an array of texts each would be escaped here and unescaped there. Says
 * which were new.
 */
const STORE_NEW = `
  WITH stored AS (
    INSERT INTO event (${EVENT_COLUMNS})
    SELECT day, app_id, event_id, workspace_id, enterprise_id, type, transport, retry_num,
      convert_from(substr($1::bytea, first, size), 'UTF8')
    FROM unnest($2::int[], $3::int[], $4::date[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
      $11::smallint[]) AS e (first, size, day, app_id, event_id, workspace_id, enterprise_id, type, transport, retry_num)
    ON CONFLICT DO NOTHING RETURNING day, app_id, event_id, workspace_id
  ), owed AS (
    INSERT INTO event_work (${WORK_COLUMNS})
    SELECT day, app_id, event_id, w.handler, workspace_id, w.lane
    FROM unnest($12::date[], $13::text[], $14::text[], $15::text[], $16::text[])
      AS w (day, app_id, event_id, handler, lane)
    JOIN stored USING (day, app_id, event_id)
  )
  SELECT app_id || ' ' || event_id AS key FROM stored`;

/** unique_violation, deadlock_detected: another transaction stores the same event, or did. */
const KNOWN_ALREADY = new Set(['23505', '40P01']);

/** Writes events with their work, all or nothing. What is there already stays as it is, and makes no work again. */
@Injectable()
export class EventStore {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Nearly everything comes once, and takes the short way, which knows no conflicts. What Slack sends again may be here:
   * then the whole batch goes the long way.
   * @returns which of them were new
   * @throws DeadlineError when it took longer than `ms`
   */
  async store(events: NewEvent[], ms: number): Promise<boolean[]> {
    // Another process may store the same ones just now: in one order, nobody waits for the other in a circle.
    const sorted = events.toSorted((a, b) => (keyOf(a.event) < keyOf(b.event) ? -1 : 1));
    const isNew = await this.storeInOrder(sorted, ms);
    return events.map(({ event }) => isNew(event));
  }

  /** @returns which of them were new */
  private async storeInOrder(events: NewEvent[], ms: number): Promise<(event: IncomingEvent) => boolean> {
    if (events.some(({ retryNum }) => retryNum !== null)) return this.storeNew(events, ms);
    try {
      await this.copy(events, ms);
      return () => true;
    } catch (error) {
      if (!KNOWN_ALREADY.has(sqlStateOf(error) ?? '')) throw error;
      return this.storeNew(events, ms);
    }
  }

  private copy(events: NewEvent[], ms: number): Promise<void> {
    const bytes = events.reduce((sum, { json }) => sum + json.length + ROW_BYTES, 0);
    const rows = new CopyRows(9, bytes);
    const work = new CopyRows(6, events.length * ROW_BYTES);
    for (const { event, day, transport, retryNum, json, handlers } of events) {
      const { workspaceId, enterpriseId } = event.tenant;
      rows.row().date(day).text(event.appId).text(event.eventId).text(workspaceId);
      rows
        .text(enterpriseId ?? null)
        .text(event.type)
        .text(transport)
        .smallint(retryNum)
        .utf8(json);
      for (const handler of handlers) {
        work.row().date(day).text(event.appId).text(event.eventId).text(handler.owner).text(workspaceId);
        work.text(laneOf(event, handler));
      }
    }
    const event = { into: `event (${EVENT_COLUMNS})`, rows };
    const owed = { into: `event_work (${WORK_COLUMNS})`, rows: work };
    return copyIn(this.dataSource, ms, work.isEmpty ? [event] : [event, owed]);
  }

  private async storeNew(events: NewEvent[], ms: number): Promise<(event: IncomingEvent) => boolean> {
    const works = events.flatMap(({ day, event, handlers }) =>
      handlers.map((handler) => ({ day, event, handler })),
    );
    let end = 0;
    const firsts = events.map(({ json }) => (end += json.length) - json.length + 1);
    const rows = await preparedWithin<{ key: string }>(this.dataSource, ms, 'store-new-events', STORE_NEW, [
      Buffer.concat(events.map(({ json }) => json)),
      firsts,
      events.map(({ json }) => json.length),
      events.map(({ day }) => day),
      events.map(({ event }) => event.appId),
      events.map(({ event }) => event.eventId),
      events.map(({ event }) => event.tenant.workspaceId),
      events.map(({ event }) => event.tenant.enterpriseId ?? null),
      events.map(({ event }) => event.type),
      events.map(({ transport }) => transport),
      events.map(({ retryNum }) => retryNum),
      works.map(({ day }) => day),
      works.map(({ event }) => event.appId),
      works.map(({ event }) => event.eventId),
      works.map(({ handler }) => handler.owner),
      works.map(({ event, handler }) => laneOf(event, handler)),
    ]);
    const stored = new Set(rows.map(({ key }) => key));
    return (event) => stored.has(keyOf(event));
  }
}

/** As the statement names them. */
const keyOf = ({ appId, eventId }: IncomingEvent) => `${appId} ${eventId}`;

/** Works of one lane are done one after the other. */
const laneOf = ({ tenant, channel }: IncomingEvent, { inOrder }: RegisteredHandler) =>
  inOrder === undefined ? null : `${tenant.workspaceId} ${channel ?? ''}`;
