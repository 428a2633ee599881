import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Transactions, mayPass } from '../platform/database/transactions.js';
import { within } from '../platform/deadline.js';
import { parseStorable } from '../platform/http/json-body.js';
import { wordsOf } from '../platform/errors/words.js';
import { Log } from '../platform/logging/log.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { BoltApp, HandlerRegistry, NotInstalledError, type SlackPayload } from '../slack/index.js';
import { pauseAfter } from './domain/retry.js';
import { type Batch, EventWorks, type Work } from './event-work.js';

/** A handler does database work; one that takes longer than this waits for something that will not come. */
const LONGEST_MS = 20_000;

/** One handler of the batch failed, and took the batch's transaction with it. */
class WorkFailed extends Error {
  constructor(
    readonly work: Work,
    cause: unknown,
  ) {
    super('A handler failed', { cause });
  }
}

/**
 * Runs handlers. Those that are tried for the first time share a transaction, in which their effects, the messages that
 * they owe and their `done` are committed together; when one fails, its effects are rolled back and the others run again
 * without it. Whatever failed before runs alone: it may be what kills workers.
 */
@Injectable()
export class EventHandling {
  private readonly handled;

  constructor(
    private readonly works: EventWorks,
    private readonly handlers: HandlerRegistry,
    private readonly bolt: BoltApp,
    private readonly transactions: Transactions,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.handled = metrics.counter('events_handled_total', 'What came of the work that events made.', [
      'handler',
      'outcome',
    ]);
  }

  async run({ claim, works }: Batch): Promise<void> {
    const blocked = await this.works.blocked(claim, works);
    await this.works.giveBack(claim, blocked);
    const free = works.filter((work) => !blocked.includes(work));
    const triedBefore = free.filter(({ attempts }) => attempts > 1);
    const goesAlone = (work: Work) =>
      work.attempts > 1 || triedBefore.some((before) => isBehind(work, before));
    const together = free.filter((work) => !goesAlone(work));
    const alone = free.filter(goesAlone);
    const failed = await this.runTogether(claim, together);
    await this.runAlone(claim, await this.withoutThoseBehind(claim, failed, alone));
  }

  /**
   * Whoever fails goes away with its effects and with those behind it; the rest run again without them.
   * @returns who failed
   */
  private async runTogether(claim: string, works: Work[]): Promise<Work[]> {
    const failed: Work[] = [];
    let rest = works;
    while (rest.length > 0) {
      try {
        await this.commit(claim, rest);
        break;
      } catch (error) {
        if (!(error instanceof WorkFailed)) {
          if (!isAboutWork(error)) throw error;
          // It does not say whose fault it was.
          return [...failed, ...(await this.runAlone(claim, rest))];
        }
        const { work } = error;
        await this.fail(claim, work, error.cause);
        failed.push(work);
        const others = rest.filter((other) => other !== work);
        rest = await this.withoutThoseBehind(claim, [work], others);
      }
    }
    return failed;
  }

  /** @returns who failed */
  private async runAlone(claim: string, works: Work[]): Promise<Work[]> {
    const failed: Work[] = [];
    let rest = works;
    while (rest.length > 0) {
      const [work, ...others] = rest;
      rest = others;
      try {
        await this.works.begin(claim, work);
        await this.commit(claim, [work]);
      } catch (error) {
        if (!(error instanceof WorkFailed) && !isAboutWork(error)) throw error;
        await this.fail(claim, work, error instanceof WorkFailed ? error.cause : error);
        failed.push(work);
        rest = await this.withoutThoseBehind(claim, [work], rest);
      }
    }
    return failed;
  }

  private async withoutThoseBehind(claim: string, failed: Work[], works: Work[]): Promise<Work[]> {
    const behind = works.filter((work) => failed.some((one) => isBehind(work, one)));
    await this.works.giveBack(claim, behind);
    return works.filter((work) => !behind.includes(work));
  }

  /** Effects, what is owed to Slack, and `done`: all or nothing. */
  private async commit(claim: string, works: Work[]): Promise<void> {
    const held = await this.transactions.begin((tx) => this.handleAll(tx, claim, works));
    for (const { handler } of held) this.handled.inc({ handler, outcome: 'done' });
  }

  private async handleAll(tx: EntityManager, claim: string, works: Work[]): Promise<Work[]> {
    const held = await this.works.hold(tx, claim, works);
    for (const work of held) {
      try {
        await within(LONGEST_MS, this.handle(tx, work));
      } catch (error) {
        // Nobody's fault, and the whole transaction is tried again; or the fault of an earlier one, that hid it.
        const blameless = mayPass(error) || (held.length > 1 && codeOf(error) === ABORTED);
        throw blameless ? error : new WorkFailed(work, error);
      }
    }
    await this.works.finish(tx, held);
    return held;
  }

  private async handle(tx: EntityManager, work: Work): Promise<void> {
    const handler = this.handlers.owned(work.handler);
    if (handler === undefined) throw new Error(`This version has no handler ${work.handler}`);
    const { workspaceId, enterpriseId, eventId, attempts, retryNum } = work;
    const tenant = { workspaceId, ...(enterpriseId === null ? {} : { enterpriseId }) };
    const stored = parseStorable(work.payload) as SlackPayload;
    // A flat one, `app_rate_limited`, is what others have in their `event`; Bolt knows it no other way.
    const payload = 'event' in stored ? stored : { ...stored, event: stored };
    try {
      await this.bolt.dispatch({
        handler,
        ctx: { workspaceId, unit: { tx }, reference: eventId, attempt: attempts, asOf: asOf(work, payload) },
        tenant,
        payload,
        ack: () => Promise.resolve(),
        ...(retryNum === null ? {} : { retryNum }),
      });
    } catch (error) {
      if (!(error instanceof NotInstalledError)) throw error;
      // There is nobody here any more whom it concerns.
      this.log.info(
        { workspace: workspaceId, event: eventId },
        'An event came for a workspace that is not installed',
      );
    }
  }

  private async fail(claim: string, work: Work, cause: unknown): Promise<void> {
    const pause = pauseAfter(work.attempts, Math.random());
    const { eventId: event, handler, workspaceId: workspace, attempts } = work;
    const about = { err: cause, event, handler, workspace, attempts };
    this.handled.inc({ handler, outcome: pause === undefined ? 'parked' : 'failed' });
    if (pause === undefined) {
      this.log.error(
        about,
        'A handler failed for the last time: the event is parked; "switchboard events replay" tries it again',
      );
    } else this.log.warn({ ...about, againInMs: pause }, 'A handler failed; it has another turn');
    await this.works.fail(claim, work, wordsOf(cause), pause);
  }
}

/** in_failed_sql_transaction: a statement of before has failed. */
const ABORTED = '25P02';

const codeOf = (error: unknown) => (error as { code?: unknown } | null)?.code;

/**
 * A transaction can fail after its handlers returned: one of them hid an error of the database, or a constraint is checked
 * at the commit. Such errors have an SQLSTATE; those of classes 08, 53, 57 and 58 are the server's own troubles.
 */
const isAboutWork = (error: unknown) => {
  const code = codeOf(error);
  return typeof code === 'string' && /^(?=.*\d)(?!08|53|57|58)[0-9A-Z]{5}$/.test(code);
};

/** It comes later in a line whose order somebody asked for. */
const isBehind = (work: Work, failed: Work) =>
  work.lane !== null &&
  work.lane === failed.lane &&
  work.handler === failed.handler &&
  BigInt(work.seq) > BigInt(failed.seq);

/** Slack's time is in whole seconds, cut off. */
function asOf({ receivedAt }: Work, { event_time: seconds }: SlackPayload): Date {
  const happened = typeof seconds === 'number' ? (seconds + 1) * 1_000 : Infinity;
  return new Date(Math.min(receivedAt.getTime(), happened));
}
