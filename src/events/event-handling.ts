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
    await this.runTogether(
      claim,
      free.filter(({ attempts }) => attempts === 1),
    );
    for (const work of free.filter(({ attempts }) => attempts > 1)) await this.runTogether(claim, [work]);
  }

  private async runTogether(claim: string, works: Work[]): Promise<void> {
    let rest = works;
    while (rest.length > 0) {
      try {
        await this.transactions.begin((tx) => this.handleAll(tx, claim, rest));
        for (const { handler } of rest) this.handled.inc({ handler, outcome: 'done' });
        return;
      } catch (error) {
        if (!(error instanceof WorkFailed)) throw error;
        const { work: failed } = error;
        await this.fail(claim, failed, error.cause);
        const after = rest.filter((work) => isBehind(work, failed));
        await this.works.giveBack(claim, after);
        rest = rest.filter((work) => work !== failed && !after.includes(work));
      }
    }
  }

  private async handleAll(tx: EntityManager, claim: string, works: Work[]): Promise<void> {
    const held = await this.works.hold(tx, claim, works);
    for (const work of held) {
      try {
        await within(LONGEST_MS, this.handle(tx, work));
      } catch (error) {
        // Nobody's fault: the whole transaction is tried again.
        throw mayPass(error) ? error : new WorkFailed(work, error);
      }
    }
    await this.works.finish(tx, held);
  }

  private async handle(tx: EntityManager, work: Work): Promise<void> {
    const handler = this.handlers.owned(work.handler);
    if (handler === undefined) throw new Error(`This version has no handler ${work.handler}`);
    const { workspaceId, enterpriseId, eventId, attempts, retryNum } = work;
    const tenant = { workspaceId, ...(enterpriseId === null ? {} : { enterpriseId }) };
    try {
      await this.bolt.dispatch({
        handler,
        ctx: { workspaceId, unit: { tx }, reference: eventId, attempt: attempts },
        tenant,
        payload: parseStorable(work.payload) as SlackPayload,
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

/** It comes later in a line whose order somebody asked for. */
const isBehind = (work: Work, failed: Work) =>
  work.lane !== null &&
  work.lane === failed.lane &&
  work.handler === failed.handler &&
  BigInt(work.seq) > BigInt(failed.seq);
